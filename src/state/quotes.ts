/**
 * Best bid and ask: each change is told, and late ones are dropped.
 * @module
 */
import type { Sequence } from '../model/decimal.js';
import { compareSequence } from '../model/decimal.js';
import type { Doubt, Quote, Reset } from '../model/market.js';
import { isNewer } from './is-newer.js';
import type { Reduced } from './reducer.js';

/** The last quote told, as `known`, and how far the venue's numbering has come. */
export interface QuotesState extends Reduced<Quote> {
  readonly sequence: Sequence | undefined;
}

/**
 * Emits a quote if a price or a size differs from the last one told. A quote whose sequence is lower than the last one is
 * stale unless its time is later: it changes nothing.
 */
export function quotesReducer(state: QuotesState | undefined, event: Quote | Reset | Doubt): QuotesState | undefined {
  if (event.type === 'reset') return undefined;
  if (event.type === 'doubt') return state;
  const mine = state?.sequence;
  const sequence = event.sequence ?? mine;
  const last = state?.known[0];
  const isLower = sequence !== undefined && mine !== undefined && compareSequence(sequence, mine) < 0;
  // A lower number with a later time is no late quote: the venue numbers anew.
  if (isLower && !isNewer(event.timestamp, last?.timestamp)) return state;
  if (state === undefined || last === undefined || !isSame(last, event)) {
    const emit = [event];
    return { emit, known: emit, sequence };
  }
  return sequence === mine ? state : { emit: [], known: state.known, sequence };
}

function isSame(last: Quote, next: Quote): boolean {
  return (
    last.bid === next.bid && last.ask === next.ask && last.bidSize === next.bidSize && last.askSize === next.askSize
  );
}
