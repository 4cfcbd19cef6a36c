/**
 * Bitget's private door as the trials of accounts see it.
 * @module
 */
import { simulate } from '../../src/simulator/simulate.js';
import { accountStreams } from '../support/account-streams.js';
import { hurriedFeeds } from '../support/hurried.js';
import type { AccountDoor, AccountFeed } from './account-trial.js';

/** The private door and the account of one market behind it. */
export function bitgetDoor(market: 'spot' | 'usdt-futures'): AccountDoor {
  const more: readonly AccountFeed[] = market === 'spot' ? [] : ['positions'];
  const feeds: readonly AccountFeed[] = ['balances', 'orders', 'fills', ...more];
  const options = { market };
  const place = { venue: 'bitget', options, positions: market === 'spot' ? undefined : options };
  return {
    name: `bitget ${market}`,
    venue: 'bitget',
    open: () => simulate('bitget', { seed: 5, tick: 0 }),
    follow: (exchange, impatience) => accountStreams(hurriedFeeds('bitget', exchange, impatience), place),
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
    rests: true,
    immune: [],
  };
}
