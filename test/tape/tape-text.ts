/**
 * Tapes that are written by hand.
 * @module
 */
import { tapeLine } from '../../src/tape/format.js';
import type { TapeEvent } from '../../src/tape/format.js';
import { parseTape } from '../../src/tape/parse-tape.js';
import type { Tape } from '../../src/tape/parse-tape.js';

/** When the tapes begin. */
export const START = 1_700_000_000_000;

type Told = TapeEvent extends infer E ? (E extends TapeEvent ? Omit<E, 'at'> & { readonly at: number } : never) : never;

/** Writes a tape whose times are ms since its beginning. */
export function tapeText(events: readonly Told[], whole = true): string {
  const header: TapeEvent = { type: 'tape', version: 1, at: START, library: 'test' };
  const last = events.at(-1)?.at ?? 0;
  return [
    header,
    ...events.map(event => ({ ...event, at: START + event.at })),
    ...(whole ? [{ type: 'end', at: START + last + 100 } as const] : []),
  ]
    .map(event => `${tapeLine(event)}\n`)
    .join('');
}

/** Reads one. */
export function tapeOf(events: readonly Told[]): Tape {
  return parseTape(() => [tapeText(events)]);
}

const topic = (symbol: string): object => ({ instType: 'SPOT', channel: 'ticker', instId: symbol });

const row = {
  ...{ instId: 'BTCUSDT', bidPr: '1', askPr: '2', bidSz: '1', askSz: '1', open24h: '1', high24h: '1', low24h: '1' },
  ...{ change24h: '0', baseVolume: '1', quoteVolume: '1', openUtc: '1', changeUtc24h: '0' },
};

/** A connection to the public door, open at 10 ms, with a ticker of BTCUSDT whose prices come when they are said to. */
export function tickerTape(
  prices: readonly (readonly [at: number, price: number])[],
  url = 'wss://ws.bitget.com/v2/ws/public',
): readonly Told[] {
  return [
    { type: 'dial', at: 0, connection: 1, url },
    { type: 'open', at: 10, connection: 1 },
    { type: 'sent', at: 11, connection: 1 },
    {
      ...{ type: 'frame', at: 20, connection: 1 },
      text: JSON.stringify({ event: 'subscribe', arg: topic('BTCUSDT') }),
    },
    ...prices.map(([at, price]) => ({
      ...({ type: 'frame', at, connection: 1 } as const),
      text: JSON.stringify({
        action: 'snapshot',
        arg: topic('BTCUSDT'),
        data: [{ ...row, lastPr: String(price), ts: String(START + at) }],
        ts: START + at,
      }),
    })),
  ];
}
