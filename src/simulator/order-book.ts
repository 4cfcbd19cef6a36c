/**
 * A simulated order book: it follows a price by small changes, and is never crossed.
 * @module
 */
import type { Listing } from '../contract/counterpart.js';
import type { BookRow } from '../model/market.js';
import { createBookSide } from './book-side.js';
import type { BookSide } from './book-side.js';
import type { Random } from './random.js';
import type { Spelling } from './spelling.js';

/** A fill: what was taken from the best level. */
export interface Fill {
  readonly tick: number;
  readonly lots: number;
}

/** The changes since the last look, and the book after them; rows are best first. */
export interface BookChanges {
  readonly bids: readonly BookRow[];
  readonly asks: readonly BookRow[];
  readonly after: { readonly bids: readonly BookRow[]; readonly asks: readonly BookRow[] };
}

/** A book in whole ticks and lots. */
export interface OrderBook {
  /** The best ticks; a side is never empty. */
  top(): { readonly bid: Fill; readonly ask: Fill };
  /** Takes a part of the best level of the other side. */
  take(side: 'buy' | 'sell'): Fill;
  /** Moves the book around this tick and stirs some levels: bids end up below it, asks above. */
  follow(tick: number): void;
  changes(): BookChanges;
}

const FEWEST = 60;
const USUAL = 105;
const MOST = 150;
/** Tries to fill a side; where there is room for it, some dozens do. */
const PATIENCE = 2_000;
/** Quote units that lie on a usual level. */
const NOTIONAL = 18_000;

/** Makes a book of about a hundred levels a side around a tick; `grid` is the usual distance of two levels, in ticks. */
export function createOrderBook(
  listing: Listing,
  spelling: Spelling,
  random: Random,
  start: { readonly tick: number; readonly grid: number },
): OrderBook {
  const { grid } = start;
  const bids = createBookSide(-1, spelling, random);
  const asks = createBookSide(1, spelling, random);
  const usual = (NOTIONAL / listing.price) * 10 ** listing.sizeDecimals;
  const lots = (): number => Math.max(1, Math.round(usual * -Math.log(1 - random.next() * 0.999)));
  const distance = (): number => 1 + Math.floor(grid * USUAL * random.next() ** 2);

  fill(bids, -1);
  fill(asks, 1);

  function fill(side: BookSide, direction: 1 | -1): void {
    let tick = start.tick;
    for (let i = 0; i < USUAL; i++) {
      tick += direction * random.whole(1, 2 * grid);
      // What costs next to nothing has few prices below it.
      if (tick < 1) return;
      side.set(tick, lots());
    }
  }

  function stir(side: BookSide, direction: 1 | -1, middle: number): void {
    for (let best = side.best(); best !== undefined && (best.tick - middle) * direction <= 0; best = side.best()) {
      side.set(best.tick, 0);
    }
    const fresh = (away: number): void => {
      side.set(Math.max(1, middle + direction * away), lots());
    };
    const best = side.best();
    if (best === undefined || Math.abs(best.tick - middle) > 3 * grid) fresh(random.whole(1, grid));
    for (let n = random.whole(0, 3); n > 0; n--) {
      const level = side.at(Math.floor(side.size * random.next() ** 2));
      if (level !== undefined) side.set(level.tick, lots());
    }
    if (random.chance(0.4)) fresh(distance());
    if (side.size > FEWEST && random.chance(0.4)) side.set(side.at(random.whole(0, side.size - 1))?.tick ?? 0, 0);
    for (let n = 0; side.size < FEWEST && n < PATIENCE; n++) fresh(distance());
    while (side.size > MOST) side.set(side.at(side.size - 1)?.tick ?? 0, 0);
    // An exchange now and then repeats a level that did not change.
    if (random.chance(0.02)) side.restate(side.at(random.whole(0, side.size - 1))?.tick ?? 0);
  }

  return {
    top: () => ({ bid: bestOf(bids), ask: bestOf(asks) }),
    take(side) {
      const from = side === 'buy' ? asks : bids;
      const { tick, lots: there } = bestOf(from);
      // The last level of a side is never taken whole.
      const whole = from.size > 1 && random.chance(0.3);
      const taken = whole ? there : Math.max(1, Math.floor(there * random.next()));
      if (taken < there || from.size > 1) from.set(tick, there - taken);
      return { tick, lots: taken };
    },
    follow(tick) {
      stir(bids, -1, tick);
      stir(asks, 1, tick);
    },
    changes() {
      const changed = { bids: bids.changes(), asks: asks.changes() };
      return { ...changed, after: { bids: bids.rows(), asks: asks.rows() } };
    },
  };
}

function bestOf(side: BookSide): Fill {
  const best = side.best();
  if (best === undefined) throw new RangeError('a simulated book must not lose a whole side');
  return { tick: best.tick, lots: best.lots };
}
