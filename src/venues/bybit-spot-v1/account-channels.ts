/**
 * What the account holds, its orders and its fills: the login brings all of it, and only what changes from then on.
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md
 * @module
 */
import type * as z from 'zod';
import type { ReadContext } from '../../contract/channel.js';
import type { Balance, Fill, Order } from '../../model/account.js';
import { addDecimal, divideDecimal, isZeroDecimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { accountStampOf, createAccountChannel } from './account-channel.js';
import { isOfQuote, orderTypeOf, statusOf, timeInForceOf } from './order-words.js';
import { BalanceEventWire, FillEventWire, OrderEventWire } from './private-schemas.js';
import { isAll } from './symbols.js';
import { timeOf } from './time.js';

/** What the account holds, as far as it changed since the login; event `outboundAccountInfo`. */
export const balances = createAccountChannel('balances', 'outboundAccountInfo', BalanceEventWire, (events, context) => {
  const rows = events
    .flatMap(event => balancesOf(event, context))
    .filter(({ asset }) => isAll(context.symbol) || asset === context.symbol);
  if (rows.length === 0) return [];
  return [{ type: 'balance-update', ...accountStampOf(events, context), whole: false, rows }];
});

function balancesOf(event: z.infer<typeof BalanceEventWire>, context: ReadContext): readonly Balance[] {
  return event.B.map(row => {
    const available = decimalOf(row.f, 'f');
    const held = decimalOf(row.l, 'l');
    return {
      type: 'balance',
      ...accountStampOf([event], context),
      asset: row.a.toUpperCase(),
      total: addDecimal(available, held),
      available,
      held,
      raw: row,
    };
  });
}

/** Orders of one symbol or of all; event `executionReport`. */
export const orders = createAccountChannel('orders', 'executionReport', OrderEventWire, (events, context) => {
  const mine = ofSymbol(events, context);
  if (mine.length === 0) return [];
  const rows = mine.map(event => orderOf(event, context));
  return [{ type: 'order-update', ...accountStampOf(mine, context), whole: false, rows }];
});

function orderOf(event: z.infer<typeof OrderEventWire>, context: ReadContext): Order {
  const orderType = orderTypeOf(event.o);
  const filled = decimalOf(event.z, 'z');
  const isTouched = !isZeroDecimal(filled);
  const value = decimalIfAny(event.Z, 'Z');
  const asked = decimalOf(event.q, 'q');
  const stamp = accountStampOf([event], context);
  return {
    type: 'order',
    ...stamp,
    symbol: event.s,
    id: event.i,
    clientId: textIfAny(event.c),
    side: sideOf(event.S),
    orderType,
    price: orderType === 'market' ? undefined : decimalIfAny(event.p, 'p'),
    size: isOfQuote(event.o) ? undefined : asked,
    quoteSize: isOfQuote(event.o) ? asked : undefined,
    filled,
    averagePrice: value === undefined ? undefined : divideDecimal(value, filled),
    status: statusOf(event.X, isTouched),
    timeInForce: timeInForceOf(event.o, event.f),
    reduceOnly: undefined,
    positionSide: undefined,
    // An event tells the fee of the latest fill only: all of them together nobody tells.
    fees: [],
    createdAt: event.O === undefined ? undefined : timeOf(event.O, 'O'),
    updatedAt: stamp.timestamp,
    raw: event,
  };
}

/** The account's trades, of one symbol or of all; event `ticketInfo`, which tells no fees. */
export const fills = createAccountChannel('fills', 'ticketInfo', FillEventWire, (events, context) =>
  ofSymbol(events, context).map(event => fillOf(event, context)),
);

function fillOf(event: z.infer<typeof FillEventWire>, { venue, market, receivedAt }: ReadContext): Fill {
  return {
    type: 'fill',
    ...{ venue, market, symbol: event.s, timestamp: timeOf(event.t, 't'), receivedAt },
    id: event.T,
    orderId: event.o,
    clientId: textIfAny(event.c),
    side: sideOf(event.S),
    price: decimalOf(event.p, 'p'),
    size: decimalOf(event.q, 'q'),
    value: undefined,
    liquidity: event.m ? 'maker' : 'taker',
    fees: [],
    realizedPnl: undefined,
    raw: event,
  };
}

function ofSymbol<Event extends { readonly s: string }>(
  events: readonly Event[],
  { symbol }: ReadContext,
): readonly Event[] {
  return isAll(symbol) ? events : events.filter(({ s }) => s === symbol);
}

function sideOf(word: 'BUY' | 'SELL'): 'buy' | 'sell' {
  return word === 'BUY' ? 'buy' : 'sell';
}

function textIfAny(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
