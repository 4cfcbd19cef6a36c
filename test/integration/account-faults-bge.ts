/**
 * BGE's private door as the trials of accounts see it.
 * @module
 */
import { simulate } from '../../src/simulator/simulate.js';
import { accountStreams } from '../support/account-streams.js';
import { hurriedFeeds } from '../support/hurried.js';
import type { AccountDoor } from './account-trial.js';

/** One product, in plain text or in gzip: changes are pushed, and how things stand is asked for. */
export function bgeDoor(zip: boolean): AccountDoor {
  const place = { venue: 'bge', options: { symbol: 'BTC_USDT', zip }, fills: false } as const;
  return {
    name: zip ? 'bge, in gzip' : 'bge',
    venue: 'bge',
    open: () => simulate('bge', { seed: 5, tick: 0 }),
    follow: (exchange, impatience) => accountStreams(hurriedFeeds('bge', exchange, impatience), place),
    part: { market: 'spot', symbol: 'BTC_USDT', fills: false, topics: 2, amounts: 'all' },
    feeds: ['balances', 'orders'],
    prompt: ['balances', 'orders'],
    states: ['balances'],
    asksState: true,
    isPacked: zip,
    acknowledges: true,
    refusal: { error: /^bge \S+: refused with 400 / },
    loginRefused:
      'bge login: refused with 40012 (the key belongs to no user who may use the interface: Invalid API user)',
    wrongClock: {
      error:
        'bge login: refused with 40008 (the timestamp has expired, check the clock of this machine: ACCESS_TIMESTAMP expired)',
      retryable: true,
    },
    immune: [],
    // It is the exchange that pings, and it has no REST interface.
    untouched: ['late-pong', 'rest-error', 'rest-limit', 'rest-slow'],
  };
}
