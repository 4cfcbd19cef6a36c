/**
 * BGE's orders.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Order, OrderUpdate } from '../../model/account.js';
import { divideDecimal, isZeroDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { privatePage } from './docs.js';
import { orderTypeOf, statusOf } from './order-words.js';
import { OrdersWire } from './private-schemas.js';
import type { OrderRowWire } from './private-schemas.js';
import { ordersTopic } from './private-topic.js';
import { markets } from './symbols.js';

type OrderRow = z.infer<typeof OrderRowWire>;

/** Of a product all open orders first, then each change; of all products changes only. */
export const orders = defineChannel({
  kind: 'orders',
  docs: privatePage,
  markets,
  topic: ordersTopic,
  wire: OrdersWire,
  normalise: ({ data, event, ts: timestamp }, { venue, market, receivedAt }): readonly OrderUpdate[] => {
    const stamp = { venue, market, timestamp, receivedAt };
    const rows = data.map(row => ({ ...stamp, ...orderOf(row) }));
    // The answer to a question has all open ones.
    return [{ type: 'order-update', ...stamp, whole: event !== undefined, rows }];
  },
});

function orderOf(row: OrderRow): Omit<Order, 'venue' | 'market' | 'timestamp' | 'receivedAt'> {
  const orderType = orderTypeOf(row.type);
  const filled = decimalOf(row.filled_amount, 'filled_amount');
  const amounts = amountsOf(row, orderType);
  return {
    type: 'order',
    symbol: row.product.toUpperCase(),
    id: idOf(row),
    clientId: row.client_oid === undefined || NO_ID.has(row.client_oid) ? undefined : row.client_oid,
    side: row.side,
    orderType,
    price: orderType === 'market' ? undefined : decimalIfAny(row.price, 'price'),
    ...amounts,
    filled,
    averagePrice: divideDecimal(decimalOf(row.filled_size, 'filled_size'), filled),
    status: statusOf(String(row.status), filled, amounts.size),
    timeInForce: undefined,
    reduceOnly: undefined,
    positionSide: undefined,
    fees: [],
    createdAt: undefined,
    updatedAt: undefined,
    raw: row,
  };
}

/** What the venue writes where the account gave none. */
const NO_ID: ReadonlySet<string> = new Set(['', '0']);

function idOf({ order_id: id, orders_id: other }: OrderRow): string {
  const found = id ?? other;
  if (found === undefined || found === '') throw new RangeError('order_id is missing');
  return found;
}

/** Of market buys the amount of quote counts; elsewhere `funds` was seen to hold anything. */
function amountsOf({ side, size, funds }: OrderRow, orderType: Order['orderType']): Pick<Order, 'size' | 'quoteSize'> {
  const quoteSize = decimalIfAny(funds, 'funds');
  if (orderType === 'market' && side === 'buy' && isSome(quoteSize)) return { size: undefined, quoteSize };
  return { size: decimalIfAny(size, 'size'), quoteSize: undefined };
}

function isSome(amount: Decimal | undefined): boolean {
  return amount !== undefined && !isZeroDecimal(amount);
}
