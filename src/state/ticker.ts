/**
 * Tickers: a whole one replaces, a patch merges.
 * @module
 */
import type { Doubt, Reset, Stamp, Ticker, TickerFields, TickerPatch } from '../model/market.js';
import { SequenceError } from '../model/errors.js';
import type { Reduced } from './reducer.js';

/** The ticker as it stands. */
export interface TickerState extends Reduced<Ticker> {
  readonly ticker: Ticker;
  /** True once a patch may have been lost, until the next whole ticker. */
  readonly isDoubted: boolean;
}

/**
 * Emits the whole ticker after each event. A field that a patch does not hold keeps its last value; one that it holds as
 * `undefined` is unknown from then on. `raw` and the times are those of the last event.
 *
 * Patches before any whole ticker are dropped: what they do not tell is not known.
 *
 * @throws SequenceError where a patch comes after a doubt: another one may be lost
 */
export function tickerReducer(
  state: TickerState | undefined,
  event: Ticker | TickerPatch | Reset | Doubt,
): TickerState | undefined {
  switch (event.type) {
    case 'reset':
      return undefined;
    case 'ticker':
      return stateOf(event);
    case 'doubt':
      return state === undefined ? state : { ...state, emit: NOTHING, isDoubted: true };
    case 'ticker-patch': {
      if (state?.isDoubted) throw doubted(event);
      return state === undefined ? state : stateOf(merged(state.ticker, event));
    }
  }
}

const NOTHING: readonly Ticker[] = [];

function stateOf(ticker: Ticker): TickerState {
  const emit = [ticker];
  return { emit, known: emit, ticker, isDoubted: false };
}

function doubted({ venue, market, symbol }: Stamp): SequenceError {
  return new SequenceError(`${venue} ${market} ${symbol}: ticker may miss a patch, a message was lost`, { venue });
}

/** Written one by one: to spread a second object takes several times as long. */
function merged(last: Ticker, { changes, timestamp, receivedAt, raw }: TickerPatch): Ticker {
  const next: { -readonly [F in keyof Ticker]: Ticker[F] } = { ...last };
  next.timestamp = timestamp;
  next.receivedAt = receivedAt;
  for (const field in changes) next[field as keyof TickerFields] = changes[field as keyof TickerFields];
  next.raw = raw;
  return next;
}
