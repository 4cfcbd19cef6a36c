/**
 * The positions that a simulated exchange closes by force: now and then one, near the best prices.
 * @module
 */
import type { Listing } from '../contract/counterpart.js';
import type { Liquidation, Stamp } from '../model/market.js';
import type { OrderBook } from './order-book.js';
import type { Random } from './random.js';
import { createSpelling } from './spelling.js';

/** The liquidations of one symbol. */
export interface Liquidations {
  /** What one step of the market brings; nothing on markets without positions. */
  step(top: ReturnType<OrderBook['top']>, now: number): readonly Liquidation[];
  /** Oldest first; the last 10,000. */
  all(): readonly Liquidation[];
}

const KEPT = 10_000;
/** Of all steps, how many bring one. */
const RATE = 0.02;
/** Quote units of a usual one. */
const NOTIONAL = 4_000;

/** Makes the liquidations of a symbol. */
export function createLiquidations(
  listing: Listing,
  identity: Pick<Stamp, 'venue' | 'market' | 'symbol'>,
  random: Random,
): Liquidations {
  const spelling = createSpelling(listing);
  const usual = (NOTIONAL / listing.price) * 10 ** listing.sizeDecimals;
  const rows: Liquidation[] = [];

  function one({ bid, ask }: ReturnType<OrderBook['top']>, now: number): Liquidation {
    const side = random.chance(0.5) ? 'sell' : 'buy';
    // A long position is sold below the best bid, a short one bought back above the best ask.
    const away = Math.ceil((side === 'sell' ? bid.tick : ask.tick) * 0.002 * random.next());
    const tick = side === 'sell' ? Math.max(1, bid.tick - away) : ask.tick + away;
    const lots = Math.max(1, Math.round(usual * -Math.log(1 - random.next() * 0.999)));
    const what = { side, price: spelling.priceOf(tick), size: spelling.sizeOf(lots) } as const;
    return { type: 'liquidation', ...identity, timestamp: now, receivedAt: now, ...what, raw: undefined };
  }

  return {
    step(top, now) {
      const exists = listing.kind === 'perpetual' || listing.kind === 'delivery';
      if (!exists || !random.chance(RATE)) return [];
      const fresh = Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => one(top, now));
      rows.push(...fresh);
      if (rows.length > KEPT) rows.splice(0, rows.length - KEPT);
      return fresh;
    },
    all: () => [...rows],
  };
}
