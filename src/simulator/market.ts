/**
 * The simulated market of one symbol: a seeded random walk that gives trades, a book, a ticker and candles.
 * @module
 */
import type { Counterpart, Listing } from '../contract/counterpart.js';
import type { Sequence } from '../model/decimal.js';
import type { BookDelta, BookRow, CandleRow, Liquidation, Ticker, Trade } from '../model/market.js';
import type { BookState } from './book-state.js';
import { createBookWindow } from './book-window.js';
import type { BookWindow, WindowTerms } from './book-window.js';
import { createCandleSeries } from './candle-series.js';
import type { CandleSeries } from './candle-series.js';
import { createDayStatistics } from './day-statistics.js';
import { createLiquidations } from './liquidations.js';
import { createOrderBook } from './order-book.js';
import { createRandom } from './random.js';
import { createSpelling } from './spelling.js';

/** What one step brought; oldest first; `delta` is undefined where the book did not change. */
export interface MarketStep {
  readonly trades: readonly Trade[];
  readonly delta: BookDelta | undefined;
  readonly liquidations: readonly Liquidation[];
  /** Whether the book's numbering begins anew with `delta`. */
  readonly restarted: boolean;
}

/** The market of one symbol. Its whole fate follows from the seed and the times of its steps. */
export interface Market {
  readonly venue: string;
  readonly listing: Listing;
  /** ms since the epoch */
  readonly birth: number;
  step(now: number): MarketStep;
  book(): BookState;
  /** One of the last 10,000 states; undefined where there was none of this number. */
  bookAt(sequence: Sequence): BookState | undefined;
  /** The state so many changes ago, or the oldest that is known. */
  bookBefore(changes: number): BookState;
  /** The window of these terms: the same one each time, which follows the book from the first time on. */
  window(terms: WindowTerms): BookWindow;
  /** The first window of so many levels, at whatever pace. */
  windowOf(levels: number): BookWindow;
  ticker(): Ticker;
  indexPrice(): number;
  /** Oldest first; the last 100,000 at least, and 50 from before the beginning. */
  trades(): readonly Trade[];
  /** Oldest first; the last 10,000. */
  liquidations(): readonly Liquidation[];
  /** Oldest first; the last one is open. */
  candles(interval: string): readonly CandleRow[];
  /** Makes the next step begin the book's numbering anew, which it announces by `previous` "0". */
  restartSequence(): void;
}

/** How many states of the book are kept. */
const STATES = 10_000;
const TRADES = 100_000;
/** Trades that happened before the market began. */
const EARLIER_TRADES = 50;

