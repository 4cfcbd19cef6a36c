/**
 * What becomes of an account of a simulated exchange, in our words: what its channels speak of.
 * @module
 */
import type { Balance, Fill, Order, Position } from '../model/account.js';
import type { Decimal } from '../model/decimal.js';

/** What an account's channels tell; `history` is of closed positions, `other` never has anything to say. */
export type AccountFeed = 'balances' | 'orders' | 'fills' | 'positions' | 'history' | 'equity' | 'other';

/** A part of an account that has its own money, orders and positions. */
export interface AccountLine {
  /** Our word for the product line, as the wishes name it. */
  readonly market: string;
  /** Lines with the same purse share their money; default: a purse of its own. */
  readonly purse?: string;
  /** The market whose symbols it trades, at whose prices. */
  readonly trades: string;
  /** The symbols of it; default: some. */
  readonly symbols?: readonly string[];
  /** Whether it buys and sells what it owns, or opens and closes positions. */
  readonly kind: 'spot' | 'positions';
  /** Whether each symbol is held on one side only, as where positions are netted. */
  readonly netted?: true;
  /** How it buys at any price: for an amount of quote, of base, or never. */
  readonly marketBuys: 'quote' | 'base' | 'never';
  /** What positions stand on; default a twentieth, shared by all of them. */
  readonly margin?: { readonly mode: 'cross' | 'isolated'; readonly leverage: number };
}

/** What a balance is worth, and the part of it that open positions have not realised. */
export interface Worth {
  readonly usd: Decimal;
  readonly btc: Decimal;
  readonly unrealized: Decimal;
}

/** A position that has just been closed whole; prices are averages, fees are positive. */
export interface ClosedPosition {
  readonly symbol: string;
  readonly side: 'long' | 'short';
  readonly marginAsset: string;
  readonly size: Decimal;
  readonly entryPrice: Decimal;
  readonly exitPrice: Decimal;
  /** Without the fees. */
  readonly profit: Decimal;
  readonly entryFee: Decimal;
  readonly exitFee: Decimal;
  readonly createdAt: number;
  readonly closedAt: number;
}

/** One thing that becomes of an account. What belongs together comes in the order in which the venues tell it. */
export type AccountNews =
  /** How things stand, all of them; said to a new listener. Orders are the open ones. */
  | {
      readonly type: 'standing';
      readonly balances: readonly Balance[];
      readonly orders: readonly Order[];
      readonly positions: readonly Position[];
      /** By asset. */
      readonly worth: Readonly<Record<string, Worth>>;
    }
  /** An order changed; `fill` where a fill is the reason. */
  | {
      readonly type: 'order';
      readonly order: Order;
      readonly fill: Fill | undefined;
      /** All that its fills have realised, without the fees; undefined where there are no positions. */
      readonly profit: Decimal | undefined;
      /** Of futures. */
      readonly leverage: Decimal | undefined;
      readonly marginAsset: string | undefined;
    }
  | { readonly type: 'fill'; readonly fill: Fill; readonly order: Order }
  /** The assets that changed, as they stand now; `cause` tells a locked amount from one that came or went. */
  | {
      readonly type: 'balances';
      readonly rows: readonly Balance[];
      readonly worth: Readonly<Record<string, Worth>>;
      readonly cause: 'order' | 'fill';
    }
  /** All open positions as they stand now; `symbol` is where something happened. */
  | { readonly type: 'positions'; readonly rows: readonly Position[]; readonly symbol: string }
  | { readonly type: 'closed'; readonly position: ClosedPosition };
