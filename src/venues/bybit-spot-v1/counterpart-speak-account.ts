/**
 * What becomes of an account in the words of the legacy private stream: arrays of events, and nothing before the first one.
 *
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md
 * @module
 */
import type { AccountFeed, AccountLine, AccountNews } from '../../contract/account-news.js';
import type { Wish } from '../../contract/counterpart.js';
import type { Balance, Fill, Order } from '../../model/account.js';
import { multiplyDecimal } from '../../model/decimal.js';

type Row = Readonly<Record<string, unknown>>;

/** The parts of an account. */
export const lines: readonly AccountLine[] = [{ market: 'spot', trades: 'spot', kind: 'spot', marketBuys: 'quote' }];

/** What a login is enough for. */
export const implied: readonly Wish[] = [
  wish('outboundAccountInfo', 'balances'),
  wish('executionReport', 'orders'),
  wish('ticketInfo', 'fills'),
  wish('stop_executionReport', 'other'),
];

/** The frames of what became of an account. */
export function speakAccount({ feed }: Wish, news: AccountNews): readonly string[] {
  if (news.type === 'balances' && feed === 'balances') return frame(balanceEvent(news.rows));
  if (news.type === 'order' && feed === 'orders') return frame(orderEvent(news.order, news.fill));
  return news.type === 'fill' && feed === 'fills' ? frame(fillEvent(news.fill)) : [];
}

function wish(key: string, feed: AccountFeed): Wish {
  return { key, market: 'spot', symbol: '', feed, private: true, depth: undefined, interval: undefined, every: 0 };
}

function frame(event: Row): readonly string[] {
  return [JSON.stringify([event])];
}

function balanceEvent(rows: readonly Balance[]): Row {
  return {
    e: 'outboundAccountInfo',
    E: timeText(rows[0]?.timestamp),
    T: true,
    W: true,
    D: true,
    B: rows.map(({ asset, available, held }) => ({ a: asset, f: available, l: held })),
  };
}

function orderEvent(order: Order, fill: Fill | undefined): Row {
  const { price, size, quoteSize, filled, averagePrice, status, timeInForce } = order;
  const [fee] = fill?.fees ?? [];
  return {
    e: 'executionReport',
    E: timeText(order.updatedAt),
    s: order.symbol,
    c: order.clientId ?? '',
    S: order.side.toUpperCase(),
    o: typeWord(order),
    f: timeInForce === undefined || timeInForce === 'post-only' ? 'GTC' : timeInForce.toUpperCase(),
    q: quoteSize ?? size,
    p: price ?? '0',
    X: STATUSES[status],
    i: order.id,
    M: fill === undefined ? '0' : COUNTER_ORDER,
    l: fill?.size ?? '0',
    z: filled,
    L: fill?.price ?? '0',
    n: fee?.amount ?? '0',
    N: fee?.asset ?? '',
    u: true,
    w: status === 'open' || status === 'partially-filled',
    m: timeInForce === 'post-only',
    O: timeText(order.createdAt),
    Z: averagePrice === undefined ? '0' : multiplyDecimal(filled, averagePrice),
    A: '0',
    // The venue's sample of a cancelled order says so too.
    C: false,
    v: '0',
    d: 'NO_LIQ',
    ...(fill === undefined ? {} : { t: fill.id }),
  };
}

const STATUSES = {
  open: 'NEW',
  'partially-filled': 'PARTIALLY_FILLED',
  filled: 'FILLED',
  cancelled: 'CANCELED',
  rejected: 'REJECTED',
  expired: 'CANCELED',
} as const;
const COUNTER_ORDER = '899062000118679808';

function typeWord({ orderType, quoteSize, timeInForce }: Order): string {
  if (orderType === 'market') return quoteSize === undefined ? 'MARKET_OF_BASE' : 'MARKET_OF_QUOTE';
  return timeInForce === 'post-only' ? 'LIMIT_MAKER' : 'LIMIT';
}

function fillEvent(fill: Fill): Row {
  return {
    e: 'ticketInfo',
    E: timeText(fill.timestamp),
    s: fill.symbol,
    q: fill.size,
    t: timeText(fill.timestamp),
    p: fill.price,
    T: fill.id,
    o: fill.orderId,
    c: fill.clientId ?? '',
    O: COUNTER_ORDER,
    a: '10043',
    A: '10024',
    m: fill.liquidity === 'maker',
    S: fill.side.toUpperCase(),
  };
}

function timeText(time: number | undefined): string {
  return String(time ?? 0);
}
