/**
 * What Bitget says in the bench: tickers, trades and books of USDT futures.
 * @module
 */
import { walkBook } from './book-walk.mjs';
import { createRandom } from './random.mjs';
import { slot } from './slots.mjs';
import { tickOf } from './symbols.mjs';

const FIRST_CYCLE = 1001;
/** How many trades a frame has at most. */
const MOST_ROWS = 5;
/** Stands where the number of the cycle goes. */
const CYCLE = slot(4);
/** @type {import('./slots.mjs').Count} */
const THIS = [FIRST_CYCLE, 1];
/** @type {import('./slots.mjs').Count} */
const THE_ONE_BEFORE = [FIRST_CYCLE - 1, 1];

/** The talkers, by channel. */
export const bitgetTalkers = {
  ticker: ({ symbol, index }) => {
    const random = createRandom(100 + index);
    const tick = tickOf(index);
    let price = tick;
    return {
      next: () => {
        price += Math.round((random() - 0.5) * 8);
        const last = (price / 10).toFixed(1);
        const row =
          `{"instId":"${symbol}","lastPr":"${last}","bidPr":"${last}","askPr":"${((price + 1) / 10).toFixed(1)}",` +
          `"bidSz":"${(random() * 5).toFixed(4)}","askSz":"${(random() * 5).toFixed(4)}","open24h":"${(tick / 10 + 40.6).toFixed(1)}",` +
          `"high24h":"${(tick / 10 + 1527.7).toFixed(1)}","low24h":"${(tick / 10 - 571.2).toFixed(1)}","change24h":"-0.00429",` +
          `"fundingRate":"0.0001","nextFundingTime":"1790380800000","markPrice":"${last}","indexPrice":"${(price / 10 + 28.6225).toFixed(4)}",` +
          `"holdingAmount":"31911.3455999999605","baseVolume":"${(30_000 + random() * 900).toFixed(4)}",` +
          `"quoteVolume":"${(2_588_367_727 + random() * 90_000).toFixed(5)}","openUtc":"${(tick / 10 + 312.3).toFixed(1)}",` +
          `"symbolType":"1","symbol":"${symbol}","ts":"1790358794983"}`;
        return { text: envelope('snapshot', 'ticker', symbol, row), rows: 1, counts: [] };
      },
    };
  },

  trade: ({ symbol, index, frames }) => {
    const random = createRandom(200 + index);
    let price = tickOf(index);
    let id = 0;
    return {
      next: () => {
        price += Math.round((random() - 0.5) * 8);
        const count = random() < 0.8 ? 1 : 2 + Math.floor(random() * (MOST_ROWS - 1));
        const rows = [];
        const counts = [];
        for (let i = 0; i < count; i++) {
          id++;
          counts.unshift([358_794_100 + id, frames * MOST_ROWS], THIS);
          rows.unshift(
            `{"ts":"1790${slot(9)}","price":"${((price + i) / 10).toFixed(1)}","size":"${(random() * 3).toFixed(4)}",` +
              `"side":"${random() < 0.5 ? 'buy' : 'sell'}","tradeId":"12${CYCLE}${String(id).padStart(13, '0')}"}`,
          );
        }
        return { text: envelope('update', 'trade', symbol, rows.join(',')), rows: count, counts };
      },
    };
  },

  book: ({ symbol, index, frames, feed }) => {
    const walk = walkBook(300 + index, tickOf(index), frames, 200);
    // On some of Bitget's products the numbers are beyond 2^53.
    const head = index % 2 === 0 ? '1352182127' : '395';
    const withChecksum = feed === 'book-checksum';
    const numberOf = at => head + CYCLE + String((at + frames) % frames).padStart(5, '0');
    const countOf = at => (at < 0 ? THE_ONE_BEFORE : THIS);
    const rowOf = (sides, integrity) =>
      `{"asks":${JSON.stringify(sides.asks)},"bids":${JSON.stringify(sides.bids)},${integrity},"ts":"1790358794983"}`;
    const first = withChecksum ? `"checksum":0,"seq":${numberOf(-1)}` : `"seq":${numberOf(-1)},"pseq":0`;
    let at = 0;
    return {
      opening: { text: envelope('snapshot', 'books', symbol, rowOf(walk, first)), rows: 1, counts: [countOf(-1)] },
      next: () => {
        const delta = walk.deltas[at];
        const counts = withChecksum ? [THIS] : [THIS, countOf(at - 1)];
        const integrity = withChecksum
          ? `"checksum":${delta.checksum},"seq":${numberOf(at)}`
          : `"seq":${numberOf(at)},"pseq":${numberOf(at - 1)}`;
        at++;
        return { text: envelope('update', 'books', symbol, rowOf(delta, integrity)), rows: 1, counts };
      },
    };
  },
};

function envelope(action, channel, symbol, rows) {
  const arg = `{"instType":"USDT-FUTURES","channel":"${channel}","instId":"${symbol}"}`;
  return `{"action":"${action}","arg":${arg},"data":[${rows}],"ts":1790358794987}`;
}
