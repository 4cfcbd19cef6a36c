/**
 * Trades: each is passed on; those without an id are not told again where a new epoch begins with them.
 * @module
 */
import type { Doubt, Reset, Trade } from '../model/market.js';
import type { Reduced } from './reducer.js';

/** What is remembered of trades without ids. */
export interface TradesState extends Reduced<Trade> {
  /** The trades of the last ms that was told; undefined where they have ids. */
  readonly last: readonly Trade[] | undefined;
  /** After a break: those of `last` that the venue has not told again yet; undefined once something new came. */
  readonly again: readonly Trade[] | undefined;
}

/**
 * Emits each trade as it comes; whoever owns the subscription drops those by id that were told before a reset.
 *
 * Trades without an id that come after a reset are told only if they are new: later than the last one told, or of the same
 * ms and one more than were told of that side, price and size. Trades without a time are told in any case.
 */
export function tradesReducer(state: TradesState | undefined, event: Trade | Reset | Doubt): TradesState | undefined {
  switch (event.type) {
    case 'doubt':
      return state;
    case 'reset':
      return state?.last === undefined ? undefined : { ...state, emit: NOTHING, again: state.last };
    case 'trade':
      return event.id === undefined && event.timestamp !== undefined
        ? withoutId(state, event, event.timestamp)
        : { emit: [event], known: NOTHING, last: undefined, again: undefined };
  }
}

const NOTHING: readonly never[] = [];

function withoutId(state: TradesState | undefined, trade: Trade, time: number): TradesState {
  const last = state?.last ?? NOTHING;
  const lastTime = last[0]?.timestamp ?? -Infinity;
  const again = state?.again;
  if (state !== undefined && again !== undefined && time <= lastTime) {
    if (time < lastTime) return state;
    const index = again.findIndex(told => isEqual(told, trade));
    if (index !== -1)
      return {
        ...state,
        emit: NOTHING,
        again: again.filter((_, i) => i !== index),
      };
  }
  const emit = [trade];
  if (time > lastTime) return { emit, known: NOTHING, last: emit, again: undefined };
  return {
    emit,
    known: NOTHING,
    last: time === lastTime ? [...last, trade] : last,
    again,
  };
}

function isEqual(a: Trade, b: Trade): boolean {
  return a.price === b.price && a.size === b.size && a.side === b.side;
}
