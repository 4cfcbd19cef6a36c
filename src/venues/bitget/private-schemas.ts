/**
 * Bitget's private V2 messages about balances and positions in Bitget's words.
 *
 * Amounts and times inside rows are text, but some come as numbers where the pages say text. What we do not read ourselves
 * may be missing or be either.
 * @see https://www.bitget.com/api-doc/spot/websocket/private/Account-Channel
 * @module
 */
import * as z from 'zod';

export const text = z.string();
export const maybe = text.optional();
const figure = z.union([z.string(), z.number()]);
/** ms since the epoch. */
export const time = figure.optional();
/** What we do not read ourselves. */
export const unread = figure.nullish();

/** What all pushes of the private door have around their rows. */
export const envelope = <T>(row: z.ZodType<T>) =>
  z.object({
    /** "snapshot" on nearly everything: it does not say whether a push is whole. */
    action: text,
    arg: z.object({ instType: text, channel: text, instId: maybe, coin: maybe }),
    data: z.array(row),
    ts: z.number().optional(),
  });

/** A balance of the spot account. @see https://www.bitget.com/api-doc/spot/websocket/private/Account-Channel */
export const SpotAccountRowWire = z.object({
  coin: text,
  available: text,
  frozen: text,
  locked: maybe,
  limitAvailable: unread,
  uTime: time,
});
export const SpotAccountWire = envelope(SpotAccountRowWire);

/** A balance of a futures account. @see https://www.bitget.com/api-doc/contract/websocket/private/Account-Channel */
export const FuturesAccountRowWire = z.object({
  marginCoin: text,
  available: text,
  frozen: text,
  maxOpenPosAvailable: maybe,
  equity: maybe,
  maxTransferOut: unread,
  usdtEquity: unread,
  crossedRiskRate: unread,
  unrealizedPL: unread,
  unionTotalMargin: unread,
  unionAvailable: unread,
  unionMm: unread,
  assetsMode: unread,
});
export const FuturesAccountWire = envelope(FuturesAccountRowWire);

/** What `channel$('bitget', 'account')` tells: one shape or the other, by market. */
export const AccountRowWire = z.union([SpotAccountRowWire, FuturesAccountRowWire]);
export const AccountWire = envelope(AccountRowWire);

/** @see https://www.bitget.com/api-doc/margin/cross/websocket/private/Margin-Cross-Account-Assets */
export const CrossedAccountRowWire = z.object({
  coin: text,
  available: text,
  frozen: text,
  borrow: unread,
  interest: unread,
  coupon: unread,
  id: unread,
  uTime: time,
});
export const CrossedAccountWire = envelope(CrossedAccountRowWire);

/** Two rows per pair. @see https://www.bitget.com/api-doc/margin/isolated/websocket/private/Margin-isolated-account-assets */
export const IsolatedAccountRowWire = CrossedAccountRowWire.extend({ symbol: text });
export const IsolatedAccountWire = envelope(IsolatedAccountRowWire);

/** @see https://www.bitget.com/api-doc/contract/websocket/private/Equity-Channel */
export const EquityRowWire = z.object({
  btcEquity: unread,
  usdtEquity: unread,
  unrealizedPL: unread,
  unionTotalMargin: unread,
  unionAvailable: unread,
  unionMm: unread,
});
export const EquityWire = envelope(EquityRowWire);

/** @see https://www.bitget.com/api-doc/contract/websocket/private/Positions-Channel */
export const PositionRowWire = z.object({
  posId: text,
  instId: text,
  holdSide: z.enum(['long', 'short']),
  marginMode: text,
  marginCoin: text,
  marginSize: maybe,
  total: text,
  available: maybe,
  openPriceAvg: maybe,
  markPrice: maybe,
  liquidationPrice: maybe,
  /** A number on the wire, text on the pages. */
  leverage: figure.optional(),
  unrealizedPL: maybe,
  achievedProfits: maybe,
  posMode: unread,
  frozen: unread,
  unrealizedPLR: unread,
  keepMarginRate: unread,
  isolatedMarginRate: unread,
  marginRate: unread,
  breakEvenPrice: unread,
  totalFee: unread,
  deductedFee: unread,
  assetMode: unread,
  autoMargin: unread,
  /** When the account first had a position in this place: ids and this are used again for years. */
  cTime: time,
  uTime: time,
});
export const PositionWire = envelope(PositionRowWire);

/** @see https://www.bitget.com/api-doc/contract/websocket/private/History-Positions-Channel */
export const ClosedPositionRowWire = z.object({
  posId: text,
  instId: text,
  marginCoin: unread,
  marginMode: unread,
  holdSide: text,
  posMode: unread,
  openPriceAvg: unread,
  closePriceAvg: unread,
  openSize: unread,
  closeSize: unread,
  achievedProfits: unread,
  settleFee: unread,
  openFee: unread,
  closeFee: unread,
  cTime: time,
  uTime: time,
});
export const ClosedPositionWire = envelope(ClosedPositionRowWire);

/** A position was reduced by the exchange. @see https://www.bitget.com/api-doc/contract/websocket/private/ADL-Notification-Channel */
export const AdlRowWire = z.object({
  symbol: text,
  side: text,
  status: text,
  price: unread,
  amount: unread,
  ts: time,
});
export const AdlWire = envelope(AdlRowWire);
