/**
 * One order of a simulated account: how it stands, and how that is told.
 * @module
 */
import type { Listing } from '../contract/counterpart.js';
import type { Fill, Order, OrderStatus, TimeInForce } from '../model/account.js';
import type { Side } from '../model/market.js';
import { moneyOf, over, textOf } from './amount.js';
import type { Amount } from './amount.js';

/** What is asked for when an order is placed. */
export interface OrderWish {
  readonly listing: Listing;
  readonly side: Side;
  /** The limit; undefined: at any price. */
  readonly price: Amount | undefined;
  /** In base units; undefined where an amount of quote is spent. */
  readonly size: Amount | undefined;
  readonly quoteSize: Amount | undefined;
  readonly timeInForce: TimeInForce;
  /** Which position it is for; undefined where there are none. */
  readonly position: { readonly side: 'long' | 'short'; readonly opens: boolean } | undefined;
  /** Steps after which it is given up. */
  readonly patience: number;
}

/** An order that stands, or stood. */
export interface AccountOrder extends OrderWish {
  readonly id: string;
  readonly clientId: string;
  readonly createdAt: number;
  /** What is locked for it, and in which asset. */
  readonly holdAsset: string;
  hold: Amount;
  filled: Amount;
  /** Quote units that were paid or got for it. */
  value: Amount;
  readonly fees: Map<string, Amount>;
  /** What its fills have realised. */
  profit: Amount;
  status: OrderStatus;
  updatedAt: number;
  /** How many steps it has stood. */
  age: number;
}

/** A fill as it is recorded. */
export interface FillFacts {
  readonly id: string;
  readonly price: Amount;
  readonly size: Amount;
  readonly value: Amount;
  readonly liquidity: 'maker' | 'taker';
  readonly feeAsset: string;
  readonly fee: Amount;
  readonly realized: Amount | undefined;
}

/** Where the rows of a line come from. */
export interface LineStamp {
  readonly venue: string;
  readonly market: string;
}

/** What is left to be filled, in base units; of orders that spend quote, in quote units. */
export function restOf({ size, quoteSize, filled, value }: AccountOrder): Amount {
  return size === undefined ? (quoteSize ?? 0n) - value : size - filled;
}

/** Whether nothing more becomes of it. */
export function isFinal({ status }: Pick<AccountOrder, 'status'>): boolean {
  return status !== 'open' && status !== 'partially-filled';
}

/** The order in our words. */
export function orderRow(order: AccountOrder, { venue, market }: LineStamp): Order {
  const { listing, position, price, size, quoteSize, filled, value, fees, updatedAt } = order;
  const { symbol, priceDecimals, sizeDecimals } = listing;
  return {
    type: 'order',
    ...{ venue, market, symbol, timestamp: updatedAt, receivedAt: updatedAt },
    ...{ id: order.id, clientId: order.clientId, side: order.side },
    orderType: price === undefined ? 'market' : 'limit',
    price: price === undefined ? undefined : textOf(price, priceDecimals),
    size: size === undefined ? undefined : textOf(size, sizeDecimals),
    quoteSize: quoteSize === undefined ? undefined : textOf(quoteSize, 2),
    filled: textOf(filled, sizeDecimals),
    averagePrice: filled === 0n ? undefined : textOf(over(value, filled), priceDecimals),
    status: order.status,
    timeInForce: order.timeInForce,
    reduceOnly: position === undefined ? undefined : false,
    positionSide: position?.side,
    fees: [...fees].map(([asset, amount]) => ({ asset, amount: moneyOf(amount) })),
    createdAt: order.createdAt,
    updatedAt,
    raw: undefined,
  };
}

/** A fill of the order in our words. */
export function fillRow(order: AccountOrder, facts: FillFacts, { venue, market }: LineStamp): Fill {
  const { symbol, priceDecimals, sizeDecimals } = order.listing;
  const { id, price, size, value, liquidity, feeAsset, fee, realized } = facts;
  const at = order.updatedAt;
  return {
    type: 'fill',
    ...{ venue, market, symbol, timestamp: at, receivedAt: at },
    ...{ id, orderId: order.id, clientId: order.clientId, side: order.side },
    price: textOf(price, priceDecimals),
    size: textOf(size, sizeDecimals),
    value: textOf(value),
    liquidity,
    fees: [{ asset: feeAsset, amount: moneyOf(fee) }],
    realizedPnl: realized === undefined ? undefined : moneyOf(realized),
    raw: undefined,
  };
}
