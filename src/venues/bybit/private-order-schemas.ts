/**
 * Bybit's private messages about orders and fills in Bybit's words.
 *
 * Required is only what we read. Which fields a row has depends on its category, on the account and on the year; some change
 * their spelling (`tpslMode`, `tpSlMode`) or their type (`smpGroup`).
 * @see https://bybit-exchange.github.io/docs/v5/websocket/private/order
 * @module
 */
import * as z from 'zod';
import { figure, maybe, push, text, unread } from './private-schemas.js';

const side = z.enum(['Buy', 'Sell']);
const time = figure.optional();
const flag = z.boolean().optional();

/** @see https://bybit-exchange.github.io/docs/v5/websocket/private/order */
export const OrderRowWire = z.object({
  category: text,
  symbol: text,
  orderId: text,
  orderLinkId: maybe,
  side,
  positionIdx: figure.optional(),
  orderStatus: text,
  orderType: text,
  timeInForce: maybe,
  price: maybe,
  /** Base units; contracts of one USD on inverse; quote units of some spot market orders, see `marketUnit`. */
  qty: maybe,
  marketUnit: maybe,
  avgPrice: maybe,
  cumExecQty: text,
  /** Quote units; base units on inverse. */
  cumExecValue: maybe,
  cumExecFee: maybe,
  cumFeeDetail: z.union([z.record(text, text), text]).nullish(),
  feeCurrency: text.nullish(),
  reduceOnly: flag,
  createdTime: time,
  updatedTime: time,
  parentOrderLinkId: unread,
  blockTradeId: unread,
  createType: unread,
  cancelType: unread,
  rejectReason: unread,
  brokerOrderPrice: unread,
  leavesQty: unread,
  leavesValue: unread,
  closedPnl: unread,
  isLeverage: unread,
  stopOrderType: unread,
  ocoTriggerBy: unread,
  triggerPrice: unread,
  triggerDirection: unread,
  triggerBy: unread,
  takeProfit: unread,
  stopLoss: unread,
  tpLimitPrice: unread,
  slLimitPrice: unread,
  tpslMode: unread,
  tpSlMode: unread,
  tpTriggerBy: unread,
  slTriggerBy: unread,
  lastPriceOnCreated: unread,
  closeOnTrigger: unread,
  orderIv: unread,
  placeType: unread,
  slippageToleranceType: unread,
  slippageTolerance: unread,
  smpType: unread,
  smpGroup: unread,
  smpOrderId: unread,
  rpiTakerAccess: unread,
  rpiMatchedQty: unread,
});
export const OrderWire = push(OrderRowWire);

const extraFee = z.object({ feeCoin: text, feeType: unread, subFeeType: unread, feeRate: unread, fee: text });

/** @see https://bybit-exchange.github.io/docs/v5/websocket/private/execution */
export const ExecutionRowWire = z.object({
  category: text,
  symbol: text,
  orderId: text,
  orderLinkId: maybe,
  side,
  execId: text,
  /** "Trade" and others, see `private-order-words.ts`. */
  execType: maybe,
  execPrice: text,
  /** Base units; contracts of one USD on inverse. */
  execQty: text,
  /** Quote units; base units on inverse. */
  execValue: maybe,
  /** Negative where it is got. */
  execFee: maybe,
  feeCurrency: text.nullish(),
  extraFees: z.union([z.array(extraFee), text]).nullish(),
  execPnl: maybe,
  isMaker: flag,
  execTime: time,
  feeRate: unread,
  closedSize: unread,
  orderPrice: unread,
  orderQty: unread,
  leavesQty: unread,
  orderType: unread,
  stopOrderType: unread,
  createType: unread,
  marketUnit: unread,
  isLeverage: unread,
  markPrice: unread,
  indexPrice: unread,
  underlyingPrice: unread,
  markIv: unread,
  tradeIv: unread,
  blockTradeId: unread,
  seq: unread,
});
export const ExecutionWire = push(ExecutionRowWire);

/** Trades only, sooner than in `execution`. @see https://bybit-exchange.github.io/docs/v5/websocket/private/fast-execution */
export const FastExecutionRowWire = z.object({
  category: text,
  symbol: text,
  orderId: text,
  /** Always empty where the account was the maker. */
  orderLinkId: maybe,
  side,
  execId: text,
  execPrice: text,
  execQty: text,
  isMaker: flag,
  execTime: time,
  seq: unread,
});
export const FastExecutionWire = push(FastExecutionRowWire);
