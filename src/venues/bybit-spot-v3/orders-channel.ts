/**
 * The stream's orders.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Fee, Order } from '../../model/account.js';
import { compareDecimal, divideDecimal, isZeroDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { docs } from './docs.js';
import { orderTypeOf, sideOf, statusOf, timeInForceOf } from './order-words.js';
import { OrderWire } from './private-schemas.js';
import type { OrderRowWire } from './private-schemas.js';
import { markets } from './symbols.js';
import { timeOf } from './time.js';
import { isWanted, privateTopic } from './topic.js';

type OrderRow = z.infer<typeof OrderRowWire>;

/** Each change of an order; none of those that stood before. Those that wait for a price are of `stopOrder`. */
export const orders = defineChannel({
  kind: 'orders',
  docs,
  markets,
  topic: (_request: SymbolRequest<'spot'>) => privateTopic('order'),
  wire: OrderWire,
  normalise: ({ data, ts }, context) => {
    const { venue, market, receivedAt } = context;
    const rows = data.filter(row => isWanted(context, row.s)).map(row => orderOf(row, context));
    if (rows.length === 0) return [];
    return [{ type: 'order-update', venue, market, timestamp: timeOf(ts, 'ts'), receivedAt, whole: false, rows }];
  },
});

function orderOf(row: OrderRow, { venue, market, receivedAt }: ReadContext): Order {
  const orderType = orderTypeOf(row.o);
  const spends = row.o === 'MARKET_OF_QUOTE';
  const asked = decimalOf(row.q, 'q');
  const filled = decimalOf(row.z, 'z');
  const updatedAt = timeOf(row.E, 'E');
  return {
    type: 'order',
    venue,
    market,
    symbol: row.s,
    timestamp: updatedAt,
    receivedAt,
    id: row.i,
    clientId: row.c === '' ? undefined : row.c,
    side: sideOf(row.S),
    orderType,
    price: orderType === 'market' ? undefined : decimalOf(row.p, 'p'),
    size: spends ? undefined : asked,
    quoteSize: spends ? asked : undefined,
    filled,
    averagePrice: divideDecimal(decimalOf(row.Z, 'Z'), filled),
    status: statusOf(row.X, !isZeroDecimal(filled)),
    timeInForce: timeInForceOf(row.o, row.f),
    reduceOnly: undefined,
    positionSide: undefined,
    fees: feesOf(row, filled),
    createdAt: timeOf(row.O, 'O'),
    updatedAt,
    raw: row,
  };
}

/** The wire tells the fee of the last fill only: it is that of the order as long as there was no other. */
function feesOf({ l, n, N }: OrderRow, filled: Decimal): readonly Fee[] {
  const last = decimalIfAny(l, 'l');
  const amount = decimalIfAny(n, 'n');
  if (last === undefined || amount === undefined || N === undefined || N === '') return [];
  return isZeroDecimal(filled) || compareDecimal(last, filled) !== 0 ? [] : [{ asset: N.toUpperCase(), amount }];
}
