/**
 * What each venue can, asked of its table.
 * @module
 */
import type { Channel, SymbolRequest } from '../contract/channel.js';
import type { RequestOption, Venue } from '../contract/venue.js';

/** One kind at one venue. */
export interface Capability {
  readonly kind: string;
  readonly markets: readonly string[];
  readonly docs: string;
}

/** What a venue can. */
export interface Capabilities {
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  readonly markets: readonly string[];
  readonly defaultMarket: string;
  readonly hosts: Venue['hosts'];
  readonly kinds: readonly Capability[];
  /** Of candles, in our words, shortest first. */
  readonly intervals: readonly string[];
  /** Of books, beside the deepest, on any market. */
  readonly depths: readonly number[];
  /** What its requests can choose beside market, interval and depth. */
  readonly options: readonly RequestOption[];
  /** The venue's own channels. */
  readonly channels: readonly string[];
}

/** Asks a venue's table what it has. */
export function capabilitiesOf(venue: Venue): Capabilities {
  const { id, name, docs, markets, defaultMarket, hosts, options = [], channels, raw } = venue;
  const all: readonly Channel[] = Object.values(channels);
  return {
    id,
    name,
    docs,
    markets,
    defaultMarket,
    hosts,
    kinds: all.map(channel => ({ kind: channel.kind, markets: channel.markets, docs: channel.docs })),
    intervals: possible(channels.candles as Channel | undefined, 'interval', likelyIntervals()),
    depths: possible(channels.book as Channel | undefined, 'depth', likelyDepths),
    options,
    channels: Object.keys(raw),
  };
}

const likelyDepths = Array.from({ length: 1_000 }, (_, i) => i + 1);

/** Our words of every length that a candle could have, shortest first. */
function likelyIntervals(): readonly string[] {
  const units = { s: 59, m: 59, h: 23, d: 6, w: 3, M: 12 };
  return ['', 'utc'].flatMap(alignment =>
    Object.entries(units).flatMap(([unit, most]) =>
      Array.from({ length: most }, (_, i) => `${i + 1}${unit}${alignment}`),
    ),
  );
}

/** A venue's table does not list what it has, but refuses what it has not: so each word is tried. */
function possible<T>(channel: Channel | undefined, name: string, likely: readonly T[]): readonly T[] {
  if (channel === undefined) return [];
  const takes = (market: string, symbol: string, word: T): boolean => {
    const request: SymbolRequest & Readonly<Record<string, unknown>> = { market, symbol, [name]: word };
    try {
      return channel.topic(request).key !== '';
    } catch {
      return false;
    }
  };
  return likely.filter(word =>
    channel.markets.some(market => likelySymbols.some(symbol => takes(market, symbol, word))),
  );
}

/** Some venues look whether a symbol is a pair. */
const likelySymbols = ['AB', 'A_B'];
