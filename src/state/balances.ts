/**
 * Balances: upsert by asset; a whole set replaces.
 * @module
 */
import type { AccountStamp, Balance, BalanceUpdate, Balances } from '../model/account.js';
import type { Doubt, Reset } from '../model/market.js';
import type { Reduced } from './reducer.js';

/** What an account holds. */
export interface BalancesState extends Reduced<Balances> {
  /** By asset; each as it was told when it last changed. */
  readonly assets: Readonly<Record<string, Balance>>;
}

/**
 * Emits all balances after each update that changes one: that brings an asset whose total, available or held amount
 * differs (as text), or that is whole and leaves an asset out. The first update is told in any case.
 *
 * Of several rows of one asset in one update the last one holds. A doubt changes nothing: amounts are absolute.
 */
export function balancesReducer(
  state: BalancesState | undefined,
  event: BalanceUpdate | Reset | Doubt,
): BalancesState | undefined {
  switch (event.type) {
    case 'reset':
      return undefined;
    case 'doubt':
      return state;
    case 'balance-update':
      return withUpdate(state, event);
  }
}

function withUpdate(state: BalancesState | undefined, update: BalanceUpdate): BalancesState {
  const assets = new Map(Object.entries(state?.assets ?? {}));
  const absent = new Set(update.whole ? assets.keys() : []);
  const changed: Balance[] = [];
  for (const row of update.rows) {
    absent.delete(row.asset);
    const known = assets.get(row.asset);
    if (known !== undefined && isSame(known, row)) continue;
    assets.set(row.asset, row);
    changed.push(row);
  }
  if (state !== undefined && changed.length === 0 && absent.size === 0) return state;
  for (const asset of absent) assets.delete(asset);
  return stateOf(update, Object.fromEntries(assets), changed);
}

function stateOf(
  stamp: AccountStamp,
  assets: Readonly<Record<string, Balance>>,
  changed: readonly Balance[],
): BalancesState {
  const { venue, market, timestamp, receivedAt } = stamp;
  const known: Balances = { type: 'balances', venue, market, timestamp, receivedAt, assets, changed: [] };
  return { emit: [{ ...known, changed }], known: [known], assets };
}

function isSame(last: Balance, next: Balance): boolean {
  return last.total === next.total && last.available === next.available && last.held === next.held;
}
