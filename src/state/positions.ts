/**
 * Positions: upsert by symbol, side and margin mode; what is zero, or missing in a whole set, is gone.
 * @module
 */
import type { AccountStamp, Position, PositionUpdate, Positions } from '../model/account.js';
import { isZeroDecimal } from '../model/decimal.js';
import type { Doubt, Reset } from '../model/market.js';
import { isFarBack } from './clock-back.js';
import type { Reduced } from './reducer.js';

/** The open positions. */
export interface PositionsState extends Reduced<Positions> {
  /** By symbol, then long before short, then cross before isolated; each as it was told when it last changed. */
  readonly open: readonly Position[];
  /** The positions that were last told flat or gone, at most 500, oldest first, by key: late rows do not reopen them. */
  readonly gone: ReadonlyMap<string, Position>;
  /** The time of the latest update that was taken. */
  readonly at: number | undefined;
  /** An update from far before that, until the next one shows whether it was late, or the venue's clock went back. */
  readonly held: PositionUpdate | undefined;
}

/**
 * Emits the open positions after each update that changes one.
 *
 * - A row that says what is known changes nothing. Of several rows of one position in one update the latest holds.
 * - A row of size zero closes its position: that row is among `closed`. What a whole update leaves out is gone too: it is
 *   among `closed` as it was told last. What was not open is not told closed.
 * - Where the update is not whole, a row that is earlier by `updatedAt` than what is known changes nothing, also where that
 *   is a row of size zero, or one of a position that a whole update left out.
 * - An update by seconds earlier than the last one is held back: where the next one is so, too, the venue's clock has gone
 *   back, and both are taken in the order of their arrival; else it was late, and is dropped.
 * - The first update is told in any case, also an empty one. A doubt changes nothing: amounts are absolute.
 */
export function positionsReducer(
  state: PositionsState | undefined,
  event: PositionUpdate | Reset | Doubt,
): PositionsState | undefined {
  switch (event.type) {
    case 'reset':
      return undefined;
    case 'doubt':
      return state;
    case 'position-update':
      return inOrderOfTime(state, event);
  }
}

const MOST_GONE = 500;

function inOrderOfTime(state: PositionsState | undefined, update: PositionUpdate): PositionsState {
  if (state === undefined || update.whole || !isFarBack(update.timestamp, state.at)) {
    return withUpdate(state, update);
  }
  if (state.held === undefined) return { ...state, emit: NOTHING, held: update };
  const before = withUpdate(state, state.held);
  const after = withUpdate(before, update);
  return { ...after, emit: [...before.emit, ...(after === before ? NOTHING : after.emit)] };
}

function withUpdate(state: PositionsState | undefined, update: PositionUpdate): PositionsState {
  const open = new Map((state?.open ?? []).map(position => [keyOf(position), position]));
  const gone = new Map(state?.gone);
  const rows = latest(update.rows);
  const changed: Position[] = [];
  const closed: Position[] = [];
  const leave = (key: string, position: Position): void => {
    // The one that left last stands last.
    gone.delete(key);
    gone.set(key, position);
  };
  for (const [key, row] of rows) {
    const known = open.get(key) ?? (update.whole ? undefined : gone.get(key));
    if (known !== undefined && (isSame(known, row) || isLate(row, known, update))) continue;
    if (!isZeroDecimal(row.size)) {
      gone.delete(key);
      open.set(key, row);
      changed.push(row);
      continue;
    }
    leave(key, row);
    if (open.delete(key)) closed.push(row);
  }
  if (update.whole) {
    for (const [key, position] of open) {
      if (rows.has(key)) continue;
      open.delete(key);
      leave(key, position);
      closed.push(position);
    }
  }
  for (const key of gone.keys()) {
    if (gone.size <= MOST_GONE) break;
    gone.delete(key);
  }
  if (state !== undefined && changed.length === 0 && closed.length === 0) return remembering(state, gone, update);
  return stateOf(update, [...open.values()].sort(inOrder), changed, closed, gone);
}

/** What is flat as before is not told, but when it was told so last is remembered. */
function remembering(
  state: PositionsState,
  gone: ReadonlyMap<string, Position>,
  { timestamp }: PositionUpdate,
): PositionsState {
  const isSameGone = gone.size === state.gone.size && [...gone].every(([key, row]) => state.gone.get(key) === row);
  // A time that is a little later is not worth another state: every message would make one.
  const isSameTime = state.held === undefined && !isFarBack(timestamp, state.at) && !isFarBack(state.at, timestamp);
  if (isSameGone && isSameTime) return state;
  return { ...state, emit: NOTHING, gone, at: timestamp ?? state.at, held: undefined };
}

const NOTHING: readonly Positions[] = [];

/** One row per position. */
function latest(rows: readonly Position[]): ReadonlyMap<string, Position> {
  const byKey = new Map<string, Position>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = byKey.get(key);
    if (known === undefined || !isEarlier(row, known)) byKey.set(key, row);
  }
  return byKey;
}

function stateOf(
  stamp: AccountStamp,
  open: readonly Position[],
  changed: readonly Position[],
  closed: readonly Position[],
  gone: ReadonlyMap<string, Position>,
): PositionsState {
  const { venue, market, timestamp, receivedAt } = stamp;
  const known: Positions = { type: 'positions', venue, market, timestamp, receivedAt, open, changed: [], closed: [] };
  return { emit: [{ ...known, changed, closed }], known: [known], open, gone, at: timestamp, held: undefined };
}

function keyOf({ symbol, side, marginMode }: Position): string {
  return `${symbol} ${side} ${marginMode ?? ''}`;
}

/** By code units, not by a locale: the same everywhere. */
function inOrder(a: Position, b: Position): number {
  if (a.symbol !== b.symbol) return a.symbol < b.symbol ? -1 : 1;
  if (a.side !== b.side) return a.side < b.side ? -1 : 1;
  return (a.marginMode ?? '') < (b.marginMode ?? '') ? -1 : 1;
}

/** What is known from before the venue's clock went back is later than anything, and says nothing. */
function isLate(row: Position, known: Position, { whole, timestamp }: PositionUpdate): boolean {
  return !whole && isEarlier(row, known) && !isFarBack(timestamp, known.updatedAt);
}

function isEarlier(row: Position, known: Position): boolean {
  return row.updatedAt !== undefined && known.updatedAt !== undefined && row.updatedAt < known.updatedAt;
}

/** Whether two rows of one position say the same, whenever they came. */
function isSame(last: Position, next: Position): boolean {
  return (
    last.size === next.size &&
    last.available === next.available &&
    last.entryPrice === next.entryPrice &&
    last.markPrice === next.markPrice &&
    last.liquidationPrice === next.liquidationPrice &&
    last.leverage === next.leverage &&
    last.marginAsset === next.marginAsset &&
    last.margin === next.margin &&
    last.unrealizedPnl === next.unrealizedPnl &&
    last.realizedPnl === next.realizedPnl &&
    last.createdAt === next.createdAt &&
    last.updatedAt === next.updatedAt
  );
}
