/**
 * Bitget's private door as the trials of accounts see it.
 * @module
 */
import { venues, wsTransport } from '../../src/index.js';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { simulate } from '../../src/simulator/simulate.js';
import type { Simulation } from '../../src/simulator/simulate.js';
import type { AccountStreams } from './account-faults-stage.js';
import type { AccountDoor, AccountFeed, Impatience } from './account-faults-suite.js';

type Market = 'spot' | 'usdt-futures';

/** The private door and the account of one market behind it. */
export function bitgetDoor(market: Market): AccountDoor {
  const more: readonly AccountFeed[] = market === 'spot' ? [] : ['positions'];
  const feeds: readonly AccountFeed[] = ['balances', 'orders', 'fills', ...more];
  return {
    name: `bitget ${market}`,
    open: () => simulate('bitget', { seed: 5, tick: 0 }),
    follow: (exchange, impatience) => follow(market, exchange, impatience),
    part: { market, positions: market === 'spot' ? undefined : market, topics: feeds.length, amounts: 'all' },
    feeds,
    prompt: ['balances', ...more],
    fillsBy: 'fills',
    acknowledges: true,
    refusal: { error: /^bitget \S+: refused with 30001 \(the channel or the symbol does not exist: .*\)$/ },
    loginRefused:
      'bitget login: refused with 30005 (the login failed, check the key, the secret and the passphrase, and whether the key is a demo key, which needs the demo host, or one of another environment: error)',
    wrongClock: {
      problem:
        /^LOGIN reconnect bitget login: refused with 30014 \(the timestamp has expired, check the clock of this machine: .*\)$/,
    },
    immune: [],
  };
}

/** With little patience, so that the trials need little as well. */
function follow(market: Market, exchange: Simulation, { answers, pongs }: Impatience): AccountStreams {
  const { bitget } = venues;
  const door = bitget.endpoints['private'];
  if (door?.protocol === undefined) throw new Error('bitget has no private door');
  const heartbeat = { every: 400, text: 'ping', patience: pongs };
  const protocol = { ...door.protocol, patience: answers, heartbeat };
  const endpoints = { ...bitget.endpoints, private: { ...door, protocol } };
  const feeds = createFeedsOf({ bitget: { ...bitget, endpoints } }, wsTransport(), {
    urls: { bitget: exchange.url },
    restUrls: { bitget: exchange.restUrl },
    credentials: { bitget: demoCredentials },
    backoff: { base: 50, floor: 20, cap: 200 },
    linger: 0,
  });
  return {
    balances$: feeds.balances$('bitget', { market }),
    orders$: feeds.orders$('bitget', { market }),
    fills$: feeds.fills$('bitget', { market }),
    positions$: market === 'spot' ? undefined : feeds.positions$('bitget', { market }),
    problems$: feeds.problems$(),
    status$: feeds.status$(),
  };
}
