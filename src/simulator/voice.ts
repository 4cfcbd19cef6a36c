/**
 * What is said of one wish: first the state, then its changes.
 * @module
 */
import type { Auction, Listing, Utterance, Wish } from '../contract/counterpart.js';
import type { BookRow } from '../model/market.js';
import { snapshotOf } from './market.js';
import type { Market, MarketStep } from './market.js';

/** What is said of one wish to all who share it. */
export interface Voice {
  /** The markets that must move for it. */
  readonly markets: readonly Market[];
  /** The symbol's listing; undefined where it speaks of many. */
  readonly listing: Listing | undefined;
  /** What a new listener hears first. */
  first(now: number): Utterance;
  /** What all hear after a step; undefined where there is nothing to say. `steps` has one entry per market. */
  next(steps: ReadonlyMap<Market, MarketStep>, now: number): Utterance | undefined;
}

/** Trades that are sent first. */
const FIRST_TRADES = 50;
/** Candles that are sent first. */
const FIRST_CANDLES = 500;

/** Makes the voice of a wish; `markets` has more than one entry for `indices` only. */
export function createVoice(wish: Wish, markets: readonly [Market, ...Market[]]): Voice {
  const [market] = markets;
  const base = { markets, listing: wish.feed === 'indices' ? undefined : market.listing };
  const speaker = speakerOf(wish, markets);
  let saidAt = -Infinity;
  return {
    ...base,
    first: speaker.first,
    next(steps, now) {
      if (now - saidAt < wish.every) return undefined;
      const utterance = speaker.next(steps.get(market) ?? { trades: [], delta: undefined }, now);
      if (utterance !== undefined) saidAt = now;
      return utterance;
    },
  };
}

interface Speaker {
  readonly first: (now: number) => Utterance;
  readonly next: (step: MarketStep, now: number) => Utterance | undefined;
}

function speakerOf(wish: Wish, markets: readonly [Market, ...Market[]]): Speaker {
  const [market] = markets;
  switch (wish.feed) {
    case 'ticker':
      return always(() => ({ type: 'ticker', ticker: market.ticker() }));
    case 'trades':
      return {
        first: () => ({ type: 'trades', trades: market.trades().slice(-FIRST_TRADES), first: true }),
        next: ({ trades }) => (trades.length === 0 ? undefined : { type: 'trades', trades, first: false }),
      };
    case 'book':
      return wish.depth === undefined ? wholeThenChanges(market) : best(market, wish.depth);
    case 'candles':
      return candles(market, wish.interval ?? '');
    case 'auction':
      return always(now => ({ type: 'auction', auction: auctionAt(market.listing, now - market.birth, market.birth) }));
    case 'indices':
      return always(timestamp => ({
        type: 'indices',
        prices: markets.map(one => ({ listing: one.listing, price: one.indexPrice(), timestamp })),
      }));
    default:
      throw new RangeError(`${wish.feed} is told by an account, and no market`);
  }
}

function always(say: (now: number) => Utterance): Speaker {
  return { first: say, next: (_, now) => say(now) };
}

function wholeThenChanges(market: Market): Speaker {
  return {
    first: () => ({ type: 'book', event: snapshotOf(market, market.book()), after: market.book() }),
    next: ({ delta }) => (delta === undefined ? undefined : { type: 'book', event: delta, after: market.book() }),
  };
}

/** The best levels, whole each time, and only when one of them changed. */
function best(market: Market, depth: number): Speaker {
  let said: readonly BookRow[] = [];
  const say = (): Utterance => ({
    type: 'book',
    event: snapshotOf(market, market.book(), depth),
    after: market.book(),
  });
  const shown = (): readonly BookRow[] => [
    ...market.book().bids.slice(0, depth),
    ...market.book().asks.slice(0, depth),
  ];
  return {
    first: say,
    next() {
      const rows = shown();
      if (rows.length === said.length && rows.every((row, i) => row === said[i])) return undefined;
      said = rows;
      return say();
    },
  };
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
