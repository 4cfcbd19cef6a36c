/**
 * The doors of Bitget's legacy stream as the trials see them.
 * @module
 */
import { simulate } from '../../src/simulator/simulate.js';
import { accountStreams } from '../support/account-streams.js';
import { hurriedFeeds } from '../support/hurried.js';
import type { AccountDoor } from './account-trial.js';

type Dialect = 'guide' | 'official';

const refused40001 =
  'bitget-v1 login: refused with 40001 (the login failed: check the API key, the secret key, the passphrase and the clock of this machine, and whether the key is a demo key or one of another environment: Invalid signature)';

/** The account as the guide describes it. */
export const guideDoor: AccountDoor = {
  name: 'bitget-v1 as the guide says',
  venue: 'bitget-v1',
  open: () => simulate('bitget-v1', { dialect: 'guide', seed: 5, tick: 0 }),
  follow: follow('guide'),
  part: { market: 'spot', positions: 'margin', topics: 4, amounts: 'all' },
  feeds: ['balances', 'orders', 'fills', 'positions'],
  prompt: ['balances', 'positions'],
  whole: ['positions'],
  // The guide's clients try five times.
  outage: 400,
  fillsBy: 'fills',
  acknowledges: false,
  refusal: {
    error: /^bitget-v1 \S+: refused with 40003 \(the channel or its parameters do not exist: Invalid subscription\)$/,
    problem:
      /^SUBSCRIPTION retry bitget-v1 connection: refused with 40003 \(the channel or its parameters do not exist: Invalid subscription\)$/,
  },
  // The guide has one code for all that can be wrong with a login.
  loginRefused: refused40001,
  wrongClock: { error: refused40001 },
  immune: ['restart-sequence', 'late-book'],
  // The clock is never asked for: one code says all that can be wrong.
  untouched: ['rest-error', 'rest-limit', 'rest-slow'],
};

/** The account as the exchange told it; its fills come with its orders. */
export const officialDoor: AccountDoor = {
  name: 'bitget-v1 as the exchange spoke',
  venue: 'bitget-v1',
  open: () => simulate('bitget-v1', { dialect: 'official', seed: 5, tick: 0 }),
  follow: follow('official'),
  part: { market: 'spot', topics: 2, amounts: 'available' },
  feeds: ['balances', 'orders'],
  prompt: ['balances'],
  fillsBy: 'orders',
  acknowledges: true,
  refusal: { error: /^bitget-v1 \S+: refused with 30001 \(the channel or the symbol does not exist: .*\)$/ },
  loginRefused:
    'bitget-v1 login: refused with 30005 (the login failed: check the API key, the secret key and the passphrase, and whether the key is a demo key or one of another environment: error)',
  wrongClock: {
    problem:
      /^LOGIN reconnect bitget-v1 login: refused with 30014 \(the timestamp has expired: check the clock of this machine: .*\)$/,
  },
  rests: true,
  immune: ['restart-sequence'],
};

function follow(dialect: Dialect): AccountDoor['follow'] {
  const positions = dialect === 'guide' ? { market: 'margin' } : undefined;
  const place = { venue: 'bitget-v1', options: { dialect }, positions };
  return (exchange, impatience) => accountStreams(hurriedFeeds('bitget-v1', exchange, impatience), place);
}
