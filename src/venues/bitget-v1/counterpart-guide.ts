/**
 * The exchange's side of the guide's dialect: an account, its orders, its trades and its margin positions.
 *
 * What the guide leaves open is marked where it is filled in.
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api
 * @module
 */
import type { AccountFeed, AccountLine, AccountNews, Worth } from '../../contract/account-news.js';
import type { Heard, Objection, Verdict, Wish } from '../../contract/counterpart.js';
import type { Balance, Fill, Order, Position } from '../../model/account.js';
import { negateDecimal, subtractDecimal } from '../../model/decimal.js';
import { argsOf, fieldsOf, loginOf, mistake } from './counterpart-request.js';
import type { Encoding } from './counterpart-request.js';

type Row = Readonly<Record<string, unknown>>;

/** The parts of an account. */
export const guideLines: readonly AccountLine[] = [
  { market: 'spot', trades: 'spot', kind: 'spot', marketBuys: 'base' },
  {
    ...{ market: 'margin', trades: 'spot', kind: 'positions', marketBuys: 'base' },
    margin: { mode: 'isolated', leverage: 3 },
  },
];

const CHANNELS: Readonly<Record<string, { readonly feed: AccountFeed; readonly instType: 'SPOT' | 'MARGIN' }>> = {
  account: { feed: 'balances', instType: 'SPOT' },
  orders: { feed: 'orders', instType: 'SPOT' },
  trades: { feed: 'fills', instType: 'SPOT' },
  positions: { feed: 'positions', instType: 'MARGIN' },
};

const INVALID_SIGNATURE: Objection = { code: 40001, message: 'Invalid signature' };
const INVALID_SUBSCRIPTION: Objection = { code: 40003, message: 'Invalid subscription' };
const RATE_LIMIT: Objection = { code: 40004, message: 'Rate limit exceeded' };
const NOT_LOGGED_IN: Objection = { code: 40005, message: 'Not logged in' };

/** Takes a message apart. The guide's only sign of life is `{"op":"ping"}`; how it is answered is not told. */
export function hearGuide(text: string, encodings: readonly Encoding[]): readonly Heard[] {
  const request = fieldsOf(text);
  const op = request?.['op'];
  if (op === 'ping') return [{ type: 'ping', reply: '{"op":"pong"}' }];
  if (op === 'login') return [loginOf(request, encodings)];
  const args = argsOf(request);
  if ((op !== 'subscribe' && op !== 'unsubscribe') || args.length === 0) return [mistake(INVALID_SUBSCRIPTION)];
  return args.map(arg => hearArgument(op, arg));
}

/** The frames that tell a verdict; `acks`: whether requests are acknowledged, which the guide does not tell. */
export function answerGuide(heard: Heard, verdict: Verdict, acks: boolean): readonly string[] {
  if (heard.type === 'ping') return [heard.reply];
  if (heard.type === 'mistake') return [errorFrame(heard.objection)];
  // One code and one text for all that can be wrong with a login.
  if (heard.type === 'login') return [verdict === 'granted' ? WELCOME : errorFrame(INVALID_SIGNATURE)];
  if (heard.type !== 'subscribe' && heard.type !== 'unsubscribe') return [];
  if (verdict === 'not-logged-in') return [errorFrame(NOT_LOGGED_IN)];
  if (verdict === 'unknown-symbol') return [errorFrame(INVALID_SUBSCRIPTION)];
  return acks ? [JSON.stringify({ event: heard.type, arg: heard.echo })] : [];
}

/** The frame that tells of an excess. */
export function warnGuide(): readonly string[] {
  return [errorFrame(RATE_LIMIT)];
}

