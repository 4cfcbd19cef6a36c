/**
 * Backpack's private door as the trials of accounts see it.
 * @module
 */
import { simulate } from '../../src/simulator/simulate.js';
import { accountStreams } from '../support/account-streams.js';
import { hurriedFeeds } from '../support/hurried.js';
import type { AccountDoor, AccountFeed } from './account-trial.js';

/** Nobody logs in: each request is signed. One account with two product lines, which share their money and their channels. */
export function backpackDoor(market: 'spot' | 'perp'): AccountDoor {
  const options = { market };
  const positions: readonly AccountFeed[] = market === 'spot' ? [] : ['positions'];
  const place = { venue: 'backpack', options, positions: market === 'spot' ? undefined : options };
  const feeds: readonly AccountFeed[] = ['balances', 'orders', ...positions];
  // One signature for all of them.
  const names = ['account.balanceUpdate', 'account.orderUpdate', ...positions.map(() => 'account.positionUpdate')].join(
    ', ',
  );
  return {
    name: `backpack ${market}`,
    venue: 'backpack',
    open: () => simulate('backpack', { seed: 5, tick: 0 }),
    follow: (exchange, impatience) => accountStreams(hurriedFeeds('backpack', exchange, impatience), place),
    part: {
      ...{ market, positions: market === 'spot' ? undefined : market },
      ...{ topics: feeds.length, amounts: 'all', isTold: false },
    },
    feeds,
    prompt: [],
    states: ['balances', ...positions],
    isShared: true,
    isSplit: true,
    fillsBy: 'orders',
    acknowledges: false,
    refusal: { error: /nothing is refused/ },
    loginRefused: `backpack ${names}: refused with 4003 (Invalid signature: wrong keys, a key that was revoked, or a clock that is off by more than five seconds)`,
    // It may have been the clock, which is looked at once.
    loginRefusals: 2,
    wrongClock: {
      problem: /^(?:SUBSCRIPTION|LOGIN) reconnect backpack \S+(?:, \S+)*: refused with 4003 \(Invalid signature: .*\)$/,
    },
    immune: ['data-before-ack', 'no-ack', 'refuse-topic', 'silent-subscription', 'silent-login'],
    // The WebSocket protocol itself pings, and answers.
    untouched: ['late-pong'],
  };
}
