/**
 * Candles: upsert by start time; each is told closed at most once, with its last values.
 * @module
 */
import { SequenceError } from '../model/errors.js';
import type { Candle, CandleRow, CandleSnapshot, Doubt, Reset } from '../model/market.js';
import type { Reduced } from './reducer.js';

/** The candles told, as `known`: each as it was told last, at most 1,000; the last one may be open. */
export interface CandlesState extends Reduced<Candle> {
  /** True after a break, until the venue has told the last candle again: its final values are unknown. */
  readonly isBroken: boolean;
}

/**
 * Emits candles oldest first, `closed` said: by the row where the venue says it, else by the start of a later one.
 *
 * - A snapshot tells what was not yet told: all but its last row closed, the last one open unless it says otherwise.
 * - A candle that is open when a snapshot comes without it is never told closed: its final values are unknown.
 * - A row of the latest candle is told if a number changed or if it says that the candle is closed.
 * - A row of a later one closes the latest first (with its last values and times), then is told itself.
 * - Rows of earlier candles, and of a candle that was told closed, are ignored.
 * - A reset keeps what was told. The candle that was open then is told closed only if the venue tells it again.
 *
 * @throws SequenceError at a doubt: the lost message may have held a candle's final values
 */
export function candlesReducer(
  state: CandlesState | undefined,
  event: CandleSnapshot | CandleRow | Reset | Doubt,
): CandlesState | undefined {
  switch (event.type) {
    case 'doubt':
      if (state === undefined || state.isBroken) return state;
      throw new SequenceError(`${nameOf(state)}: a candle may be lost`);
    case 'reset':
      return state === undefined || state.isBroken ? state : { emit: [], known: state.known, isBroken: true };
    case 'candle-row':
      return withRow(state, event);
    case 'candle-snapshot':
      return withSnapshot(state, event);
  }
}

const MOST_KNOWN = 1000;

function withRow(state: CandlesState | undefined, row: CandleRow): CandlesState | undefined {
  const last = state?.known.at(-1);
  const candle = candleOf(row, row.closed ?? false);
  if (state === undefined || last === undefined) return stateOf([], [candle], false);
  if (row.start > last.start) {
    const isEndKnown = !last.closed && !state.isBroken;
    return stateOf(state.known, isEndKnown ? [{ ...last, closed: true }, candle] : [candle], false);
  }
  if (row.start < last.start || last.closed) return state;
  if (!isSame(last, candle)) return stateOf(state.known, [candle], false);
  return state.isBroken ? stateOf(state.known, [], false) : state;
}

function withSnapshot(state: CandlesState | undefined, snapshot: CandleSnapshot): CandlesState | undefined {
  const rows = ordered(snapshot.rows);
  const known = state?.known ?? [];
  const last = known.at(-1);
  const emit: Candle[] = endings(known, last, rows);
  let isLastTold = false;
  for (const [index, row] of rows.entries()) {
    if (last !== undefined && row.start < last.start) continue;
    const candle = candleOf(row, index < rows.length - 1 || (row.closed ?? false));
    if (last !== undefined && row.start === last.start) {
      isLastTold = true;
      if (last.closed || isSame(last, candle)) continue;
    }
    emit.push(candle);
  }
  const isBroken = state?.isBroken === true && !isLastTold && emit.length === 0;
  return emit.length === 0 && state?.isBroken === isBroken ? state : stateOf(known, emit, isBroken);
}

/** The final values of candles that a break left open before the last one. */
function endings(known: readonly Candle[], last: Candle | undefined, rows: readonly CandleRow[]): Candle[] {
  return known
    .filter(candle => !candle.closed && candle !== last)
    .flatMap(open => rows.filter(row => row.start === open.start).map(row => candleOf(row, true)));
}

/** What is told of a candle that is known takes its place. */
function stateOf(known: readonly Candle[], emit: readonly Candle[], isBroken: boolean): CandlesState {
  const first = emit[0];
  if (first === undefined) return { emit, known, isBroken };
  const isNext = first.start > (known.at(-1)?.start ?? -Infinity);
  const kept = isNext ? known : known.filter(candle => emit.every(({ start }) => start !== candle.start));
  const next = kept.concat(emit);
  return { emit, known: (isNext ? next : next.sort((a, b) => a.start - b.start)).slice(-MOST_KNOWN), isBroken };
}

/** Oldest first, one row per start: the last one said. */
function ordered(rows: readonly CandleRow[]): readonly CandleRow[] {
  const isOrdered = rows.every((row, index) => index === 0 || (rows[index - 1]?.start ?? row.start) < row.start);
  if (isOrdered) return rows;
  const byStart = new Map(rows.map(row => [row.start, row]));
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}

function candleOf(row: CandleRow, closed: boolean): Candle {
  return {
    type: 'candle',
    venue: row.venue,
    market: row.market,
    symbol: row.symbol,
    timestamp: row.timestamp,
    receivedAt: row.receivedAt,
    interval: row.interval,
    start: row.start,
    open: row.open,
    high: row.high,
    low: row.low,
    close: row.close,
    volume: row.volume,
    turnover: row.turnover,
    closed,
    raw: row.raw,
  };
}

function isSame(a: Candle, b: Candle): boolean {
  return (
    a.close === b.close &&
    a.volume === b.volume &&
    a.high === b.high &&
    a.low === b.low &&
    a.open === b.open &&
    a.turnover === b.turnover &&
    a.closed === b.closed
  );
}

function nameOf({ known }: CandlesState): string {
  const last = known.at(-1);
  return last === undefined ? 'candles' : `${last.venue} ${last.market} ${last.symbol} ${last.interval}`;
}
