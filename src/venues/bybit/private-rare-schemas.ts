/**
 * Bybit's private messages about strategies, spreads and requests for quotes in Bybit's words.
 * @see https://bybit-exchange.github.io/docs/v5/websocket/private/strategy
 * @module
 */
import * as z from 'zod';
import { ExecutionRowWire, OrderRowWire } from './private-order-schemas.js';
import { maybe, push, text, unread } from './private-schemas.js';

/** Times end in `E3` and are ms. @see https://bybit-exchange.github.io/docs/v5/websocket/private/strategy */
export const StrategyRowWire = z.object({
  strategyId: text,
  strategyType: text,
  /** A word of its own: "UTA_USDT". */
  category: unread,
  symbol: text,
  side: unread,
  size: unread,
  duration: unread,
  interval: unread,
  status: unread,
  terminateType: unread,
  terminateRemark: unread,
  executedDuration: unread,
  executedSize: unread,
  executedAvgPrice: unread,
  executedStartTimeE3: unread,
  executedEndTimeE3: unread,
  createdTimeE3: unread,
  updatedTimeE3: unread,
  isRandom: unread,
  isTriggered: unread,
  reduceOnly: unread,
  postOnly: unread,
  limitPrice: unread,
  triggerPrice: unread,
  triggerCount: unread,
  tradingCount: unread,
  chaseDistance: unread,
  ChasePercentE4: unread,
  maxChasePrice: unread,
  chaseOrderPrice: unread,
  strategyPrefer: unread,
  leverageType: unread,
  strategyTp: unread,
  strategySl: unread,
  orderType: unread,
  orderPriceOffset: unread,
  positionValue: unread,
  filledPositionValue: unread,
});
export const StrategyWire = push(StrategyRowWire);

/** The combination and its legs: `category` tells which. @see https://bybit-exchange.github.io/docs/v5/spread/websocket/private/order */
export const SpreadOrderRowWire = OrderRowWire.extend({ parentOrderId: unread });
export const SpreadOrderWire = push(SpreadOrderRowWire);

/** Legs have no order of their own. @see https://bybit-exchange.github.io/docs/v5/spread/websocket/private/execution */
export const SpreadExecutionRowWire = ExecutionRowWire.extend({ parentExecId: unread });
export const SpreadExecutionWire = push(SpreadExecutionRowWire);

const inquiryLeg = z.object({ category: text, symbol: text, side: unread, qty: unread });

/** @see https://bybit-exchange.github.io/docs/v5/rfq/websocket/private/inquiry */
export const InquiryRowWire = z.object({
  rfqId: text,
  rfqLinkId: unread,
  status: text,
  strategyType: unread,
  counterparties: z.array(text).nullish(),
  acceptOtherQuoteStatus: unread,
  deskCode: unread,
  legs: z.array(inquiryLeg),
  expiresAt: unread,
  createdAt: unread,
  updatedAt: unread,
});
export const InquiryWire = push(InquiryRowWire);

const quoteLegs = z.array(z.object({ category: text, symbol: text, price: unread, qty: unread })).nullish();

/** @see https://bybit-exchange.github.io/docs/v5/rfq/websocket/private/quote */
export const OfferRowWire = z.object({
  rfqId: text,
  rfqLinkId: unread,
  quoteId: text,
  quoteLinkId: unread,
  status: text,
  deskCode: unread,
  execQuoteSide: unread,
  quoteBuyList: quoteLegs,
  quoteSellList: quoteLegs,
  expiresAt: unread,
  createdAt: unread,
  updatedAt: unread,
});
export const OfferWire = push(OfferRowWire);

const dealLeg = inquiryLeg.extend({
  price: unread,
  markPrice: unread,
  orderId: maybe,
  execId: maybe,
  execFee: unread,
  resultCode: unread,
  resultMessage: unread,
  rejectParty: unread,
});

/** @see https://bybit-exchange.github.io/docs/v5/rfq/websocket/private/transaction */
export const DealRowWire = z.object({
  rfqId: text,
  rfqLinkId: unread,
  quoteId: text,
  quoteLinkId: unread,
  quoteSide: unread,
  strategyType: unread,
  status: text,
  rfqDeskCode: unread,
  quoteDeskCode: unread,
  legs: z.array(dealLeg),
  createdAt: unread,
  updatedAt: unread,
});
export const DealWire = push(DealRowWire);
