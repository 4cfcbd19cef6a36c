/**
 * Bitget's orders on spot and futures, and the channel of all product lines.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Order } from '../../model/account.js';
import { isZeroDecimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { feesOf, idIfAny, nonZero, stampOf, timeIfAny } from './account-row.js';
import { marginOrders } from './margin-orders-channel.js';
import { instTypes, tradedMarkets } from './markets.js';
import type { BitgetMarket } from './markets.js';
import { orderTypeOf, statusOf, timeInForceOf } from './order-words.js';
import { OrderWire } from './order-schemas.js';
import type { OrderRowWire } from './order-schemas.js';
import { isWanted, privateTopicOf } from './private-topic.js';

const docs = 'https://www.bitget.com/api-doc/spot/websocket/private/Order-Channel';

type OrderRow = z.infer<typeof OrderRowWire>;

const tradedOrders = defineChannel({
  kind: 'orders',
  docs,
  markets: tradedMarkets,
  topic: (request: SymbolRequest<BitgetMarket>) => {
    if (request.market === 'spot') return privateTopicOf({ channel: 'orders', by: 'any', standing: 'never' }, request);
    // On futures a symbol is refused, whatever the page says.
    return privateTopicOf({ channel: 'orders', by: 'all', standing: 'never' }, { ...request, symbol: '' });
  },
  wire: OrderWire,
  normalise: ({ data, ts }, context) => {
    const rows = data.filter(row => isWanted(context, row.instId)).map(row => orderOf(row, ts, context));
    return rows.length === 0 ? [] : [{ type: 'order-update', ...stampOf(context, ts), whole: false, rows }];
  },
});

/** Each change of an order; Bitget tells none of those that stood before. Margin orders are told by symbol only. */
export const orders: Channel<'orders', BitgetMarket> = {
  kind: 'orders',
  docs,
  markets: Object.keys(instTypes) as BitgetMarket[],
  topic: request => lineOf(request.market).topic(request),
  read: (body, context) => lineOf(context.market).read(body, context),
};

function lineOf(market: string): Channel<'orders', BitgetMarket> {
  return market === 'margin' ? marginOrders : tradedOrders;
}

function orderOf(row: OrderRow, ts: number | undefined, context: ReadContext): Order {
  const isSpot = context.market === 'spot';
  const updatedAt = timeIfAny(row.uTime, 'uTime');
  const orderType = orderTypeOf(row.orderType);
  const filled = decimalOf(row.accBaseVolume, 'accBaseVolume');
  const fees = (row.feeDetail ?? []).map(({ feeCoin, fee }) => ({ feeCoin, amount: fee }));
  return {
    type: 'order',
    ...stampOf(context, updatedAt ?? ts),
    symbol: row.instId,
    id: row.orderId,
    clientId: idIfAny(row.clientOid),
    side: sideOf(row),
    orderType,
    price: orderType === 'market' ? undefined : decimalIfAny(row.price, 'price'),
    ...(isSpot ? spotSize(row) : { size: decimalIfAny(row.size, 'size'), quoteSize: undefined }),
    filled,
    averagePrice: nonZero(row.priceAvg, 'priceAvg'),
    status: statusOf(row.status),
    timeInForce: timeInForceOf(row.force),
    reduceOnly: row.reduceOnly === undefined ? undefined : row.reduceOnly.toLowerCase() === 'yes',
    positionSide: positionSideOf(row),
    // Orders that were never filled are told with a fee too: zero while they stand, and a real one was seen on a cancel.
    fees: isZeroDecimal(filled) ? [] : feesOf(fees, 'negative'),
    createdAt: timeIfAny(row.cTime, 'cTime'),
    updatedAt,
    raw: row,
  };
}

/**
 * On spot `size` is the quote amount of buys, limit orders too; `newSize`, which older pushes have not, is that of market
 * buys only.
 */
function spotSize({ orderType, side, size, newSize, notional }: OrderRow): Pick<Order, 'size' | 'quoteSize'> {
  const base = decimalIfAny(newSize, 'newSize');
  const told = decimalIfAny(size, 'size');
  if (side === 'sell') return { size: base ?? told, quoteSize: undefined };
  if (orderType === 'market') {
    return { size: undefined, quoteSize: decimalIfAny(notional, 'notional') ?? base ?? told };
  }
  return base === undefined ? { size: undefined, quoteSize: told } : { size: base, quoteSize: undefined };
}

function positionSideOf({ posMode, posSide }: OrderRow): Order['positionSide'] {
  if (posMode?.startsWith('one') === true) return undefined;
  return posSide === 'long' || posSide === 'short' ? posSide : undefined;
}

/** In hedge mode `side` may be the position's rather than the trade's; what is opened or closed is beyond doubt. */
function sideOf(row: OrderRow): Order['side'] {
  const position = positionSideOf(row);
  if (position === undefined || row.tradeSide === undefined) return row.side;
  if (row.tradeSide.includes('close')) return position === 'long' ? 'sell' : 'buy';
  if (row.tradeSide.includes('open')) return position === 'long' ? 'buy' : 'sell';
  return row.side;
}
