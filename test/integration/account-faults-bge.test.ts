import { Subscription } from 'rxjs';
import { expect, it } from 'vitest';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import { bgeCounterpart } from '../../src/venues/bge/counterpart.js';
import { bge } from '../../src/venues/bge/index.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';
import { bgeDoor } from './account-faults-bge.js';
import { describeAccount } from './account-faults-suite.js';

describeAccount(bgeDoor(false));
describeAccount(bgeDoor(true));

// The answer to the question that keeps the line busy must not be taken for that to the subscription.
it('a subscription that is swallowed is asked for again, though a busy line is asked about the same meanwhile', () => {
  virtually(at => {
    const exchange = createExchange(bgeCounterpart(), { seed: 5, tick: 100 });
    const { apiKey, secret } = demoCredentials;
    const options = { urls: { bge: 'ws://127.0.0.1' }, credentials: { bge: { apiKey, secret } } };
    const feeds = createFeedsOf({ bge }, exchangeTransport(exchange), options);
    const all = new Subscription();
    all.add(feeds.orders$('bge', { symbol: 'BTC_USDT' }).subscribe());
    at(12_000, () => {
      exchange.inject('no-ack', { feed: 'balances' });
      all.add(feeds.balances$('bge', { symbol: 'BTC_USDT' }).subscribe());
    });
    at(60_000, () => {
      const standing = exchange.subscriptions().flat();
      all.unsubscribe();
      exchange.close();
      expect(standing).toContain('exchange:assets:BTC_USDT');
    });
  });
});
