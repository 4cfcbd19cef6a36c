/**
 * The venues of the bench: what each says, and what somebody would write by hand to hear it.
 * @module
 */
import { createBitgetFloor } from './bitget-floor.mjs';
import { bitgetTalkers } from './bitget-talkers.mjs';
import { createBybitFloor } from './bybit-floor.mjs';
import { bybitTalkers } from './bybit-talkers.mjs';

/**
 * What a source of frames is: a channel of a symbol.
 *
 * @typedef {{ symbol: string, index: number, channel: string, feed: string, frames: number }} Source
 */

/**
 * What a talker makes: the text said first, and the maker of each next one, with how many events are in it and the numbers
 * that go into its slots.
 *
 * @typedef {import('./slots.mjs').Count} Count
 * @typedef {{ text: string, rows: number, counts: readonly Count[] }} Said
 * @typedef {{ opening?: Said, next: () => Said }} Talk
 */

/**
 * @typedef {{ channel: string, symbol: string }} Topic
 * @typedef {{
 *   market: string,
 *   depth: number | undefined,
 *   talkers: Record<string, (source: Source) => Talk>,
 *   requests: (topics: readonly Topic[]) => string[],
 *   answer: (text: string) => { texts: string[], asked: number },
 *   floor: (tally: import('./tally.mjs').Tally) => (message: any, receivedAt: number) => void,
 * }} Venue
 */

/** @type {Record<string, Venue>} */
export const venues = {
  bitget: {
    market: 'usdt-futures',
    depth: undefined,
    talkers: bitgetTalkers,
    requests: topics =>
      batches(topics, 20).map(some => {
        const args = some.map(({ channel, symbol }) => ({
          instType: 'USDT-FUTURES',
          channel: channel === 'book' ? 'books' : channel,
          instId: symbol,
        }));
        return JSON.stringify({ op: 'subscribe', args });
      }),
    // An answer for each argument.
    answer: text => {
      if (text === 'ping') return { texts: ['pong'], asked: 0 };
      const { op, args } = JSON.parse(text);
      const texts = args.map(arg => JSON.stringify({ event: op, arg }));
      return { texts, asked: op === 'subscribe' ? args.length : 0 };
    },
    floor: createBitgetFloor,
  },

  bybit: {
    market: 'linear',
    depth: 50,
    talkers: bybitTalkers,
    requests: topics =>
      batches(topics, 10).map((some, index) => {
        const names = { ticker: 'tickers', trade: 'publicTrade', book: 'orderbook.50' };
        const args = some.map(({ channel, symbol }) => `${names[channel]}.${symbol}`);
        return JSON.stringify({ req_id: String(index + 1), op: 'subscribe', args });
      }),
    // An answer for each request.
    answer: text => {
      const { op, args, req_id } = JSON.parse(text);
      const answer = { success: true, ret_msg: op === 'ping' ? 'pong' : '', conn_id: 'b2a5', req_id, op };
      return { texts: [JSON.stringify(answer)], asked: op === 'subscribe' ? args.length : 0 };
    },
    floor: createBybitFloor,
  },
};

function batches(topics, size) {
  return Array.from({ length: Math.ceil(topics.length / size) }, (_, i) => topics.slice(i * size, (i + 1) * size));
}
