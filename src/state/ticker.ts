/**
 * Tickers: a whole one replaces, a patch merges.
 * @module
 */
import type { Doubt, Reset, Stamp, Ticker, TickerFields, TickerPatch } from '../model/market.js';
import { SequenceError } from '../model/errors.js';
import type { Reduced } from './reducer.js';

/** The ticker as far as it is known; not told before it says a price. */
export interface TickerState extends Reduced<Ticker> {
  readonly ticker: Ticker;
  /** True once a patch may have been lost, until the next whole ticker. */
  readonly isDoubted: boolean;
}

/**
 * Emits the whole ticker after each event. A field that a patch does not tell (absent or undefined) keeps its last value.
 *
 * Patches before any whole ticker are merged and held back until `price`, `bid` or `ask` is known; a whole ticker is told
 * whatever it lacks. `raw` and the times are those of the last event.
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
      return stateOf(event, true);
    case 'doubt':
      return state === undefined ? state : { ...state, emit: NOTHING, isDoubted: true };
    case 'ticker-patch': {
      if (state?.isDoubted) throw doubted(event);
      const ticker = merged(state?.ticker, event.changes, event, event.raw);
      const isTold = ticker.price !== undefined || ticker.bid !== undefined || ticker.ask !== undefined;
      return stateOf(ticker, isTold || state?.known.length === 1);
    }
  }
}

const NOTHING: readonly Ticker[] = [];

function stateOf(ticker: Ticker, isTold: boolean): TickerState {
  const emit = isTold ? [ticker] : NOTHING;
  return { emit, known: emit, ticker, isDoubted: false };
}

function doubted({ venue, market, symbol }: Stamp): SequenceError {
  return new SequenceError(`${venue} ${market} ${symbol}: ticker may miss a patch, a message was lost`, { venue });
}

/** Spelled out, so that all tickers have one shape. */
function merged(last: Ticker | undefined, changes: Partial<TickerFields>, stamp: Stamp, raw: unknown): Ticker {
  return {
    type: 'ticker',
    venue: stamp.venue,
    market: stamp.market,
    symbol: stamp.symbol,
    timestamp: stamp.timestamp,
    receivedAt: stamp.receivedAt,
    price: changes.price ?? last?.price,
    bid: changes.bid ?? last?.bid,
    bidSize: changes.bidSize ?? last?.bidSize,
    ask: changes.ask ?? last?.ask,
    askSize: changes.askSize ?? last?.askSize,
    open24h: changes.open24h ?? last?.open24h,
    high24h: changes.high24h ?? last?.high24h,
    low24h: changes.low24h ?? last?.low24h,
    change24h: changes.change24h ?? last?.change24h,
    volume24h: changes.volume24h ?? last?.volume24h,
    turnover24h: changes.turnover24h ?? last?.turnover24h,
    openUtc: changes.openUtc ?? last?.openUtc,
    changeUtc: changes.changeUtc ?? last?.changeUtc,
    markPrice: changes.markPrice ?? last?.markPrice,
    indexPrice: changes.indexPrice ?? last?.indexPrice,
    fundingRate: changes.fundingRate ?? last?.fundingRate,
    nextFundingTime: changes.nextFundingTime ?? last?.nextFundingTime,
    openInterest: changes.openInterest ?? last?.openInterest,
    raw,
  };
}
