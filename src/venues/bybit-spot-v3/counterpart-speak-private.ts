/**
 * What becomes of an account in the words of the stream. Nothing is told of what stood before.
 *
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v3/_websockets.md
 * @module
 */
import type { AccountNews } from '../../contract/account-news.js';
import type { Wish } from '../../contract/counterpart.js';
import type { Balance, Fill, Order } from '../../model/account.js';
import { isZeroDecimal, multiplyDecimal } from '../../model/decimal.js';

/** The frames of what became of an account; none where the wish is not for it. */
export function speakAccount(wish: Wish, news: AccountNews, now: number): readonly string[] {
  const row = rowOf(wish, news, now);
  if (row === undefined) return [];
  return [JSON.stringify({ type: 'snapshot', topic: wish.key, ts: String(now), data: [row] })];
}

type Row = Readonly<Record<string, unknown>>;
type OrderNews = Extract<AccountNews, { type: 'order' }>;

function rowOf({ feed }: Wish, news: AccountNews, now: number): Row | undefined {
  if (news.type === 'balances' && feed === 'balances') return balancesRow(news.rows, now);
  if (news.type === 'order' && feed === 'orders') return orderRow(news);
  return news.type === 'fill' && feed === 'fills' ? fillRow(news.fill, now) : undefined;
}

function balancesRow(rows: readonly Balance[], now: number): Row {
  const time = rows.reduce((latest, { timestamp = 0 }) => Math.max(latest, timestamp), 0);
  return {
    e: 'outboundAccountInfo',
    E: String(time === 0 ? now : time),
    ...{ T: true, W: true, D: true },
    B: rows.map(({ asset, available, held = '0' }) => ({ a: asset, f: available, l: held })),
  };
}

/** What is said of the last fill is zero where it is not the reason. */
function orderRow({ order, fill }: OrderNews): Row {
  const { filled, averagePrice } = order;
  const [fee] = fill?.fees ?? [];
  return {
    e: 'order',
    E: String(order.updatedAt ?? 0),
    s: order.symbol,
    c: order.clientId ?? '',
    S: order.side.toUpperCase(),
    o: typeOf(order),
    f: forceOf(order),
    q: order.size ?? order.quoteSize ?? '0',
    p: order.price ?? '0',
    X: statusOf(order),
    i: order.id,
    M: fill === undefined ? '0' : counterpartyOf(order.id),
    l: fill?.size ?? '0',
    z: filled,
    L: fill?.price ?? '0',
    n: fee?.amount ?? '0',
    N: fee?.asset ?? '',
    ...{ u: true, w: true },
    m: order.timeInForce === 'post-only',
    O: String(order.createdAt ?? 0),
    Z: averagePrice === undefined ? '0' : multiplyDecimal(averagePrice, filled),
    ...{ A: '0', C: false, v: '0', d: 'NO_LIQ' },
    ...(fill === undefined ? {} : { t: fill.id }),
    // Nobody matches himself here.
    ...{ sg: 0, st: 'None', ct: 'UNKNOWN', so: '', b: '' },
  };
}

function fillRow(fill: Fill, now: number): Row {
  const time = String(fill.timestamp ?? now);
  return {
    e: 'ticketInfo',
    E: time,
    s: fill.symbol,
    q: fill.size,
    t: time,
    p: fill.price,
    T: fill.id,
    o: fill.orderId,
    c: fill.clientId ?? '',
    O: counterpartyOf(fill.orderId),
    a: '533287',
    A: '642908',
    m: fill.liquidity === 'maker',
    S: fill.side.toUpperCase(),
    b: '',
  };
}

/** Somebody's order, who does not matter. */
function counterpartyOf(id: string): string {
  return String(BigInt(id) - 1n);
}

function typeOf({ orderType, quoteSize, timeInForce }: Order): string {
  if (orderType === 'market') return quoteSize === undefined ? 'MARKET_OF_BASE' : 'MARKET_OF_QUOTE';
  return timeInForce === 'post-only' ? 'LIMIT_MAKER' : 'LIMIT';
}

function forceOf({ timeInForce }: Order): string {
  return timeInForce === 'ioc' || timeInForce === 'fok' ? timeInForce.toUpperCase() : 'GTC';
}

function statusOf({ status, filled, quoteSize }: Order): string {
  switch (status) {
    case 'open':
      return 'NEW';
    case 'partially-filled':
      return 'PARTIALLY_FILLED';
    case 'filled':
      return 'FILLED';
    case 'rejected':
      return 'REJECTED';
    case 'cancelled':
    case 'expired':
      // Of an amount of quote the sample says so, filled or not.
      return isZeroDecimal(filled) || quoteSize !== undefined ? 'CANCELED' : 'PARTIALLY_FILLED_CANCELED';
  }
}