/** Makes the market of a symbol. `venue` is the venue's id, `candleAt` its calendar. */
export function createMarket(
  { id: venue, candleAt }: Pick<Counterpart, 'id' | 'candleAt'>,
  listing: Listing,
  seed: number | string,
  birth: number,
): Market {
  const { market, symbol } = listing;
  const random = createRandom(seed, market, symbol);
  const spelling = createSpelling(listing);
  const home = spelling.tickOf(listing.price);
  const grid = Math.max(1, Math.round(home * 5e-6));
  const orders = createOrderBook(listing, spelling, random, { tick: home, grid });
  const identity = { venue, market, symbol };
  const stats = createDayStatistics(listing, createRandom(seed, market, symbol, 'day'), birth, listing.price);
  const liquidations = createLiquidations(listing, identity, createRandom(seed, market, symbol, 'liquidations'));
  const candles = new Map<string, CandleSeries>();
  const windows: BookWindow[] = [];
  const states = new Map<Sequence, BookState>();

  let middle = home;
  let now = birth;
  let tradeId = BigInt(listing.tradeId);
  let sequence = BigInt(listing.sequence);
  let restarting = false;
  let trades: Trade[] = [];
  let state = keep(orders.changes().after);

  for (let ago = EARLIER_TRADES; ago > 0; ago--) {
    const near = Math.max(1, home + Math.round(grid * random.bell()));
    const side = random.chance(0.5) ? 'buy' : 'sell';
    record(side, { tick: ago === 1 ? home : near, lots: random.whole(1, 500) }, birth - ago * 40);
  }

  function keep(after: { readonly bids: readonly BookRow[]; readonly asks: readonly BookRow[] }): BookState {
    const kept = { ...after, sequence: String(sequence), timestamp: now };
    // A number that comes again after a restart stands for its newest state.
    states.delete(kept.sequence);
    states.set(kept.sequence, kept);
    const [oldest] = states.keys();
    if (states.size > STATES && oldest !== undefined) states.delete(oldest);
    return kept;
  }

  function record(
    side: Trade['side'],
    fill: { readonly tick: number; readonly lots: number },
    timestamp: number,
  ): Trade {
    tradeId += BigInt(random.whole(1, 4_000_000));
    const what = { id: String(tradeId), price: spelling.priceOf(fill.tick), size: spelling.sizeOf(fill.lots), side };
    const made: Trade = { type: 'trade', ...identity, timestamp, receivedAt: timestamp, ...what, raw: undefined };
    trades.push(made);
    if (trades.length > TRADES * 1.1) trades = trades.slice(-TRADES);
    return made;
  }

  function trade(drift: number): readonly Trade[] {
    const fresh: Trade[] = [];
    while (fresh.length < 6 && random.chance(0.45)) {
      const side = random.chance(drift > 0 ? 0.75 : 0.25) ? 'buy' : 'sell';
      fresh.push(record(side, orders.take(side), now));
    }
    for (const one of fresh) {
      stats.add(one);
      for (const series of candles.values()) series.add(one);
    }
    return fresh;
  }

  function seriesOf(interval: string): CandleSeries {
    const known = candles.get(interval);
    if (known !== undefined) return known;
    const spanOf = (time: number): { readonly start: number; readonly end: number } => candleAt(interval, time);
    const { price, priceDecimals, sizeDecimals } = listing;
    const origin = { stamp: identity, interval, spanOf, birth, price, priceDecimals, sizeDecimals };
    const series = createCandleSeries(origin, createRandom(seed, market, symbol, 'candles', interval));
    for (const one of trades) if ((one.timestamp ?? 0) >= birth) series.add(one);
    series.advance(now);
    candles.set(interval, series);
    return series;
  }

  function windowOf(terms: WindowTerms): BookWindow {
    const known = windows.find(one => one.terms.levels === terms.levels && one.terms.every === terms.every);
    if (known !== undefined) return known;
    const start = createRandom(seed, market, symbol, 'window', String(terms.levels)).whole(1_000, 90_000_000);
    const made = createBookWindow(terms, state, start);
    windows.push(made);
    return made;
  }

  function follow(restarted: boolean): void {
    for (const one of windows) one.follow(state, restarted, now);
  }

  return {
    venue,
    listing,
    birth,
    step(at) {
      now = Math.max(now, at);
      const drift = grid * random.bell() * 0.8 + (home - middle) * 0.0005;
      for (const series of candles.values()) series.advance(now);
      stats.advance(now);
      const fresh = trade(drift);
      middle = Math.max(2, Math.round(middle + drift));
      // Now and then nothing moves, and now and then only the number does.
      const idle = random.chance(0.05);
      if (!idle) orders.follow(middle);
      const { bids, asks, after } = orders.changes();
      const forced = liquidations.step(orders.top(), now);
      if (bids.length + asks.length === 0 && !restarting && random.chance(0.8)) {
        follow(false);
        return { trades: fresh, delta: undefined, liquidations: forced, restarted: false };
      }

      const restarted = restarting;
      const previous = restarting ? '0' : String(sequence);
      sequence = restarting ? BigInt(random.whole(1_000, 900_000)) : sequence + BigInt(random.whole(1, 24));
      restarting = false;
      state = keep(after);
      follow(restarted);
      const stamp = { ...identity, timestamp: now, receivedAt: now };
      const numbers = { previous, sequence: state.sequence, checksum: undefined };
      const delta: BookDelta = { type: 'book-delta', ...stamp, bids, asks, ...numbers, raw: undefined };
      return { trades: fresh, delta, liquidations: forced, restarted };
    },
    book: () => state,
    bookAt: wanted => states.get(wanted),
    bookBefore: changes => [...states.values()].at(-1 - changes) ?? [...states.values()][0] ?? state,
    window: windowOf,
    windowOf: levels => windows.find(({ terms }) => terms.levels === levels) ?? windowOf({ levels, every: 0 }),
    ticker() {
      const { bid, ask } = orders.top();
      const bids = { bid: spelling.priceOf(bid.tick), bidSize: spelling.sizeOf(bid.lots) };
      const asks = { ask: spelling.priceOf(ask.tick), askSize: spelling.sizeOf(ask.lots) };
      const stamp = { ...identity, timestamp: now, receivedAt: now };
      return { type: 'ticker', ...stamp, ...stats.fields({ ...bids, ...asks }), raw: undefined };
    },
    indexPrice: () => stats.indexPrice(),
    trades: () => trades,
    liquidations: liquidations.all,
    candles(interval) {
      return seriesOf(interval).rows();
    },
    restartSequence() {
      restarting = true;
    },
  };
}
