/**
 * What becomes of an account in the words of BGE's private channels.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/_ws-private-v2.md
 * @module
 */
import type { AccountNews } from '../../contract/account-news.js';
import type { Wish } from '../../contract/counterpart.js';
import type { Balance, Order, OrderStatus } from '../../model/account.js';
import { multiplyDecimal } from '../../model/decimal.js';
import { namesIn } from './counterpart-hear.js';

/** How the orders of an account may be written. */
export interface AccountWords {
  /** The name of an order's id. */
  readonly idField: 'order_id' | 'orders_id';
}

type Row = Readonly<Record<string, unknown>>;

/** The frames of what became of an account; none where the wish is not for it. How things stand is only told when asked. */
export function speakAccount(wish: Wish, news: AccountNews, words: AccountWords): readonly string[] {
  if (news.type !== 'balances' && news.type !== 'order') return [];
  const rows = rowsOf(wish, news, words);
  if (rows.length === 0) return [];
  const { biz, type, product } = namesIn(wish);
  return [JSON.stringify({ biz, type, product, data: rows })];
}

/** The rows that news are told in; of how things stand the open orders, or both currencies. */
export function rowsOf({ feed, symbol }: Wish, news: AccountNews, words: AccountWords): readonly Row[] {
  const isMine = (order: Order): boolean => symbol === '' || order.symbol === symbol;
  switch (news.type) {
    case 'standing':
      if (feed === 'orders') return news.orders.filter(isMine).map(order => orderRow(order, words));
      return feed === 'balances' ? assetRows(symbol, news.balances) : [];
    case 'balances':
      return feed === 'balances' ? assetRows(symbol, news.rows) : [];
    case 'order':
      return feed === 'orders' && isMine(news.order) ? [orderRow(news.order, words)] : [];
    default:
      return [];
  }
}

/** The two currencies of a product, or the one of them that changed. */
function assetRows(symbol: string, balances: readonly Balance[]): readonly Row[] {
  const pair = symbol.split('_');
  return balances
    .filter(({ asset }) => pair.includes(asset))
    .map(({ asset, available, held }) => ({ currency: asset, available, hold: held ?? '0' }));
}

function orderRow(order: Order, { idField }: AccountWords): Row {
  const { id, symbol, side, price, size, filled, quoteSize, averagePrice, orderType, status, clientId } = order;
  return {
    [idField]: id,
    product: symbol,
    side,
    price: price ?? '0',
    size: size ?? '0',
    // The names are the reverse of what one expects: base units here …
    filled_amount: filled,
    funds: quoteSize ?? '0',
    // … and quote units here.
    filled_size: averagePrice === undefined ? '0' : multiplyDecimal(averagePrice, filled),
    type: orderType,
    status: STATUSES[status],
    client_oid: clientId ?? '',
  };
}

const STATUSES: Readonly<Record<OrderStatus, string>> = {
  open: '1',
  'partially-filled': '2',
  filled: '3',
  cancelled: '5',
  expired: '5',
  rejected: '6',
};
