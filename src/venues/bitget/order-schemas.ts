/**
 * Bitget's private V2 messages about orders and fills in Bitget's words.
 * @see https://www.bitget.com/api-doc/spot/websocket/private/Order-Channel
 * @module
 */
import * as z from 'zod';
import { envelope, maybe, text, time, unread } from './private-schemas.js';

const side = z.enum(['buy', 'sell']);

/** @see https://www.bitget.com/api-doc/contract/websocket/private/Order-Channel */
export const OrderRowWire = z.object({
  instId: text,
  orderId: text,
  clientOid: maybe,
  orderType: text,
  force: maybe,
  side,
  status: text,
  price: maybe,
  /** Base units; on spot quote units for buys, limit orders too. */
  size: maybe,
  /** Spot: base units; quote units for market buys. */
  newSize: maybe,
  /** Spot: quote units. */
  notional: maybe,
  accBaseVolume: text,
  priceAvg: maybe,
  feeDetail: z.array(z.object({ feeCoin: text, fee: text })).optional(),
  /** From here on futures only. */
  posMode: maybe,
  posSide: maybe,
  tradeSide: maybe,
  reduceOnly: maybe,
  cTime: time,
  uTime: time,
  /** Of the latest fill alone, and missing where the push tells of none. */
  fillPrice: unread,
  baseVolume: unread,
  fillTime: unread,
  fillFee: unread,
  fillFeeCoin: unread,
  fillNotionalUsd: unread,
  tradeId: unread,
  tradeScope: unread,
  pnl: unread,
  totalProfits: unread,
  marginMode: unread,
  marginCoin: unread,
  leverage: unread,
  notionalUsd: unread,
  cancelReason: unread,
  enterPointSource: unread,
  stpMode: unread,
});
export const OrderWire = envelope(OrderRowWire);

const totalFee = z.object({ feeCoin: text, totalFee: text, deduction: unread, totalDeductionFee: unread });

/** No symbol in the row. @see https://www.bitget.com/api-doc/margin/cross/websocket/private/Cross-Orders */
export const MarginOrderRowWire = z.object({
  orderId: text,
  clientOid: maybe,
  orderType: text,
  force: maybe,
  side,
  status: text,
  price: maybe,
  baseSize: maybe,
  quoteSize: maybe,
  /** The average of all fills so far. */
  fillPrice: maybe,
  /** All fills so far, in base units. */
  baseVolume: text,
  /** All fills so far, in quote units. */
  fillTotalAmount: unread,
  feeDetail: z.array(totalFee).optional(),
  loanType: unread,
  enterPointSource: unread,
  stpMode: unread,
  cTime: time,
  uTime: time,
});
export const MarginOrderWire = envelope(MarginOrderRowWire);

/** @see https://www.bitget.com/api-doc/contract/websocket/private/Plan-Order-Channel */
export const AlgoOrderRowWire = z.object({
  instId: text,
  orderId: text,
  clientOid: unread,
  triggerPrice: unread,
  triggerType: unread,
  triggerTime: unread,
  planType: text,
  price: unread,
  size: unread,
  actualSize: unread,
  executePrice: unread,
  orderType: unread,
  side: unread,
  tradeSide: unread,
  posSide: unread,
  posMode: unread,
  marginCoin: unread,
  status: text,
  stopSurplusPrice: unread,
  stopSurplusTriggerPrice: unread,
  stopSurplusTriggerType: unread,
  stopLossPrice: unread,
  stopLossTriggerPrice: unread,
  stopLossTriggerType: unread,
  enterPointSource: unread,
  stpMode: unread,
  cTime: time,
  uTime: time,
});
export const AlgoOrderWire = envelope(AlgoOrderRowWire);

/** @see https://www.bitget.com/api-doc/contract/websocket/private/Fill-Channel */
export const FillRowWire = z.object({
  symbol: text,
  orderId: text,
  tradeId: text,
  side,
  tradeScope: maybe,
  /** Spot: price, size in base units, value in quote units. */
  priceAvg: maybe,
  size: maybe,
  amount: maybe,
  /** Futures: the same three. */
  price: maybe,
  baseVolume: maybe,
  quoteVolume: maybe,
  /** Futures only, as the next four. */
  clientOid: maybe,
  profit: maybe,
  posMode: unread,
  tradeSide: unread,
  orderType: unread,
  feeDetail: z.array(totalFee).optional(),
  cTime: time,
  uTime: time,
});
export const FillWire = envelope(FillRowWire);
