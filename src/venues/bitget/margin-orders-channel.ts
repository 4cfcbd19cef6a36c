/**
 * Bitget's orders on cross margin.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Order } from '../../model/account.js';
import { isZeroDecimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { feesOf, idIfAny, nonZero, stampOf, timeIfAny } from './account-row.js';
import type { BitgetMarket } from './markets.js';
import { orderTypeOf, statusOf, timeInForceOf } from './order-words.js';
import { MarginOrderWire } from './order-schemas.js';
import type { MarginOrderRowWire } from './order-schemas.js';
import { privateTopicOf } from './private-topic.js';

/** Each change of an order of one symbol. */
export const marginOrders = defineChannel({
  kind: 'orders',
  docs: 'https://www.bitget.com/api-doc/margin/cross/websocket/private/Cross-Orders',
  markets: ['margin'],
  topic: (request: SymbolRequest<BitgetMarket>) =>
    privateTopicOf({ channel: 'orders-crossed', by: 'symbol', standing: 'never' }, request),
  wire: MarginOrderWire,
  normalise: ({ arg, data, ts }, context) => {
    const symbol = arg.instId ?? context.symbol;
    const rows = data.map(row => orderOf(row, symbol, ts, context));
    return rows.length === 0 ? [] : [{ type: 'order-update', ...stampOf(context, ts), whole: false, rows }];
  },
});

function orderOf(
  row: z.infer<typeof MarginOrderRowWire>,
  symbol: string,
  ts: number | undefined,
  context: ReadContext,
): Order {
  const updatedAt = timeIfAny(row.uTime, 'uTime');
  const orderType = orderTypeOf(row.orderType);
  const filled = decimalOf(row.baseVolume, 'baseVolume');
  const fees = (row.feeDetail ?? []).map(({ feeCoin, totalFee }) => ({ feeCoin, amount: totalFee }));
  const isForQuote = orderType === 'market' && row.side === 'buy';
  return {
    type: 'order',
    ...stampOf(context, updatedAt ?? ts),
    symbol,
    id: row.orderId,
    clientId: idIfAny(row.clientOid),
    side: row.side,
    orderType,
    price: orderType === 'market' ? undefined : decimalIfAny(row.price, 'price'),
    size: nonZero(row.baseSize, 'baseSize'),
    // Limit orders tell what they are worth in the same field.
    quoteSize: isForQuote ? nonZero(row.quoteSize, 'quoteSize') : undefined,
    filled,
    averagePrice: nonZero(row.fillPrice, 'fillPrice'),
    status: statusOf(row.status),
    timeInForce: timeInForceOf(row.force),
    reduceOnly: undefined,
    positionSide: undefined,
    fees: isZeroDecimal(filled) ? [] : feesOf(fees, 'positive'),
    createdAt: timeIfAny(row.cTime, 'cTime'),
    updatedAt,
    raw: row,
  };
}
