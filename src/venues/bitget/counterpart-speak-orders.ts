/**
 * Orders in the words of Bitget's private channels: spot, futures and margin have one each.
 *
 * @see https://www.bitget.com/api-doc/spot/websocket/private/Order-Channel
 * @see https://www.bitget.com/api-doc/contract/websocket/private/Order-Channel
 * @module
 */
import type { AccountNews } from '../../contract/account-news.js';
import type { Fill, Order } from '../../model/account.js';
import { multiplyDecimal, negateDecimal } from '../../model/decimal.js';

type Row = Readonly<Record<string, unknown>>;
type OrderNews = Extract<AccountNews, { type: 'order' }>;

/** A spot order; of a fill only the latest is told. */
export function spotOrderRow({ order, fill }: OrderNews): Row {
  const { orderType, side, price, size, quoteSize, filled } = order;
  const asked = size ?? quoteSize ?? '0';
  const notional = quoteSize ?? multiplyDecimal(asked, price ?? order.averagePrice ?? '0');
  return {
    instId: order.symbol,
    orderId: order.id,
    clientOid: order.clientId,
    ...(orderType === 'market' ? {} : { price }),
    // Of buys it is an amount of quote, which the newer field beside it is only for market orders.
    size: side === 'buy' ? notional : asked,
    newSize: asked,
    ...(side === 'buy' ? { notional } : {}),
    orderType,
    force: forceOf(order),
    side,
    ...(fill === undefined ? {} : { ...lastFill(fill), ...scopeOf(fill) }),
    accBaseVolume: filled,
    priceAvg: order.averagePrice ?? '0.00',
    status: statusOf(order, 'cancelled'),
    ...timesOf(order),
    stpMode: 'none',
    feeDetail: order.fees.map(({ asset, amount }) => ({ feeCoin: asset, fee: negateDecimal(amount) })),
    enterPointSource: 'API',
  };
}

/** A futures order of an account that holds long and short apart. */
export function futureOrderRow({ order, fill, profit, leverage, marginAsset }: OrderNews): Row {
  const { price, size = '0', side, positionSide } = order;
  const opens = (side === 'buy') === (positionSide === 'long');
  const fees = order.fees.length === 0 ? [{ asset: marginAsset ?? '', amount: '0.00000000' as const }] : order.fees;
  return {
    leverage,
    orderType: order.orderType,
    presetStopLossType: '',
    tradeSide: opens ? 'open' : 'close',
    orderId: order.id,
    presetStopSurplusExecutePrice: '',
    feeDetail: fees.map(({ asset, amount }) => ({ feeCoin: asset, fee: negateDecimal(amount) })),
    cTime: String(order.createdAt),
    posMode: 'hedge_mode',
    marginMode: 'crossed',
    presetStopLossExecutePrice: '',
    posSide: positionSide,
    price: price ?? '0',
    enterPointSource: 'API',
    cancelReason: order.status === 'cancelled' ? 'normal_cancel' : '',
    accBaseVolume: order.filled,
    stpMode: 'none',
    side,
    totalProfits: profit,
    marginCoin: marginAsset,
    notionalUsd: multiplyDecimal(size, price ?? order.averagePrice ?? '0'),
    instId: order.symbol,
    presetStopSurplusPrice: '',
    size,
    reduceOnly: 'no',
    presetStopLossPrice: '',
    force: forceOf(order),
    uTime: String(order.updatedAt),
    presetStopSurplusType: '',
    clientOid: order.clientId,
    status: statusOf(order, 'canceled'),
    ...(fill === undefined
      ? {}
      : {
          priceAvg: order.averagePrice,
          ...lastFill(fill),
          ...scopeOf(fill),
          fillNotionalUsd: fill.value,
          pnl: fill.realizedPnl,
        }),
  };
}

/** A margin order. It names no symbol: the argument does. */
export function marginOrderRow({ order, fill }: OrderNews): Row {
  const { price, size, quoteSize, averagePrice, filled } = order;
  return {
    force: forceOf(order),
    orderType: order.orderType,
    price: price ?? '0.000000000',
    quoteSize: quoteSize ?? (price === undefined ? '0.000000000' : multiplyDecimal(size ?? '0', price)),
    side: order.side,
    feeDetail: order.fees.map(({ asset, amount }) => ({
      feeCoin: asset,
      deduction: 'no',
      totalDeductionFee: '0',
      totalFee: amount,
    })),
    enterPointSource: 'API',
    status: statusOf(order, 'cancelled'),
    baseSize: size ?? '0.000000000',
    ...timesOf(order),
    clientOid: order.clientId,
    fillPrice: averagePrice ?? '0.000000000',
    baseVolume: filled,
    fillTotalAmount:
      fill === undefined || averagePrice === undefined ? '0.000000000' : multiplyDecimal(filled, averagePrice),
    loanType: 'normal',
    orderId: order.id,
    stpMode: 'none',
  };
}

function lastFill(fill: Fill): Row {
  const [fee] = fill.fees;
  return {
    fillPrice: fill.price,
    tradeId: fill.id,
    baseVolume: fill.size,
    fillTime: String(fill.timestamp ?? 0),
    fillFee: negateDecimal(fee?.amount ?? '0'),
    fillFeeCoin: fee?.asset,
  };
}

function scopeOf({ liquidity }: Fill): Row {
  return { tradeScope: liquidity === 'maker' ? 'M' : 'T' };
}

function forceOf({ timeInForce = 'gtc' }: Order): string {
  return timeInForce === 'post-only' ? 'post_only' : timeInForce;
}

function statusOf({ status }: Order, cancelled: 'cancelled' | 'canceled'): string {
  if (status === 'open') return 'live';
  if (status === 'partially-filled') return 'partially_filled';
  return status === 'filled' ? 'filled' : cancelled;
}

function timesOf({ createdAt, updatedAt }: Order): Row {
  return { cTime: String(createdAt), uTime: String(updatedAt) };
}
