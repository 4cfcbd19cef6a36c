import { NEVER, Subscription } from 'rxjs';
import { expect, it } from 'vitest';
import { createAccounts } from '../../src/feeds/accounts.js';
import { composeFeeds } from '../../src/feeds/compose-feeds.js';
import type { Http } from '../../src/transport/http.js';
import { backpack } from '../../src/venues/backpack/index.js';
import { virtually } from '../support/virtual-time.js';

it('asks each address for first states that it was told to, though the stream’s address is the same', () => {
  const opened: string[] = [];
  const fetched: string[] = [];
  const get$: Http = url => {
    fetched.push(new URL(url).host);
    return NEVER;
  };
  virtually(at => {
    const feeds = composeFeeds(
      { backpack },
      {
        open: (_venue, endpoint, url) => {
          opened.push(`${endpoint} ${new URL(url).host}`);
          return {
            listen: (_topic, listener) => {
              listener.next({ type: 'reset' });
              listener.next({ type: 'asked' });
            },
            leave: () => {},
            resync: () => {},
            refresh: () => {},
            renew: () => {},
          };
        },
        http: get$,
        accounts: createAccounts(get$),
        credentials: {},
        restUrls: { backpack: 'http://one' },
        urls: {},
        hosts: {},
        linger: 0,
        strict: false,
        checkSymbols: false,
      },
    );
    const all = new Subscription();
    all.add(feeds.book$('backpack', 'SOL_USDC').subscribe());
    all.add(feeds.book$('backpack', 'SOL_USDC', { restUrl: 'http://two' }).subscribe());
    all.add(feeds.trades$('backpack', 'SOL_USDC', { restUrl: 'http://two' }).subscribe());
    at(5_000, () => {
      all.unsubscribe();
    });
  });
  expect(fetched).toEqual(['one', 'two']);
  expect(opened).toEqual(['public ws.backpack.exchange', 'public ws.backpack.exchange']);
});
