/**
 * Orders: upsert by id, the latest by the venue's time holds; final ones leave.
 * @module
 */
import type { AccountStamp, Fee, Order, OrderUpdate, Orders } from '../model/account.js';
import { compareDecimal } from '../model/decimal.js';
import type { Doubt, Reset } from '../model/market.js';
import { isFarBack } from './clock-back.js';
import type { Reduced } from './reducer.js';

/** The open orders, and what is remembered of those that left. */
export interface OrdersState extends Reduced<Orders> {
  /** By id. */
  readonly open: Readonly<Record<string, Order>>;
  /** The orders that left last, at most 500, oldest first, by id, as they were told last: late rows do not reopen them. */
  readonly gone: ReadonlyMap<string, Order>;
}

/**
 * Emits the open orders after each update that changes one, with the rows that did so as `changed`, in their order.
 *
 * - A row holds against what is known of its order if it is later by `updatedAt`. At the same time, or where one is not
 *   told, or the update is told seconds before what is known of the order (the venue's clock has gone back), it holds if it is final and the known one is not; never the reverse; else if it differs and no less is filled.
 * - An order that is filled, cancelled, rejected or expired leaves `open`.
 * - A whole update also takes away the open orders that are not among its rows; they are not among `changed`.
 * - The first update is told in any case. A doubt changes nothing.
 */
export function ordersReducer(
  state: OrdersState | undefined,
  event: OrderUpdate | Reset | Doubt,
): OrdersState | undefined {
  switch (event.type) {
    case 'reset':
      return undefined;
    case 'doubt':
      return state;
    case 'order-update':
      return withUpdate(state, event);
  }
}

const MOST_GONE = 500;

function withUpdate(state: OrdersState | undefined, update: OrderUpdate): OrdersState {
  const open = new Map(Object.entries(state?.open ?? {}));
  const gone = new Map(state?.gone);
  const absent = new Set(update.whole ? open.keys() : []);
  const changed: Order[] = [];
  for (const row of update.rows) {
    const { id } = row;
    absent.delete(id);
    const known = open.get(id) ?? gone.get(id);
    const order = known === undefined || holdsAgainst(known, row, update.timestamp) ? row : known;
    // An order that left without a final row is open again where a whole update names it.
    const isBack = update.whole && !isFinal(order) && !open.has(id);
    if (order === known && !isBack) continue;
    changed.push(order);
    open.delete(id);
    gone.delete(id);
    (isFinal(order) ? gone : open).set(id, order);
  }
  if (state !== undefined && changed.length === 0 && absent.size === 0) return state;
  for (const id of absent) {
    gone.set(id, open.get(id) as Order);
    open.delete(id);
  }
  for (const id of gone.keys()) {
    if (gone.size <= MOST_GONE) break;
    gone.delete(id);
  }
  return stateOf(update, Object.fromEntries(open), gone, changed);
}

function stateOf(
  stamp: AccountStamp,
  open: Readonly<Record<string, Order>>,
  gone: ReadonlyMap<string, Order>,
  changed: readonly Order[],
): OrdersState {
  const { venue, market, timestamp, receivedAt } = stamp;
  const known: Orders = { type: 'orders', venue, market, timestamp, receivedAt, open, changed: [] };
  return { emit: [{ ...known, changed }], known: [known], open, gone };
}

function isFinal({ status }: Order): boolean {
  return status !== 'open' && status !== 'partially-filled';
}

function holdsAgainst(known: Order, row: Order, told: number | undefined): boolean {
  const { updatedAt } = row;
  const isTimed = updatedAt !== undefined && known.updatedAt !== undefined && !isFarBack(told, known.updatedAt);
  if (isTimed && updatedAt !== known.updatedAt) return updatedAt > known.updatedAt;
  if (isFinal(row) !== isFinal(known)) return isFinal(row);
  return compareDecimal(row.filled, known.filled) >= 0 && !isSame(known, row);
}

/** Whether two rows of one order say the same, whenever they came. */
function isSame(last: Order, next: Order): boolean {
  return (
    last.status === next.status &&
    last.filled === next.filled &&
    last.price === next.price &&
    last.size === next.size &&
    last.quoteSize === next.quoteSize &&
    last.averagePrice === next.averagePrice &&
    last.clientId === next.clientId &&
    last.side === next.side &&
    last.orderType === next.orderType &&
    last.timeInForce === next.timeInForce &&
    last.reduceOnly === next.reduceOnly &&
    last.positionSide === next.positionSide &&
    last.createdAt === next.createdAt &&
    last.updatedAt === next.updatedAt &&
    areSame(last.fees, next.fees)
  );
}

function areSame(last: readonly Fee[], next: readonly Fee[]): boolean {
  return (
    last.length === next.length &&
    last.every((fee, index) => fee.asset === next[index]?.asset && fee.amount === next[index].amount)
  );
}
