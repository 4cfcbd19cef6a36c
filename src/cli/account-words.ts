/**
 * What the help says about the commands of an account.
 * @module
 */
import type { Venue } from '../contract/venue.js';
import { venues } from '../index.js';
import type { AccountKind } from '../model/kinds.js';
import type { CommandOption } from './command.js';
import { watchOptions } from './watch-words.js';

/** What is peculiar to each. */
export const accountWords: Readonly<
  Record<AccountKind, { readonly summary: string; readonly examples: readonly string[] }>
> = {
  balances: {
    summary: 'Watch what your account holds, by asset.',
    examples: [
      'bitget',
      'bitget --market usdt-futures --json | jq .assets.USDT',
      'bitget --simulate',
      'bybit --simulate',
      'bge BTC_USDT --simulate',
    ],
  },
  orders: {
    summary: 'Watch your orders: the open ones, and each change.',
    examples: [
      'bitget',
      'bitget BTCUSDT --market usdt-futures',
      'bitget --csv orders.csv',
      'bitget --simulate',
      'bitget-v1 --dialect official --simulate',
    ],
  },
  fills: {
    summary: 'Watch your trades, each once.',
    examples: ['bitget', 'bitget --json > fills.jsonl', 'bitget --csv fills.csv', 'bitget --simulate'],
  },
  positions: {
    summary: 'Watch your open positions.',
    examples: [
      'bitget',
      'bitget BTCUSDT --market usdt-futures',
      'bybit --market inverse',
      'backpack',
      'bitget --simulate',
    ],
  },
};

/** What all of them take. */
export const accountOptions: readonly CommandOption[] = watchOptions.map(option => {
  if (!option.flags.startsWith('--simulate')) return option;
  return {
    ...option,
    summary: 'use a simulated exchange in this very process, and its demo account: no network, no keys',
  };
});

/** What all of them do. */
export const accountNotes = `The keys are read from the environment, or from a file .env in this folder:
${keyLines(Object.values(venues))}
They are never printed. A key that may only read is enough. Without symbols the whole account is watched.

On a terminal the account is shown in one view; elsewhere each change is a line, and --json prints the whole state at
each change. A CSV file has a row per change.

Ctrl-C, --timeout and the end of a pipe end it with exit code 0. A wrong word on the command line and missing keys are
exit code 2; when the venue refuses the keys, it is 1.`;

/** One line per set of variables, with the venues that it opens. */
function keyLines(all: readonly Venue[]): string {
  const ids = new Map<string, string[]>();
  for (const { id, credentials = [] } of all) {
    const names = credentials.map(({ variable }) => variable).join(' ');
    const others = credentials.flatMap(({ fallback = [] }) => fallback).join(' ');
    const owner = others === '' ? id : `${id}, else ${others}`;
    if (names !== '') ids.set(names, [...(ids.get(names) ?? []), owner]);
  }
  return [...ids].map(([names, those]) => `  ${names}  (${those.join(', ')})`).join('\n');
}
