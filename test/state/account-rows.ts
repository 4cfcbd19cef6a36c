/**
 * Short makers of the events that the tests of an account's reducers are written in.
 * @module
 */
import type { Balance, BalanceUpdate, Order, OrderUpdate, Position, PositionUpdate } from '../../src/model/account.js';
import type { Decimal } from '../../src/model/decimal.js';
import { stamp } from './rows.js';

export const accountStamp = { venue: 'toy', market: 'spot', timestamp: 1000, receivedAt: 1001 } as const;

export function balance(asset: string, available: Decimal, more: Partial<Balance> = {}): Balance {
  return { ...accountStamp, type: 'balance', asset, total: undefined, available, held: undefined, raw: 1, ...more };
}

export function balanceUpdate(whole: boolean, ...rows: readonly Balance[]): BalanceUpdate {
  return { ...accountStamp, type: 'balance-update', whole, rows };
}

export function order(id: string, updatedAt: number | undefined, more: Partial<Order> = {}): Order {
  return {
    ...stamp,
    type: 'order',
    id,
    clientId: undefined,
    side: 'buy',
    orderType: 'limit',
    price: '100.0',
    size: '2',
    quoteSize: undefined,
    filled: '0',
    averagePrice: undefined,
    status: 'open',
    timeInForce: 'gtc',
    reduceOnly: undefined,
    positionSide: undefined,
    fees: [],
    createdAt: 1,
    updatedAt,
    raw: 1,
    ...more,
  };
}

export function orderUpdate(whole: boolean, ...rows: readonly Order[]): OrderUpdate {
  return { ...accountStamp, type: 'order-update', whole, rows };
}

export function position(symbol: string, size: Decimal, more: Partial<Position> = {}): Position {
  return {
    ...stamp,
    type: 'position',
    symbol,
    side: 'long',
    size,
    available: size,
    entryPrice: '100',
    markPrice: undefined,
    liquidationPrice: undefined,
    leverage: '10',
    marginMode: 'cross',
    marginAsset: 'USDT',
    margin: '20',
    unrealizedPnl: '0',
    realizedPnl: '0',
    createdAt: 1,
    updatedAt: 2,
    raw: 1,
    ...more,
  };
}

export function positionUpdate(whole: boolean, ...rows: readonly Position[]): PositionUpdate {
  return { ...accountStamp, type: 'position-update', whole, rows };
}

/** Freezes what can be reached, so that a reducer that writes where it must not throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const each of Object.values(value)) frozen(each);
  }
  return value;
}

/** Each state after its event, everything that was given and emitted frozen. */
export function statesOf<S, E>(
  reducer: (state: S | undefined, event: E) => S | undefined,
  events: readonly E[],
): readonly (S | undefined)[] {
  const states: (S | undefined)[] = [];
  for (const event of events) states.push(frozen(reducer(states.at(-1), frozen(event))));
  return states;
}
