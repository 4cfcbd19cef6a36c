/**
 * What is said of one wish: first the state, then its changes.
 * @module
 */
import type { Auction, Listing, Utterance, Wish } from '../contract/counterpart.js';
import type { Quote, Ticker } from '../model/market.js';
import { bestLevels, wholeThenChanges } from './book-voice.js';
import type { Market, MarketStep } from './market.js';
import type { Speaker } from './speaker.js';

/** What is said of one wish to all who share it. */
export interface Voice {
  /** The markets that must move for it. */
  readonly markets: readonly Market[];
  /** The symbol's listing; undefined where it speaks of many. */
  readonly listing: Listing | undefined;
  /** What a new listener hears first; undefined where that is nothing. */
  first(now: number): Utterance | undefined;
  /** What all hear after a step; undefined where there is nothing to say. `steps` has one entry per market. */
  next(steps: ReadonlyMap<Market, MarketStep>, now: number): Utterance | undefined;
}

/** Trades that are sent first. */
const FIRST_TRADES = 50;
/** Candles that are sent first. */
const FIRST_CANDLES = 500;
const NOTHING: MarketStep = { trades: [], delta: undefined, liquidations: [], restarted: false };

/** Makes the voice of a wish; `markets` has more than one entry where it is for all symbols only. */
export function createVoice(wish: Wish, markets: readonly [Market, ...Market[]]): Voice {
  const [market] = markets;
  const { every, repeatAfter = Infinity } = wish;
  const speaker = speakerOf(wish, markets);
  let movedAt = -Infinity;
  let saidAt: number | undefined;
  return {
    markets,
    listing: isForMany(wish) ? undefined : market.listing,
    first(now) {
      saidAt ??= now;
      return speaker.first(now);
    },
    next(steps, now) {
      const due = speaker.paced === true || now - movedAt >= every;
      const news = due ? speaker.next(steps.get(market) ?? NOTHING, now, steps) : undefined;
      if (news !== undefined) movedAt = now;
      const silent = now - (saidAt ?? now);
      const utterance = news ?? (silent >= repeatAfter ? speaker.again?.() : undefined);
      if (utterance !== undefined) saidAt = now;
      return utterance;
    },
  };
}

/** Whether a wish is for all symbols of its market. */
export function isForMany({ feed, symbol }: Wish): boolean {
  return feed === 'indices' || (feed === 'liquidations' && symbol === '');
}

function speakerOf(wish: Wish, markets: readonly [Market, ...Market[]]): Speaker {
  const [market] = markets;
  switch (wish.feed) {
    case 'ticker':
      return ticker(market);
    case 'trades':
      return {
        first: () => ({ type: 'trades', trades: market.trades().slice(-FIRST_TRADES), first: true }),
        next: ({ trades }) => (trades.length === 0 ? undefined : { type: 'trades', trades, first: false }),
      };
    case 'book':
      return wish.depth === undefined ? wholeThenChanges(market, wish) : bestLevels(market, wish.depth, wish);
    case 'candles':
      return candles(market, wish.interval ?? '');
    case 'quotes':
      return quotes(market);
    case 'liquidations':
      return {
        first: () => undefined,
        next(_, __, steps) {
          const rows = markets.flatMap(one => steps.get(one)?.liquidations ?? []);
          return rows.length === 0 ? undefined : { type: 'liquidations', rows };
        },
      };
    case 'auction':
      return always(now => ({ type: 'auction', auction: auctionAt(market.listing, now - market.birth, market.birth) }));
    case 'indices':
      return always(timestamp => ({
        type: 'indices',
        prices: markets.map(one => ({ listing: one.listing, price: one.indexPrice(), timestamp })),
      }));
    case 'nothing':
      return { first: () => undefined, next: () => undefined };
    default:
      throw new RangeError(`${wish.feed} is told by an account, and no market`);
  }
}

function always(say: (now: number) => Utterance): Speaker {
  return { first: say, next: (_, now) => say(now) };
}

/** A new listener hears what all others were told last, so that the next changes are changes of that for him as well. */
function ticker(market: Market): Speaker {
  let told: Ticker | undefined;
  return {
    first: () => ({ type: 'ticker', ticker: (told ??= market.ticker()), previous: undefined }),
    next() {
      const previous = told;
      told = market.ticker();
      return { type: 'ticker', ticker: told, previous };
    },
  };
}

function quotes(market: Market): Speaker {
  let told: Quote | undefined;
  const say = (quote: Quote): Utterance => ({ type: 'quote', quote });
  return {
    first() {
      const quote = quoteOf(market);
      told ??= quote;
      return say(quote);
    },
    next() {
      const quote = quoteOf(market);
      if (told !== undefined && isSame(told, quote)) return undefined;
      told = quote;
      return say(quote);
    },
    again: () => (told === undefined ? undefined : say(told)),
  };
}

function isSame(a: Quote, b: Quote): boolean {
  return a.bid === b.bid && a.bidSize === b.bidSize && a.ask === b.ask && a.askSize === b.askSize;
}

function quoteOf(market: Market): Quote {
  const { venue, listing } = market;
  const { bids, asks, sequence, timestamp } = market.book();
  const stamp = { venue, market: listing.market, symbol: listing.symbol, timestamp, receivedAt: timestamp };
  const [bid, bidSize] = bids[0]?.level ?? [];
  const [ask, askSize] = asks[0]?.level ?? [];
  return { type: 'quote', ...stamp, bid, bidSize, ask, askSize, sequence, raw: undefined };
}

/** From the candle that was open last time on: at a turn of the candle that is the old one, final, and the new one. */
function candles(market: Market, interval: string): Speaker {
  let from = market.candles(interval).at(-1)?.start ?? 0;
  let said: unknown;
  return {
    first: () => ({ type: 'candles', rows: market.candles(interval).slice(-FIRST_CANDLES), first: true }),
    next() {
      const all = market.candles(interval);
      const open = all.at(-1);
      if (open === undefined || open === said) return undefined;
      const rows = all.slice(
        Math.max(
          0,
          all.findLastIndex(row => row.start <= from),
        ),
      );
      from = open.start;
      said = open;
      return { type: 'candles', rows, first: false };
    },
  };
}

/** An auction of one minute, told in six stages, again and again. */
function auctionAt({ price, sizeDecimals }: Listing, age: number, birth: number): Auction {
  const stages = ['pre_market', 'stage_1', 'stage_2', 'stage_3', 'success', 'success'] as const;
  const part = 10_000;
  const index = Math.floor(age / part) % stages.length;
  const stageEnd = birth + (Math.floor(age / part) + 1) * part;
  const end = stageEnd + (stages.length - 1 - index) * part;
  const matched = index === 0 ? undefined : Number((((age % 60_000) / 1_000) * 3).toFixed(sizeDecimals));
  return { stage: stages[index] ?? 'failure', stageEnd, end, price: index === 0 ? undefined : price, volume: matched };
}
