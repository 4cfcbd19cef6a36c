/**
 * What Backpack's simulated half makes of the name of a stream.
 *
 * @see https://docs.backpack.exchange/#tag/Streams
 * @module
 */
import type { Objection, Wish, WishFeed } from '../../contract/counterpart.js';

/** A name is a wish, or there is no such stream. */
export type HeardStream =
  { readonly type: 'wish'; readonly wish: Wish } | { readonly type: 'mistake'; readonly objection: Objection };

/** There is no stream of this sort. */
export const INVALID_STREAM: Objection = { code: 4006, message: 'Invalid stream' };
/** The name has a pace that books are not told at. */
export const INVALID_WINDOW: Objection = { code: 4008, message: 'Invalid depth window' };

/** Takes the name of a stream apart: its sort, then what belongs to the sort, then a symbol that may hold dots. */
export function hearStream(name: string): HeardStream {
  const [type = '', ...rest] = name.split('.');
  switch (type) {
    case 'depth':
      return hearDepth(name, rest);
    case 'kline': {
      const interval = KLINE_INTERVALS[rest[0] ?? ''];
      if (interval === undefined) return nothing;
      return ofSymbol(name, rest.slice(1), { feed: 'candles', interval, every: 1_000 });
    }
    case 'bookTicker':
      return ofSymbol(name, rest, { feed: 'quotes' });
    case 'trade':
      return ofSymbol(name, rest, { feed: 'trades' });
    case 'ticker':
    case 'externalTicker':
      return ofSymbol(name, rest, { feed: 'ticker', every: 1_000 });
    case 'markPrice':
      return ofSymbol(name, rest, { feed: onPerp(rest, 'ticker'), every: 1_000 });
    case 'openInterest':
      return ofSymbol(name, rest, { feed: onPerp(rest, 'ticker'), every: 60_000 });
    case 'liquidation':
      if (rest.length === 0) return { type: 'wish', wish: wishOf(name, '', '', { feed: 'liquidations' }) };
      return ofSymbol(name, rest, { feed: onPerp(rest, 'liquidations') });
    case 'stockPrice':
      // A bare name only; nobody has shown what is told of it.
      return rest.length === 0 || rest.join('.').endsWith('.US') ? nothing : ofSymbol(name, rest, { feed: 'nothing' });
    case 'account':
      return hearAccount(name, rest);
    default:
      return nothing;
  }
}

/** The product line of a symbol, which its end tells. */
export function lineOf(symbol: string): string {
  if (symbol.endsWith('_PERP')) return 'perp';
  return symbol.endsWith('_RFQ') ? 'rfq' : 'spot';
}

/** Our word for each interval of candles. */
const KLINE_INTERVALS: Readonly<Record<string, string | undefined>> = {
  ...{ '1s': '1s', '1m': '1m', '3m': '3m', '5m': '5m', '15m': '15m', '30m': '30m' },
  ...{ '1h': '1h', '2h': '2h', '4h': '4h', '6h': '6h', '8h': '8h', '12h': '12h' },
  ...{ '1d': '1d', '3d': '3d', '1w': '1w', '1month': '1M' },
};

/** The streams of an account, and whether there is one for a single symbol. */
const ACCOUNT: Readonly<Record<string, { readonly feed: WishFeed; readonly bySymbol: boolean } | undefined>> = {
  orderUpdate: { feed: 'orders', bySymbol: true },
  positionUpdate: { feed: 'positions', bySymbol: true },
  balanceUpdate: { feed: 'balances', bySymbol: false },
  rfqUpdate: { feed: 'other', bySymbol: true },
  rfq: { feed: 'other', bySymbol: true },
};

const nothing: HeardStream = { type: 'mistake', objection: INVALID_STREAM };

type Terms = Pick<Wish, 'feed'> & Partial<Pick<Wish, 'interval' | 'every' | 'private' | 'changesOnly'>>;

/** "200ms" is a pace; "5" is none, and so a part of a symbol that does not exist. */
function hearDepth(name: string, [first = '', ...more]: readonly string[]): HeardStream {
  if (!/^\d+ms$/.test(first)) return ofSymbol(name, [first, ...more], { feed: 'book' });
  const every = { '200ms': 200, '600ms': 600, '1000ms': 1_000 }[first];
  if (every === undefined) return { type: 'mistake', objection: INVALID_WINDOW };
  return ofSymbol(name, more, { feed: 'book', every });
}

function hearAccount(name: string, [kind = '', ...rest]: readonly string[]): HeardStream {
  const known = Object.hasOwn(ACCOUNT, kind) ? ACCOUNT[kind] : undefined;
  if (known === undefined || (rest.length > 0 && !known.bySymbol)) return nothing;
  // Only positions are told as they stand.
  const terms = { feed: known.feed, private: true, changesOnly: kind !== 'positionUpdate' };
  return { type: 'wish', wish: wishOf(name, '', rest.join('.'), terms) };
}

function ofSymbol(name: string, parts: readonly string[], terms: Terms): HeardStream {
  const symbol = parts.join('.');
  if (symbol === '') return nothing;
  return { type: 'wish', wish: wishOf(name, lineOf(symbol), symbol, terms) };
}

function onPerp(parts: readonly string[], feed: WishFeed): WishFeed {
  return lineOf(parts.join('.')) === 'perp' ? feed : 'nothing';
}

function wishOf(key: string, market: string, symbol: string, terms: Terms): Wish {
  const rest = { private: false, depth: undefined, changesOnly: true, interval: undefined, every: 0 };
  return { key, market, symbol, ...rest, ...terms };
}
