/**
 * The money of one line of a simulated account, or of several that share it, by asset.
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
  /** By asset. */
  worth(): Readonly<Record<string, Worth>>;
  /** Looks at an asset and remembers that it was told so. */
  tell(asset: string, stamp: LineStamp, at: number): Balance;
  /** All assets as they were told last. */
  told(stamp: LineStamp): readonly Balance[];
  /** Lets a line live on it: what its positions bind, and have gained, counts from now on. */
  join(line: PurseLine): void;
}

/** What a purse knows of a line that lives on it. */
export interface PurseLine {
  readonly positions: Positions;
  readonly listings: readonly Listing[];
  readonly markOf: (listing: Listing) => Amount;
}

/** What a bitcoin is worth where no symbol of the line tells it. */
const BTC_PRICE = amountOf(83_700);

/** Quote units of each asset at the beginning. */
const WEALTH = amountOf(50_000);

/** What a line of an account has when it begins, `brought` being what others have brought already. */
export function firstMoney(
  line: AccountLine,
  listings: readonly Listing[],
  brought: ReadonlyMap<string, Amount> = new Map(),
): ReadonlyMap<string, Amount> {
  const start = new Map<string, Amount>();
  for (const listing of listings) {
    const worth = over(WEALTH, amountOf(listing.price));
    if (line.kind === 'positions') start.set(marginAssetOf(listing), isInverse(listing) ? worth : WEALTH);
    else start.set(listing.base, worth).set(listing.quote, WEALTH);
  }
  return new Map([...brought, ...[...start].filter(([asset]) => !brought.has(asset))]);
}

/** Makes a purse that nobody lives on yet. What positions bind, and have gained, is theirs to say. */
export function createPurse(start: ReadonlyMap<string, Amount>): Purse {
  const lines: PurseLine[] = [];
  const rows = new Map<string, Balance>();
  const totals = new Map(start);
  const locked = new Map<string, Amount>();
  const sum = (part: (line: PurseLine) => Amount): Amount => lines.reduce((all, line) => all + part(line), 0n);
  const unrealized = (asset: string): Amount => sum(({ positions, markOf }) => positions.unrealized(asset, markOf));
  const total = (asset: string): Amount => (totals.get(asset) ?? 0n) + unrealized(asset);
  const held = (asset: string): Amount => (locked.get(asset) ?? 0n) + sum(({ positions }) => positions.margin(asset));
  const priceOf = (asset: string): Amount => {
    for (const { listings, markOf } of lines) {
      const listing = listings.find(({ base }) => base === asset);
      if (listing !== undefined) return markOf(listing);
    }
    return asset === 'BTC' ? BTC_PRICE : amountOf(1);
  };

  const worthOf = (asset: string): Worth => {
    const usd = times(total(asset), priceOf(asset));
    return { usd: moneyOf(usd), btc: moneyOf(over(usd, priceOf('BTC'))), unrealized: moneyOf(unrealized(asset)) };
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
    tell(asset, { venue, market }, at) {
      const row: Balance = {
        type: 'balance',
        ...{ venue, market, timestamp: at, receivedAt: at, asset },
        total: moneyOf(total(asset)),
        available: moneyOf(total(asset) - held(asset)),
        held: moneyOf(held(asset)),
        raw: undefined,
      };
      rows.set(asset, row);
      return row;
    },
    told: ({ market }) => [...rows.values()].map(row => ({ ...row, market })),
    join(line) {
      lines.push(line);
    },
    worth: () => Object.fromEntries([...start.keys()].map(asset => [asset, worthOf(asset)])),
  };
}
