import { Subscription } from 'rxjs';
import { expect, it } from 'vitest';
import { createFeeds } from '../../src/index.js';
import { simulate } from '../../src/simulator/simulate.js';
import { until } from '../support/until.js';

it('keeps several accounts side by side, each with its own connection and its own fills', async () => {
  const one = { apiKey: 'key-one', secret: 'secret-one', passphrase: 'pass-one' };
  const two = { apiKey: 'key-two', secret: 'secret-two', passphrase: 'pass-two' };
  const exchange = await simulate('bitget', { seed: 4, tick: 50, accounts: [one, two] });
  const feeds = createFeeds({ urls: { bitget: exchange.url }, credentials: { bitget: one }, linger: 0 });
  const all = new Subscription();
  const fills = { one: new Set<string>(), two: new Set<string>() };
  all.add(feeds.fills$('bitget').subscribe(fill => fills.one.add(fill.id)));
  all.add(feeds.fills$('bitget', { credentials: two }).subscribe(fill => fills.two.add(fill.id)));
  // Equal keys are one account, and share its subscription.
  all.add(feeds.fills$('bitget', { credentials: { ...two } }).subscribe());
  await until(() => fills.one.size > 2 && fills.two.size > 2, 15_000);
  expect(exchange.clients).toBe(2);
  const truth = (apiKey: string): string[] =>
    exchange
      .account(apiKey)
      .fills('spot')
      .map(({ id }) => id);
  expect(truth('key-one')).toEqual(expect.arrayContaining([...fills.one]));
  expect(truth('key-two')).toEqual(expect.arrayContaining([...fills.two]));
  expect([...fills.one].filter(id => fills.two.has(id))).toEqual([]);
  all.unsubscribe();
  await exchange.close();
});
