/**
 * The private doors of Bybit, v5 and legacy, as the trials of accounts see them.
 * @module
 */
import type { FaultName } from '../../src/simulator/faults.js';
import { simulate } from '../../src/simulator/simulate.js';
import { accountStreams } from '../support/account-streams.js';
import { hurriedFeeds } from '../support/hurried.js';
import type { AccountDoor, AccountFeed } from './account-trial.js';

type Id = 'bybit' | 'bybit-spot-v1' | 'bybit-spot-v3';

/** What is true of all of them: nobody is told how things stood before. */
function common(venue: Id, feeds: readonly AccountFeed[]) {
  return {
    venue,
    open: () => simulate(venue, { seed: 5, tick: 0 }),
    feeds,
    prompt: [],
    states: feeds.filter(feed => feed === 'balances' || feed === 'positions'),
    fillsBy: 'fills',
    acknowledges: true,
    immune: [],
  } as const satisfies Partial<AccountDoor>;
}

/** One account with three product lines, which share their money and their channels. */
export function bybitDoor(market: 'spot' | 'linear' | 'inverse'): AccountDoor {
  const options = { market };
  const place = { venue: 'bybit', options, positions: market === 'spot' ? undefined : options };
  const all = common('bybit', ['balances', 'orders', 'fills', ...(market === 'spot' ? [] : (['positions'] as const))]);
  return {
    ...all,
    name: `bybit ${market}`,
    follow: (exchange, impatience) => accountStreams(hurriedFeeds('bybit', exchange, impatience), place),
    part: {
      market,
      positions: market === 'spot' ? undefined : market,
      topics: all.feeds.length,
      amounts: 'all',
      isTold: false,
    },
    isShared: true,
    isSplit: true,
    // The refusal of a private topic names nobody: each is asked for again, alone.
    refusal: { error: /^bybit \S+: refused \(.*: Params Error\)$/, times: 2 },
    loginRefused:
      'bybit login: refused (invalid API key, check that it is whole and of this environment: a key of testnet needs the host testnet, one of demo trading the host demo, and no other key fits there: API key is invalid.)',
    wrongClock: {
      problem: /^LOGIN reconnect bybit login: refused \(the login came too late, or is malformed: .*: Params Error\)$/,
    },
  };
}

/** Nothing is ever asked for: the login brings all of it. */
export const bybitSpotV1Door: AccountDoor = {
  ...common('bybit-spot-v1', ['balances', 'orders', 'fills']),
  name: 'bybit-spot-v1',
  follow: (exchange, impatience) =>
    accountStreams(hurriedFeeds('bybit-spot-v1', exchange, impatience), { venue: 'bybit-spot-v1', options: {} }),
  part: { market: 'spot', topics: 4, amounts: 'all', isTold: false },
  refusal: { error: /nothing is asked for/ },
  loginRefused:
    'bybit-spot-v1 login: refused (the venue gives no reason: check the API key, the secret key and the clock of this machine)',
  // No reason is told: it may have been the clock, which is looked at once.
  loginRefusals: 2,
  wrongClock: { problem: /^LOGIN reconnect bybit-spot-v1 login: refused \(the venue gives no reason: .*\)$/ },
  immune: ['late-ack', 'data-before-ack', 'no-ack', 'refuse-topic', 'silent-subscription'] satisfies FaultName[],
};

/** The legacy stream before v5. */
export const bybitSpotV3Door: AccountDoor = {
  ...common('bybit-spot-v3', ['balances', 'orders', 'fills']),
  name: 'bybit-spot-v3',
  follow: (exchange, impatience) =>
    accountStreams(hurriedFeeds('bybit-spot-v3', exchange, impatience), { venue: 'bybit-spot-v3', options: {} }),
  part: { market: 'spot', topics: 3, amounts: 'all', isTold: false },
  refusal: {
    error:
      /^bybit-spot-v3 \S+: refused \(the topic does not exist at this address: error:handler not found,topic:\w+\)$/,
  },
  loginRefused:
    'bybit-spot-v3 login: refused with 10003 (the login failed: check the API key and the secret, and that they are of this environment (a testnet key needs the testnet host): API key or signature is invalid.)',
  wrongClock: {
    problem: /^LOGIN reconnect bybit-spot-v3 login: refused with 10001 \(the login has expired on its way: .*\)$/,
  },
  immune: ['restart-sequence'],
};