/** The frames of what became of an account: a snapshot first, updates from then on; positions are whole each time. */
export function speakGuide(wish: Wish, news: AccountNews): readonly string[] {
  const { feed, symbol } = wish;
  const here = (row: { readonly symbol: string }): boolean => symbol === '' || row.symbol === symbol;
  const frame = (action: 'snapshot' | 'update', data: readonly Row[]): readonly string[] => [
    JSON.stringify({ action, arg: argOf(wish), data }),
  ];
  switch (news.type) {
    case 'standing':
      if (feed === 'balances') return frame('snapshot', balanceRows(news.balances, news.worth));
      if (feed === 'orders') return frame('snapshot', news.orders.filter(here).map(orderRow));
      return feed === 'positions' ? frame('snapshot', news.positions.filter(here).map(positionRow)) : [];
    case 'balances':
      return feed === 'balances' ? frame('update', balanceRows(news.rows, news.worth)) : [];
    case 'order':
      return feed === 'orders' && here(news.order) ? frame('update', [orderRow(news.order)]) : [];
    case 'fill':
      return feed === 'fills' && here(news.fill) ? frame('update', [tradeRow(news.fill)]) : [];
    case 'positions':
      return feed === 'positions' && here(news) ? frame('snapshot', news.rows.filter(here).map(positionRow)) : [];
    case 'closed':
      return [];
  }
}

/** Not in the guide; the exchange's pages print it so. */
const WELCOME = '{"event":"login","code":"0","msg":""}';

function errorFrame({ code, message }: Objection): string {
  return JSON.stringify({ event: 'error', code: String(code), msg: message });
}

function hearArgument(op: 'subscribe' | 'unsubscribe', arg: unknown): Heard {
  const fields = fieldsOf(arg) ?? {};
  const { channel, instType, instId } = fields;
  const known = typeof channel === 'string' && Object.hasOwn(CHANNELS, channel) ? CHANNELS[channel] : undefined;
  const named = instId === undefined || (typeof instId === 'string' && channel !== 'account');
  if (known === undefined || instType !== known.instType || !named) return mistake(INVALID_SUBSCRIPTION, op, arg);
  const symbol = typeof instId === 'string' ? instId.toUpperCase() : '';
  const { feed } = known;
  const rest = { private: true, depth: undefined, interval: undefined, every: 0 };
  const key = `${known.instType}:${String(channel)}:${symbol}`;
  const wish: Wish = { key, market: known.instType.toLowerCase(), symbol, feed, ...rest };
  return { type: op, wish, echo: argOf(wish) };
}

function argOf({ key }: Wish): Row {
  const [instType, channel, instId] = key.split(':');
  return instId === '' ? { channel, instType } : { channel, instType, instId };
}

function balanceRows(rows: readonly Balance[], worth: Readonly<Record<string, Worth>>): readonly Row[] {
  return rows.map(({ asset, available, held, timestamp }) => ({
    coinId: asset,
    available,
    frozen: held,
    locked: '0',
    btcValue: worth[asset]?.btc,
    usdValue: worth[asset]?.usd,
    timestamp,
  }));
}

/** Of the words for a status the guide shows "partially_filled" only. */
function orderRow(order: Order): Row {
  const { size = '0', filled, status } = order;
  return {
    orderId: order.id,
    symbol: order.symbol,
    side: order.side,
    orderType: order.orderType,
    price: order.price ?? '0',
    quantity: size,
    remainingQuantity: subtractDecimal(size, filled),
    status: status === 'open' ? 'new' : status.replace('-', '_'),
    timestamp: order.updatedAt,
  };
}

function tradeRow(fill: Fill): Row {
  const [fee] = fill.fees;
  return {
    tradeId: fill.id,
    orderId: fill.orderId,
    symbol: fill.symbol,
    side: fill.side,
    price: fill.price,
    quantity: fill.size,
    fee: fee?.amount,
    feeCurrency: fee?.asset,
    timestamp: fill.timestamp,
  };
}

function positionRow(row: Position): Row {
  return {
    symbol: row.symbol,
    positionAmt: row.side === 'long' ? row.size : negateDecimal(row.size),
    entryPrice: row.entryPrice,
    markPrice: row.markPrice,
    unRealizedProfit: row.unrealizedPnl,
    liquidationPrice: row.liquidationPrice,
    leverage: row.leverage,
    marginType: row.marginMode,
    timestamp: row.timestamp,
  };
}
