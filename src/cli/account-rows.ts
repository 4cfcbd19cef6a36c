/**
 * What an account's values consist of.
 * @module
 */
import type { Gap } from '../model/gap.js';
import type { Balance, Balances, Fill, Order, Orders, Position, Positions } from '../model/account.js';

/** What the factories of an account emit. */
export type AccountValue = Balances | Orders | Fill | Positions;

/** One line's worth of it. A position that is gone is told as it was last. */
export type AccountRow = Balance | Order | Fill | (Position & { readonly closed: boolean });

/** What is new in a value, row by row. */
export function changedRows(value: AccountValue): readonly AccountRow[] {
  switch (value.type) {
    case 'balances':
    case 'orders':
      return value.changed;
    case 'fill':
      return [value];
    case 'positions':
      return [
        ...value.changed.map(position => ({ ...position, closed: false })),
        ...value.closed.map(position => ({ ...position, closed: true })),
      ];
  }
}

/** The same of a stream with breaks in it. */
export function toldRows(value: AccountValue | Gap): readonly (AccountRow | Gap)[] {
  return value.type === 'gap' ? [value] : changedRows(value);
}

/** The venue's own rows of what is new in a value; what has vanished has none. */
export function venueRows(value: AccountValue): readonly unknown[] {
  return value.type === 'fill' ? [value.raw] : value.changed.map(({ raw }) => raw);
}
