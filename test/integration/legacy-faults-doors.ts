/**
 * The doors of Bitget's legacy stream as the trials see them.
 * @module
 */
import { venues, wsTransport } from '../../src/index.js';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { simulate } from '../../src/simulator/simulate.js';
import type { Simulation } from '../../src/simulator/simulate.js';
import type { AccountStreams } from './account-faults-stage.js';
import type { AccountDoor, Impatience } from './account-faults-suite.js';

type Dialect = 'guide' | 'official';

const refused40001 =
  'bitget-v1 login: refused with 40001 (the login failed: check the API key, the secret key, the passphrase and the clock of this machine, and whether the key is a demo key or one of another environment: Invalid signature)';

/** The account as the guide describes it. */
export const guideDoor: AccountDoor = {
  name: 'bitget-v1 as the guide says',
  open: () => simulate('bitget-v1', { dialect: 'guide', seed: 5, tick: 0 }),
  follow: (exchange, impatience) => follow('guide', exchange, impatience),
  part: { market: 'spot', positions: 'margin', topics: 4, amounts: 'all' },
  feeds: ['balances', 'orders', 'fills', 'positions'],
  prompt: ['balances', 'positions'],
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
  immune: ['restart-sequence'],
};

/** The account as the exchange told it; its fills come with its orders. */
export const officialDoor: AccountDoor = {
  name: 'bitget-v1 as the exchange spoke',
  open: () => simulate('bitget-v1', { dialect: 'official', seed: 5, tick: 0 }),
  follow: (exchange, impatience) => follow('official', exchange, impatience),
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
  immune: ['restart-sequence'],
};

/** The legacy stream with little patience, so that the trials need little as well. */
export function hurriedFeeds(exchange: Simulation, { answers, pongs }: Impatience) {
  const venue = venues['bitget-v1'];
  const hurried = (protocol: typeof venue.protocol): typeof venue.protocol => ({
    ...protocol,
    patience: answers,
    heartbeat: { ...protocol.heartbeat, every: 400, patience: pongs },
  });
  const endpoints = Object.fromEntries(
    Object.entries(venue.endpoints).map(([name, door]) => [
      name,
      { ...door, protocol: hurried(door.protocol ?? venue.protocol) },
    ]),
  );
  const table = { 'bitget-v1': { ...venue, endpoints, protocol: hurried(venue.protocol) } };
  return createFeedsOf(table, wsTransport(), {
    urls: { 'bitget-v1': exchange.url },
    restUrls: { 'bitget-v1': exchange.restUrl },
    credentials: { 'bitget-v1': demoCredentials },
    backoff: { base: 50, floor: 20, cap: 200 },
    linger: 0,
  });
}

function follow(dialect: Dialect, exchange: Simulation, impatience: Impatience): AccountStreams {
  const feeds = hurriedFeeds(exchange, impatience);
  return {
    balances$: feeds.balances$('bitget-v1', { dialect }),
    orders$: feeds.orders$('bitget-v1', { dialect }),
    fills$: feeds.fills$('bitget-v1', { dialect }),
    positions$: dialect === 'guide' ? feeds.positions$('bitget-v1', { market: 'margin' }) : undefined,
    problems$: feeds.problems$(),
    status$: feeds.status$(),
  };
}
