/**
 * What becomes of an account in the words of Backpack's private streams.
 *
 * @see https://docs.backpack.exchange/#tag/Streams/Private
 * @module
 */
import type { AccountNews } from '../../contract/account-news.js';
import type { Wish } from '../../contract/counterpart.js';
import type { Balance, Order, Position } from '../../model/account.js';
import { absDecimal, multiplyDecimal, negateDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { engineTime, frameOf, sentAt, textOf, trimmed } from './counterpart-frame.js';
import type { Fields } from './counterpart-frame.js';

/** The frames of what became of an account, on the stream that was wished for. */
export function speakAccount(wish: Wish, news: AccountNews, now: number): readonly string[] {
  const say = (fields: Fields): string => frameOf(wish.key, { E: sentAt(now), ...fields });
  const isMeant = (symbol: string): boolean => wish.symbol === '' || wish.symbol === symbol;
  switch (wish.feed) {
    case 'orders':
      return news.type === 'order' && isMeant(news.order.symbol) ? [say(orderFields(news))] : [];
    case 'balances':
      return news.type === 'balances' ? news.rows.map(row => say(balanceFields(row))) : [];
    case 'positions':
      return positionFrames(news)
        .filter(({ symbol }) => isMeant(symbol))
        .map(({ fields }) => say(fields));
    default:
      return [];
  }
}

type OrderNews = Extract<AccountNews, { type: 'order' }>;

/** Amounts are written without zeros at their end. */
function amount(value: Decimal): string {
  return textOf(trimmed(value));
}

function orderFields({ order, fill }: OrderNews): Fields {
  const { price, size = '0', filled, averagePrice = '0' } = order;
  const fee = fill?.fees[0];
  const isFok = order.timeInForce === 'fok';
  const isIoc = order.timeInForce === 'ioc' || order.orderType === 'market';
  const expires = order.status === 'cancelled' && (isFok || isIoc);
  return {
    e: textOf(
      fill !== undefined
        ? 'orderFill'
        : order.status === 'open'
          ? 'orderAccepted'
          : expires
            ? 'orderExpired'
            : 'orderCancelled',
    ),
    T: engineTime(order.updatedAt),
    s: textOf(order.symbol),
    // At most 32 bits.
    c: order.clientId === undefined ? undefined : String(BigInt(order.clientId) % 4_294_967_296n),
    S: order.side === 'buy' ? '"Bid"' : '"Ask"',
    o: order.orderType === 'market' ? '"MARKET"' : '"LIMIT"',
    f: isFok ? '"FOK"' : isIoc ? '"IOC"' : '"GTC"',
    q: amount(size),
    // What it is worth is told of every order.
    Q: amount(multiplyDecimal(size, price ?? averagePrice)),
    p: price === undefined ? undefined : amount(price),
    X: textOf(statusOf(order, expires)),
    R: expires ? textOf(isFok ? 'FillOrKill' : 'ImmediateOrCancel') : undefined,
    i: textOf(order.id),
    t: fill?.id ?? 'null',
    l: fill === undefined ? undefined : amount(fill.size),
    L: fill === undefined ? undefined : amount(fill.price),
    m: fill === undefined ? undefined : String(fill.liquidity === 'maker'),
    n: fee === undefined ? undefined : amount(fee.amount),
    N: fee === undefined ? undefined : textOf(fee.asset),
    z: amount(filled),
    Z: amount(multiplyDecimal(filled, averagePrice)),
    V: '"RejectTaker"',
    r: String(order.reduceOnly === true),
    y: String(order.timeInForce === 'post-only'),
    O: '"USER"',
  };
}

function statusOf({ status }: Order, expires: boolean): string {
  if (expires) return 'Expired';
  return { open: 'New', 'partially-filled': 'PartiallyFilled', filled: 'Filled' }[status as string] ?? 'Cancelled';
}

function balanceFields({ asset, available, held = '0', timestamp }: Balance): Fields {
  const T = engineTime(timestamp);
  return { e: '"balanceUpdate"', T, a: textOf(asset), A: amount(available), L: amount(held), S: '"0"' };
}

interface PositionFrame {
  readonly symbol: string;
  readonly fields: Fields;
}

/** One frame per position; those that stood before are told without an event. */
function positionFrames(news: AccountNews): readonly PositionFrame[] {
  if (news.type === 'standing') {
    return news.positions.map(row => ({ symbol: row.symbol, fields: positionFields(row, undefined) }));
  }
  if (news.type === 'positions') {
    const row = news.rows.find(({ symbol }) => symbol === news.symbol);
    if (row === undefined) return [];
    const event = row.createdAt === row.updatedAt ? 'positionOpened' : 'positionAdjusted';
    return [{ symbol: row.symbol, fields: positionFields(row, event) }];
  }
  if (news.type !== 'closed') return [];
  const { symbol, entryPrice, exitPrice, profit, closedAt } = news.position;
  const fields = {
    e: '"positionClosed"',
    T: engineTime(closedAt),
    s: textOf(symbol),
    ...{ b: amount(entryPrice), B: amount(entryPrice), M: amount(exitPrice) },
    ...{ q: '"0"', Q: '"0"', n: '"0"', p: amount(profit), P: '"0"' },
    ...terms(symbol),
  };
  return [{ symbol, fields }];
}

function positionFields(row: Position, event: string | undefined): Fields {
  const { symbol, side, size, entryPrice = '0', markPrice = '0', unrealizedPnl = '0', realizedPnl = '0' } = row;
  return {
    e: event === undefined ? undefined : textOf(event),
    T: engineTime(row.timestamp),
    s: textOf(symbol),
    ...{ b: amount(entryPrice), B: amount(entryPrice), M: amount(markPrice) },
    q: amount(side === 'short' ? negateDecimal(size) : size),
    Q: amount(absDecimal(size)),
    n: amount(multiplyDecimal(size, markPrice)),
    p: amount(realizedPnl),
    P: amount(unrealizedPnl),
    ...terms(symbol),
  };
}

/** Margins, and an id that follows from the symbol. */
function terms(symbol: string): Fields {
  const id = Array.from(symbol).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_000, 7);
  return { f: '"0.02"', m: '"0.0125"', l: '"0"', i: String(5_411_000_000 + id) };
}
