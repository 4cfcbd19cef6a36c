/**
 * What the topics of Bybit's public sockets ask for.
 *
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */
import type { Door, Wish } from '../../contract/counterpart.js';
import { KLINE_INTERVALS } from './counterpart-calendar.js';
import { bybitListings } from './counterpart-listings.js';

/** A topic that the socket has, or what is wrong with it. */
export type PublicTopic = { readonly type: 'wish'; readonly wish: Wish } | { readonly type: 'unknown' };

type Terms = Pick<Wish, 'feed'> & Partial<Wish>;

/** ms between two pushes of an open candle. */
const KLINE_EVERY = 1_000;
/** ms between two pushes of the ticker; of spot and of the others. */
const SPOT_TICKER_EVERY = 50;
const TICKER_EVERY = 100;
/** After so many ms without a change the best level is told again. */
const REPEAT = 3_000;
/** Levels of the book that is told by changes alone: all there are. */
const ALL_LEVELS = 10_000;

/** ms between two pushes of a book, by its depth. */
const BOOKS: Readonly<Record<string, number>> = { '1': 10, '50': 20, '200': 100, '1000': 200 };
const OPTION_BOOKS: Readonly<Record<string, number>> = { '25': 20, '100': 100 };
const SPREAD_BOOKS: Readonly<Record<string, number>> = { '25': 20 };
const UNTOLD: Terms = { feed: 'nothing' };

/**
 * Reads a topic as the socket behind the door does: letters in their case, nothing left over.
 *
 * @param retired - whether topics that were taken out of service are there still
 */
export function hearPublic(topic: string, door: Door, retired: boolean): PublicTopic {
  const found = termsOf(topic, door.name) ?? (retired ? retiredOf(topic, door.name) : undefined);
  if (found === undefined) return { type: 'unknown' };
  const [terms, symbol] = found;
  const rest = { private: false, depth: undefined, interval: undefined, every: 0, ...terms };
  // One symbol may stand on several sockets, and they share nothing.
  return { type: 'wish', wish: { key: `${door.name}:${topic}`, market: door.market ?? door.name, symbol, ...rest } };
}

/** The topic as the client named it. */
export function topicOf({ key }: Pick<Wish, 'key'>): string {
  return key.slice(key.indexOf(':') + 1);
}

function termsOf(topic: string, door: string): readonly [terms: Terms, symbol: string] | undefined {
  const [head = '', ...tail] = topic.split('.');
  const symbol = tail.at(-1) ?? '';
  if (symbol === '') return undefined;
  if (door === 'status') return topic === 'system.status' ? [UNTOLD, symbol] : undefined;
  if (door === 'rfq') return topic === 'rfq.open.public.trades' ? [UNTOLD, symbol] : undefined;
  if (tail.length === 2) {
    const terms = windowed(head, tail[0] ?? '', door);
    return terms === undefined ? undefined : [terms, symbol];
  }
  if (tail.length !== 1) return undefined;
  if (door === 'option' && head === 'publicTrade') return tradesOfBase(symbol);
  const terms = plain(head, symbol, door);
  return terms === undefined ? undefined : [terms, symbol];
}

/** Topics with a depth or an interval before the symbol. */
function windowed(head: string, what: string, door: string): Terms | undefined {
  if (door === 'spread') return head === 'orderbook' && Object.hasOwn(SPREAD_BOOKS, what) ? UNTOLD : undefined;
  if (head === 'kline' && door !== 'option' && Object.hasOwn(KLINE_INTERVALS, what)) {
    return { feed: 'candles', interval: KLINE_INTERVALS[what], every: KLINE_EVERY };
  }
  if (head !== 'orderbook') return undefined;
  if (what === 'rpi' && door !== 'option') return { feed: 'book', window: 50, every: 100 };
  // Futures have this one on testnet only.
  if (what === 'full' && door !== 'option') return { feed: 'book', window: ALL_LEVELS, every: 200, changesOnly: true };
  const depths = door === 'option' ? OPTION_BOOKS : BOOKS;
  const every = Object.hasOwn(depths, what) ? depths[what] : undefined;
  if (every === undefined) return undefined;
  // The best level comes whole each time, all others as a window and its changes.
  if (what === '1') return { feed: 'book', depth: 1, window: 1, every, repeatAfter: REPEAT };
  return { feed: 'book', window: Number(what), every };
}

/** Topics that name a symbol, or a coin, and nothing else. */
function plain(head: string, symbol: string, door: string): Terms | undefined {
  const futures = door === 'linear' || door === 'inverse';
  switch (head) {
    case 'tickers':
      return door === 'spread' ? UNTOLD : { feed: 'ticker', every: door === 'spot' ? SPOT_TICKER_EVERY : TICKER_EVERY };
    case 'publicTrade':
      // What was traded before is not told.
      return door === 'spread' ? UNTOLD : { feed: 'trades', changesOnly: true };
    case 'priceLimit':
      return door === 'spot' || futures ? { feed: 'ticker', every: 300 } : undefined;
    case 'allLiquidation':
      return futures ? { feed: 'liquidations', every: 500 } : undefined;
    case 'insurance':
    case 'adlAlert':
      return poolsOf(door).includes(symbol) ? UNTOLD : undefined;
    default:
      return undefined;
  }
}

/** A depth of futures until September 2025, liquidations one by one until November, leveraged tokens until July. */
function retiredOf(topic: string, door: string): readonly [terms: Terms, symbol: string] | undefined {
  const parts = /^(orderbook\.500|liquidation|lt|tickers_lt|kline_lt\.\w+)\.([^.]+)$/.exec(topic);
  const [, head = '', symbol = ''] = parts ?? [];
  const futures = door === 'linear' || door === 'inverse';
  if (head === 'orderbook.500') return futures ? [{ feed: 'book', window: 500, every: 100 }, symbol] : undefined;
  if (head === 'liquidation') return futures ? [{ feed: 'liquidations', every: 1_000 }, symbol] : undefined;
  return head !== '' && door === 'spot' ? [UNTOLD, symbol] : undefined;
}

function poolsOf(door: string): readonly string[] {
  return door === 'linear' ? ['USDT', 'USDC'] : door === 'inverse' ? ['inverse'] : [];
}

/** The trades of all options of a coin; one is listed of each. */
function tradesOfBase(base: string): readonly [terms: Terms, symbol: string] | undefined {
  const first = bybitListings.find(one => one.market === 'option' && one.base === base);
  return first === undefined ? undefined : [{ feed: 'trades', changesOnly: true }, first.symbol];
}
