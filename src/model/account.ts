/**
 * The nouns of an account: what it holds, what it has asked for, what it got.
 *
 * All amounts are exact decimal text: money is never rounded by us. Times are ms since the epoch. `undefined` says that
 * the venue did not tell. What each field is made from stands in MEANINGS.md.
 * @module
 */
import type { Decimal } from './decimal.js';
import type { Side, Stamp } from './market.js';

/** Where a value of an account comes from, and when; as {@link Stamp}, without a symbol. */
export type AccountStamp = Omit<Stamp, 'symbol'>;

/** One asset of an account. */
export interface Balance extends AccountStamp {
  readonly type: 'balance';
  /** Upper case: "BTC", "USDT". */
  readonly asset: string;
  /** All of it: available and held; undefined where the venue does not tell. */
  readonly total: Decimal | undefined;
  /** Free to use. */
  readonly available: Decimal;
  /** In open orders or otherwise locked; undefined where the venue does not tell. */
  readonly held: Decimal | undefined;
  readonly raw: unknown;
}

/** Some balances, or all. */
export interface BalanceUpdate extends AccountStamp {
  readonly type: 'balance-update';
  /** True where assets that are not among the rows are gone. */
  readonly whole: boolean;
  readonly rows: readonly Balance[];
}

/** What an account holds, as far as the venue has told. */
export interface Balances extends AccountStamp {
  readonly type: 'balances';
  /** By asset. */
  readonly assets: Readonly<Record<string, Balance>>;
  /** What the last message brought. */
  readonly changed: readonly Balance[];
}

/** What was paid for a trade, or got. */
export interface Fee {
  readonly asset: string;
  /** Positive: paid by the account; negative: got (a rebate). */
  readonly amount: Decimal;
}

/** Where an order stands: the first two are open, the others final. */
export type OrderStatus = 'open' | 'partially-filled' | 'filled' | 'cancelled' | 'rejected' | 'expired';

/** How long an order stands. `post-only` is never a taker. */
export type TimeInForce = 'gtc' | 'ioc' | 'fok' | 'post-only';

/** One order as it stands. */
export interface Order extends Stamp {
  readonly type: 'order';
  /** The venue's id. */
  readonly id: string;
  /** The id that the account gave it; undefined where it gave none. */
  readonly clientId: string | undefined;
  readonly side: Side;
  readonly orderType: 'limit' | 'market' | 'other';
  /** The limit; undefined for market orders. */
  readonly price: Decimal | undefined;
  /** In base units; undefined where the order is for an amount of quote (`quoteSize`). */
  readonly size: Decimal | undefined;
  /** In quote units, for orders that spend an amount. */
  readonly quoteSize: Decimal | undefined;
  /** Filled so far, in base units. */
  readonly filled: Decimal;
  /** Average price of what was filled; undefined before the first fill. */
  readonly averagePrice: Decimal | undefined;
  readonly status: OrderStatus;
  readonly timeInForce: TimeInForce | undefined;
  /** Undefined where the market knows no positions. */
  readonly reduceOnly: boolean | undefined;
  /** Which position of a hedged account it belongs to; undefined otherwise. */
  readonly positionSide: 'long' | 'short' | undefined;
  /** All fees so far, one entry per asset. */
  readonly fees: readonly Fee[];
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
  readonly raw: unknown;
}

/** Some orders, or all open ones. */
export interface OrderUpdate extends AccountStamp {
  readonly type: 'order-update';
  /** True where open orders that are not among the rows are gone. */
  readonly whole: boolean;
  readonly rows: readonly Order[];
}

/** The open orders, as far as the venue has told since the stream began its epoch. */
export interface Orders extends AccountStamp {
  readonly type: 'orders';
  /** Open ones by id. */
  readonly open: Readonly<Record<string, Order>>;
  /** What the last message brought, final ones included. */
  readonly changed: readonly Order[];
}

/** One trade of the account. */
export interface Fill extends Stamp {
  readonly type: 'fill';
  /** The venue's id of the trade. */
  readonly id: string;
  readonly orderId: string;
  readonly clientId: string | undefined;
  /** The account's side. */
  readonly side: Side;
  readonly price: Decimal;
  /** In base units. */
  readonly size: Decimal;
  /** In quote units; undefined where the venue does not tell. */
  readonly value: Decimal | undefined;
  readonly liquidity: 'maker' | 'taker' | undefined;
  readonly fees: readonly Fee[];
  /** Realised profit or loss of this fill, in the margin asset; undefined where there are no positions. */
  readonly realizedPnl: Decimal | undefined;
  readonly raw: unknown;
}

/** One open position. */
export interface Position extends Stamp {
  readonly type: 'position';
  readonly side: 'long' | 'short';
  /** In base units, never negative. */
  readonly size: Decimal;
  /** What may be closed now; undefined where the venue does not tell. */
  readonly available: Decimal | undefined;
  readonly entryPrice: Decimal | undefined;
  readonly markPrice: Decimal | undefined;
  readonly liquidationPrice: Decimal | undefined;
  readonly leverage: Decimal | undefined;
  readonly marginMode: 'cross' | 'isolated' | undefined;
  readonly marginAsset: string | undefined;
  readonly margin: Decimal | undefined;
  /** As the venue last told; it does not follow the mark price. */
  readonly unrealizedPnl: Decimal | undefined;
  readonly realizedPnl: Decimal | undefined;
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
  readonly raw: unknown;
}

/** Some positions, or all. */
export interface PositionUpdate extends AccountStamp {
  readonly type: 'position-update';
  /** True where positions that are not among the rows are closed. */
  readonly whole: boolean;
  readonly rows: readonly Position[];
}

/** The open positions. */
export interface Positions extends AccountStamp {
  readonly type: 'positions';
  readonly open: readonly Position[];
  /** What the last message brought or changed. */
  readonly changed: readonly Position[];
  /** What the last message showed to be gone, as it was told last. */
  readonly closed: readonly Position[];
}
