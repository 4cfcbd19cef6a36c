/**
 * Bybit's orders.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Order } from '../../model/account.js';
import { compareDecimal, isZeroDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { orderFeesOf } from './private-fees.js';
import { OrderWire } from './private-order-schemas.js';
import type { OrderRowWire } from './private-order-schemas.js';
import { orderTypeOf, statusOf, timeInForceOf } from './private-order-words.js';
import type { Filled } from './private-order-words.js';
import { idIfAny, nonZero, positionSideOf, sideOf, stampOf, timeIfAny } from './private-row.js';
import { isWanted, privateTopicOf } from './private-topic.js';

type OrderRow = z.infer<typeof OrderRowWire>;

/**
 * Each change of an order; Bybit tells none of those that stood before. A filled order is told twice where somebody tried to
 * cancel it too late.
 */
export const orders = defineChannel({
  kind: 'orders',
  docs: 'https://bybit-exchange.github.io/docs/v5/websocket/private/order',
  markets: tradedMarkets,
  topic: (_: SymbolRequest<TradedMarket>) => privateTopicOf('order'),
  wire: OrderWire,
  normalise: ({ data, creationTime }, context) => {
    const timestamp = timeIfAny(creationTime, 'creationTime');
    const rows = data.filter(row => isWanted(context, row)).map(row => orderOf(row, timestamp, context));
    return rows.length === 0 ? [] : [{ type: 'order-update', ...stampOf(context, timestamp), whole: false, rows }];
  },
});

function orderOf(row: OrderRow, timestamp: number | undefined, context: ReadContext): Order {
  const orderType = orderTypeOf(row.orderType);
  const executed = decimalIfAny(row.cumExecQty, 'cumExecQty') ?? '0';
  const isTouched = !isZeroDecimal(executed);
  const sizes = sizesOf(row);
  const updatedAt = timeIfAny(row.updatedTime, 'updatedTime');
  return {
    type: 'order',
    ...stampOf(context, updatedAt ?? timestamp),
    symbol: row.symbol,
    id: row.orderId,
    clientId: idIfAny(row.orderLinkId),
    side: sideOf(row.side),
    orderType,
    // Of market orders it is the price at which Bybit stops them.
    price: orderType === 'market' ? undefined : decimalIfAny(row.price, 'price'),
    ...sizes,
    filled: isTouched && row.category === 'inverse' ? decimalOf(row.cumExecValue ?? '', 'cumExecValue') : executed,
    averagePrice: nonZero(row.avgPrice, 'avgPrice'),
    status: statusOf(row.orderStatus, isTouched ? filledOf(sizes.size, executed) : 'nothing'),
    timeInForce: timeInForceOf(row.timeInForce),
    reduceOnly: context.market === 'spot' ? undefined : row.reduceOnly,
    positionSide: positionSideOf(row.positionIdx),
    fees: isTouched ? orderFeesOf(row) : [],
    createdAt: timeIfAny(row.createdTime, 'createdTime'),
    updatedAt,
    raw: row,
  };
}

/**
 * Inverse contracts are one USD each: an order for so many is one for an amount of quote. Market orders on spot are for quote
 * or for base, as `marketUnit` says; where it is silent, buys are for quote.
 */
function sizesOf({ category, orderType, side, marketUnit, qty }: OrderRow): Pick<Order, 'size' | 'quoteSize'> {
  const told = decimalIfAny(qty, 'qty');
  const isMarket = category === 'spot' && orderType === 'Market';
  const isSilent = marketUnit === undefined || marketUnit === '';
  const isQuote = category === 'inverse' || (isMarket && (isSilent ? side === 'Buy' : marketUnit === 'quoteCoin'));
  return isQuote ? { size: undefined, quoteSize: told } : { size: told, quoteSize: undefined };
}

function filledOf(size: Decimal | undefined, executed: Decimal): Filled {
  return size !== undefined && compareDecimal(executed, size) >= 0 ? 'all' : 'some';
}
