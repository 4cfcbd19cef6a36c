/**
 * Backpack's orders.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Fee, Order } from '../../model/account.js';
import { compareDecimal, divideDecimal, isDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { amountIfAny, amountOf, nonZero, sideOf, stampOf } from './account-row.js';
import { pageOf } from './docs.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { orderTypeOf, statusOf, timeInForceOf } from './order-words.js';
import { OrderWire } from './private-schemas.js';
import type { OrderRowWire } from './private-schemas.js';
import { isWanted, privateTopicOf } from './private-topic.js';
import { digitsOf } from './time.js';

type OrderRow = z.infer<typeof OrderRowWire>;

/** Each event of an order; Backpack tells none of those that stood before. */
export const orders = defineChannel({
  kind: 'orders',
  docs: pageOf('Private/Order-update'),
  markets: tradedMarkets,
  topic: ({ symbol }: SymbolRequest<TradedMarket>) => privateTopicOf('account.orderUpdate', symbol, { bySymbol: true }),
  wire: OrderWire,
  normalise: ({ data }, context) =>
    isWanted(context, data.s)
      ? [{ type: 'order-update', ...stampOf(context, data.T), whole: false, rows: [orderOf(data, context)] }]
      : [],
});

function orderOf(row: OrderRow, context: ReadContext): Order {
  const stamp = stampOf(context, row.T);
  const orderType = orderTypeOf(row.o);
  const filled = amountOf(row.z, 'z');
  return {
    type: 'order',
    ...stamp,
    symbol: row.s,
    id: digitsOf(row.i, 'i'),
    clientId: row.c === undefined || row.c === null ? undefined : String(row.c),
    side: sideOf(row.S),
    orderType,
    price: orderType === 'market' ? undefined : amountIfAny(row.p, 'p'),
    ...sizeOf(row),
    filled,
    averagePrice: divideDecimal(amountOf(row.Z, 'Z'), filled),
    status: statusOf(row.X),
    timeInForce: timeInForceOf(row.f, row.y === true),
    reduceOnly: context.market === 'spot' ? undefined : (row.r ?? undefined),
    positionSide: undefined,
    fees: feesOf(row, filled),
    createdAt: undefined,
    updatedAt: stamp.timestamp,
    raw: row,
  };
}

/** A fill tells its own fee, and nothing the sum of all: that is known as long as one fill made all of the order. */
function feesOf({ l, n, N }: OrderRow, filled: Decimal): readonly Fee[] {
  const last = amountIfAny(l, 'l');
  const amount = amountIfAny(n, 'n');
  const isWhole = last !== undefined && compareDecimal(last, filled) === 0;
  return isWhole && amount !== undefined && typeof N === 'string' ? [{ asset: N, amount }] : [];
}

/**
 * What is asked for. Orders that wait for a price have a quantity of zero, and theirs beside it, which may be a share ("80%")
 * of what there will be. `Q` is the value of most orders; it is what is asked for only where nothing else is.
 */
function sizeOf({ q, Q, Y }: OrderRow): Pick<Order, 'size' | 'quoteSize'> {
  const told = nonZero(q, 'q');
  if (told !== undefined) return { size: told, quoteSize: undefined };
  const quoteSize = nonZero(Q, 'Q');
  if (quoteSize !== undefined) return { size: undefined, quoteSize };
  const waiting = String(Y ?? '');
  return { size: isDecimal(waiting) ? waiting : undefined, quoteSize: undefined };
}
