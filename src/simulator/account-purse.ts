/**
 * The money of one line of a simulated account, by asset.
 * @module
 */
import type { AccountLine, Worth } from '../contract/account-news.js';
import type { Listing } from '../contract/counterpart.js';
import type { Balance } from '../model/account.js';
import { amountOf, moneyOf, over, times } from './amount.js';
import type { Amount } from './amount.js';
import type { LineStamp } from './account-order.js';
import { isInverse, marginAssetOf } from './account-positions.js';
import type { Positions } from './account-positions.js';

/** Assets, and what is locked of each. */
export interface Purse {
  readonly assets: readonly string[];
  /** What is neither locked for orders nor margin, with what open positions have gained or lost. */
  free(asset: string): Amount;
  add(asset: string, amount: Amount): void;
  /** Locks more; negative: unlocks. */
  lock(asset: string, amount: Amount): void;
  row(asset: string, stamp: LineStamp, at: number): Balance;
  worth(asset: string): Worth;
}

/** What a purse knows of the prices. */
export interface PurseView {
  readonly listings: readonly Listing[];
  readonly markOf: (listing: Listing) => Amount;
}

/** What a bitcoin is worth where no symbol of the line tells it. */
const BTC_PRICE = amountOf(83_700);

/** Quote units of each asset at the beginning. */
const WEALTH = amountOf(50_000);

/** What a line of an account has when it begins. */
export function firstMoney(line: AccountLine, listings: readonly Listing[]): ReadonlyMap<string, Amount> {
  const start = new Map<string, Amount>();
  for (const listing of listings) {
    const worth = over(WEALTH, amountOf(listing.price));
    if (line.kind === 'positions') start.set(marginAssetOf(listing), isInverse(listing) ? worth : WEALTH);
    else start.set(listing.base, worth).set(listing.quote, WEALTH);
  }
  return start;
}

/** Makes a purse. What positions bind, and have gained, is theirs to say. */
export function createPurse(
  start: ReadonlyMap<string, Amount>,
  positions: Positions,
  { listings, markOf }: PurseView,
): Purse {
  const totals = new Map(start);
  const locked = new Map<string, Amount>();
  const unrealized = (asset: string): Amount => positions.unrealized(asset, markOf);
  const total = (asset: string): Amount => (totals.get(asset) ?? 0n) + unrealized(asset);
  const held = (asset: string): Amount => (locked.get(asset) ?? 0n) + positions.margin(asset);
  const priceOf = (asset: string): Amount => {
    const listing = listings.find(({ base }) => base === asset);
    if (listing !== undefined) return markOf(listing);
    return asset === 'BTC' ? BTC_PRICE : amountOf(1);
  };

  return {
    assets: [...start.keys()],
    free: asset => total(asset) - held(asset),
    add(asset, amount) {
      totals.set(asset, (totals.get(asset) ?? 0n) + amount);
    },
    lock(asset, amount) {
      locked.set(asset, (locked.get(asset) ?? 0n) + amount);
    },
    row(asset, { venue, market }, at) {
      const amounts = { total: total(asset), available: total(asset) - held(asset), held: held(asset) };
      return {
        type: 'balance',
        ...{ venue, market, timestamp: at, receivedAt: at, asset },
        total: moneyOf(amounts.total),
        available: moneyOf(amounts.available),
        held: moneyOf(amounts.held),
        raw: undefined,
      };
    },
    worth(asset) {
      const usd = times(total(asset), priceOf(asset));
      return { usd: moneyOf(usd), btc: moneyOf(over(usd, priceOf('BTC'))), unrealized: moneyOf(unrealized(asset)) };
    },
  };
}
