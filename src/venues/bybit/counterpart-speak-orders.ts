/**
 * Orders of an account in the words of Bybit.
 *
 * @see https://bybit-exchange.github.io/docs/v5/websocket/private/order
 * @module
 */
import type { AccountNews } from '../../contract/account-news.js';
import type { Order } from '../../model/account.js';
import { addDecimal, multiplyDecimal, subtractDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { crc32 } from '../../wire/crc32.js';
import { trimmed } from './counterpart-amounts.js';
import { accountSizesOf } from './counterpart-categories.js';

type Row = Readonly<Record<string, unknown>>;
type OrderNews = Extract<AccountNews, { type: 'order' }>;

/** One in so many resting orders is cancelled when it has just been filled. */
const RACES = 16;

/** The row of an order; of one that a cancellation came too late for a second row follows, in a push of its own. */
export function orderRows(news: OrderNews): readonly Row[] {
  const row = orderRow(news);
  const { order } = news;
  const rested = order.orderType === 'limit' && (order.timeInForce === 'gtc' || order.timeInForce === 'post-only');
  if (order.status !== 'filled' || !rested || crc32(order.id) % RACES !== 0) return [row];
  return [row, { ...row, cancelType: 'CancelByUser', rejectReason: 'EC_OrigClOrdIDDoesNotExist' }];
}

function orderRow({ order, profit }: OrderNews): Row {
  const { market, symbol } = order;
  const spot = market === 'spot';
  const unset = spot ? '0.00000' : '';
  const fees = order.fees.map(({ asset, amount }) => [asset, trimmed(amount)] as const);
  return {
    category: market,
    symbol,
    orderId: order.id,
    orderLinkId: order.clientId ?? '',
    blockTradeId: '',
    side: order.side === 'buy' ? 'Buy' : 'Sell',
    positionIdx: order.positionSide === undefined ? 0 : order.positionSide === 'long' ? 1 : 2,
    orderStatus: statusOf(order),
    ...(spot ? {} : { createType: 'CreateByUser' }),
    cancelType: order.status === 'cancelled' && !isImmediate(order) ? 'CancelByUser' : 'UNKNOWN',
    rejectReason: order.status === 'cancelled' && isImmediate(order) ? 'EC_NoImmediateQtyToFill' : 'EC_NoError',
    timeInForce: TIMES[order.timeInForce ?? 'gtc'],
    isLeverage: spot ? '0' : '',
    // Of a market order it is the price at which the venue would have stopped.
    price: order.price ?? order.averagePrice ?? '0',
    ...amountsOf(order),
    cumExecFee: trimmed(order.fees.map(({ amount }) => amount).reduce(addDecimal, '0')),
    orderType: order.orderType === 'market' ? 'Market' : 'Limit',
    stopOrderType: '',
    orderIv: '',
    triggerPrice: unset,
    takeProfit: unset,
    stopLoss: unset,
    ...(spot ? {} : { tpslMode: '' }),
    triggerBy: '',
    tpTriggerBy: '',
    slTriggerBy: '',
    triggerDirection: 0,
    placeType: '',
    lastPriceOnCreated: '',
    closeOnTrigger: false,
    reduceOnly: order.reduceOnly ?? false,
    smpGroup: 0,
    smpType: 'None',
    smpOrderId: '',
    slLimitPrice: unset,
    tpLimitPrice: unset,
    marketUnit: order.orderType === 'market' && spot ? (order.size === undefined ? 'quoteCoin' : 'baseCoin') : '',
    createdTime: String(order.createdAt ?? 0),
    updatedTime: String(order.updatedAt ?? 0),
    feeCurrency: fees[0]?.[0] ?? '',
    ...(profit === undefined ? {} : { closedPnl: trimmed(profit) }),
    cumFeeDetail: Object.fromEntries(fees),
    slippageTolerance: '0',
    slippageToleranceType: 'UNKNOWN',
    rpiTakerAccess: false,
    rpiMatchedQty: '0',
  };
}

/** What was asked for, what was filled of it and what is left, each with its worth in the other unit. */
function amountsOf(order: Order): Row {
  const { symbol, market, size, quoteSize, filled, averagePrice } = order;
  const sizes = accountSizesOf(market, symbol);
  const worthOf = (amount: Decimal): string =>
    trimmed(market === 'inverse' ? amount : multiplyDecimal(amount, averagePrice ?? order.price ?? '0'));
  const done = order.status !== 'open' && order.status !== 'partially-filled';
  const spent = averagePrice === undefined ? '0' : multiplyDecimal(filled, averagePrice);
  // An amount to spend is never spent to the last cent.
  const left = done ? '0' : size === undefined ? subtractDecimal(quoteSize ?? '0', spent) : undefined;
  const rest = size === undefined || done ? '0' : subtractDecimal(size, filled);
  return {
    qty: sizes.exact(size ?? quoteSize ?? '0'),
    avgPrice: averagePrice ?? '',
    leavesQty: trimmed(sizes.exact(rest)),
    leavesValue: left === undefined ? worthOf(rest) : trimmed(left),
    cumExecQty: sizes.exact(filled),
    cumExecValue: averagePrice === undefined ? '0' : worthOf(filled),
  };
}

function isImmediate({ timeInForce, orderType }: Order): boolean {
  return orderType === 'market' || timeInForce === 'ioc' || timeInForce === 'fok';
}

const TIMES = { gtc: 'GTC', ioc: 'IOC', fok: 'FOK', 'post-only': 'PostOnly' } as const;

function statusOf({ status, market, averagePrice }: Order): string {
  switch (status) {
    case 'open':
      return 'New';
    case 'partially-filled':
      return 'PartiallyFilled';
    case 'filled':
      return 'Filled';
    case 'rejected':
      return 'Rejected';
    case 'expired':
      return 'Deactivated';
    case 'cancelled':
      // Only spot has a word for an order that was filled in part.
      return market === 'spot' && averagePrice !== undefined ? 'PartiallyFilledCanceled' : 'Cancelled';
  }
}
