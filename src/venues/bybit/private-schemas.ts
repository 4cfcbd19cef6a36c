/**
 * Bybit's private messages about balances and positions in Bybit's words.
 *
 * Amounts are text, and empty where they do not apply. What we do not read ourselves may be missing or of any plain type.
 * @see https://bybit-exchange.github.io/docs/v5/websocket/private/wallet
 * @module
 */
import * as z from 'zod';

export const text = z.string();
export const maybe = text.optional();
/** Numbers that are text at times. */
export const figure = z.union([z.string(), z.number()]);
/** What we do not read ourselves. */
export const unread = z.union([z.string(), z.number(), z.boolean()]).nullish();

/** What all pushes of the private door have around their rows; `creationTime` is ms since the epoch. */
export const push = <T>(row: z.ZodType<T>) =>
  z.object({ id: unread, topic: text, creationTime: figure.optional(), data: z.array(row) });

/** One coin of a wallet. */
export const CoinRowWire = z.object({
  coin: text,
  walletBalance: text,
  /** With the profit that is not realised, without what is borrowed. */
  equity: maybe,
  /** In open spot orders. */
  locked: maybe,
  /** The margin of open orders; empty in portfolio margin. */
  totalOrderIM: maybe,
  /** The margin of positions; empty in portfolio margin. */
  totalPositionIM: maybe,
  totalPositionMM: unread,
  usdValue: unread,
  borrowAmount: unread,
  spotBorrow: unread,
  accruedInterest: unread,
  unrealisedPnl: unread,
  cumRealisedPnl: unread,
  bonus: unread,
  spotHedgingQty: unread,
  collateralSwitch: unread,
  marginCollateral: unread,
  colRes: unread,
  free: unread,
  availableToBorrow: unread,
  availableToWithdraw: unread,
});

/** @see https://bybit-exchange.github.io/docs/v5/websocket/private/wallet */
export const WalletRowWire = z.object({
  /** "UNIFIED"; accounts of before have one for spot and one for contracts. */
  accountType: maybe,
  coin: z.array(CoinRowWire),
  accountLTV: unread,
  accountIMRate: unread,
  accountIMRateByMp: unread,
  accountMMRate: unread,
  accountMMRateByMp: unread,
  totalEquity: unread,
  totalWalletBalance: unread,
  totalMarginBalance: unread,
  totalAvailableBalance: unread,
  totalPerpUPL: unread,
  totalInitialMargin: unread,
  totalInitialMarginByMp: unread,
  totalMaintenanceMargin: unread,
  totalMaintenanceMarginByMp: unread,
});
export const WalletWire = push(WalletRowWire);

/** @see https://bybit-exchange.github.io/docs/v5/websocket/private/position */
export const PositionRowWire = z.object({
  category: text,
  symbol: text,
  /** 0: the only one; 1: the long one, 2: the short one of a hedged account. */
  positionIdx: figure.optional(),
  /** "Buy", "Sell"; empty, or "None", where there is no position. */
  side: maybe,
  /** Base units; contracts of one USD on inverse. */
  size: text,
  /** Quote units; base units on inverse. */
  positionValue: maybe,
  entryPrice: maybe,
  markPrice: maybe,
  liqPrice: maybe,
  leverage: maybe,
  positionIM: maybe,
  unrealisedPnl: maybe,
  curRealisedPnl: maybe,
  /** When this position was opened; zero where it is not told. */
  openTime: figure.optional(),
  updatedTime: figure.optional(),
  /** When the account first had a position of this symbol. */
  createdTime: unread,
  positionStatus: unread,
  positionBalance: unread,
  positionIMByMp: unread,
  positionMM: unread,
  positionMMByMp: unread,
  sessionAvgPrice: unread,
  breakEvenPrice: unread,
  bustPrice: unread,
  cumRealisedPnl: unread,
  takeProfit: unread,
  stopLoss: unread,
  trailingStop: unread,
  tpslMode: unread,
  tpSlMode: unread,
  tradeMode: unread,
  riskId: unread,
  riskLimitValue: unread,
  autoAddMargin: unread,
  adlRankIndicator: unread,
  isReduceOnly: unread,
  delta: unread,
  gamma: unread,
  vega: unread,
  theta: unread,
  mmrSysUpdatedTime: unread,
  leverageSysUpdatedTime: unread,
  seq: unread,
});
export const PositionWire = push(PositionRowWire);

/** @see https://bybit-exchange.github.io/docs/v5/websocket/private/greek */
export const GreeksRowWire = z.object({
  baseCoin: text,
  totalDelta: unread,
  totalGamma: unread,
  totalVega: unread,
  totalTheta: unread,
});
export const GreeksWire = push(GreeksRowWire);
