/**
 * Reducers of what some venues tell by itself and others in a ticker, whole or in patches.
 * @module
 */
import type { Doubt, Reset, Ticker, TickerPatch } from '../model/market.js';
import type { Reduced } from './reducer.js';
import { tickerReducer } from './ticker.js';
import type { TickerState } from './ticker.js';

/** The value as it was told last, and the ticker that it is read from. */
export interface TickerPartState<V> extends Reduced<V> {
  readonly ticker: TickerState | undefined;
}

type Event<V> = V | Ticker | TickerPatch | Reset | Doubt;

/**
 * Makes a reducer that emits a value if it differs from the last one told, wherever it comes from. What a ticker does not
 * tell any more is known no more: newcomers are not told it, and it is told again when it comes back.
 *
 * @param partOf - the value in a ticker; undefined where the ticker does not (yet) tell it
 * @param isSame - whether the second value says the same as the first, whatever their times
 */
export function tickerPart<V extends { readonly type: string }>(
  partOf: (ticker: Ticker) => V | undefined,
  isSame: (last: V, next: V) => boolean,
): (state: TickerPartState<V> | undefined, event: Event<V>) => TickerPartState<V> | undefined {
  return (state, event) => {
    if (!isOfTicker(event)) return tell(state, state?.ticker, event, isSame);
    const ticker = tickerReducer(state?.ticker, event);
    if (event.type === 'reset' || ticker === undefined) return event.type === 'reset' ? undefined : state;
    if (event.type === 'doubt') return { emit: [], known: state?.known ?? [], ticker };
    const value = partOf(ticker.ticker);
    return value === undefined ? { emit: [], known: [], ticker } : tell(state, ticker, value, isSame);
  };
}

function isOfTicker<V extends { readonly type: string }>(
  event: Event<V>,
): event is Ticker | TickerPatch | Reset | Doubt {
  const { type } = event;
  return type === 'ticker' || type === 'ticker-patch' || type === 'reset' || type === 'doubt';
}

function tell<V>(
  state: TickerPartState<V> | undefined,
  ticker: TickerState | undefined,
  value: V,
  isSame: (last: V, next: V) => boolean,
): TickerPartState<V> {
  const last = state?.known[0];
  if (state !== undefined && last !== undefined && isSame(last, value)) {
    return ticker === state.ticker ? state : { emit: [], known: state.known, ticker };
  }
  const emit = [value];
  return { emit, known: emit, ticker };
}
