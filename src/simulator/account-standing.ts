/**
 * How several lines of a simulated account stand together.
 * @module
 */
import type { AccountLine, AccountNews } from '../contract/account-news.js';

type Standing = Extract<AccountNews, { type: 'standing' }>;

/** One line and how it stands. */
export interface LineStanding {
  readonly line: AccountLine;
  readonly standing: Standing;
}

/** Puts the lines together, in their order; money that several of them live on is told once, by the first of them. */
export function joinedStanding(lines: readonly LineStanding[]): Standing {
  const all = lines.map(({ standing }) => standing);
  const purses = new Set<string>();
  const balances = lines.flatMap(({ line: { purse }, standing }) => {
    if (purse !== undefined && purses.has(purse)) return [];
    if (purse !== undefined) purses.add(purse);
    return standing.balances;
  });
  return {
    type: 'standing',
    balances,
    orders: all.flatMap(({ orders }) => orders),
    positions: all.flatMap(({ positions }) => positions),
    worth: Object.assign({}, ...all.map(({ worth }) => worth)) as Standing['worth'],
  };
}
