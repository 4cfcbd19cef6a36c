import { Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { createFeeds } from '../../src/index.js';
import type { Status } from '../../src/index.js';
import { createExchange } from '../../src/simulator/exchange.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';

/** The simulated exchange enforces the venue's limits and hangs up on who breaks them. */
describe('a thousand topics', () => {
  it('stand on as many connections as the limits ask for, and stand again after all were lost, without breaking one', () => {
    const symbols = Array.from({ length: 1_000 }, (_, n) => `S${n}USDT`);
    const figures = { ready: 0, firstAt: 0, againAt: 0 };
    const left = virtually(at => {
      const exchange = createExchange(counterparts.bitget(), { symbols, tick: 0, seed: 'many' });
      const feeds = createFeeds({
        urls: { bitget: 'ws://exchange' },
        transport: exchangeTransport(exchange),
        random: () => 0.5,
      });
      const statuses: Status[] = [];
      const all = new Subscription();
      all.add(feeds.status$().subscribe(status => statuses.push(status)));
      for (const symbol of symbols) all.add(feeds.ticker$('bitget', symbol).subscribe());
      const topics = (): number => exchange.subscriptions().reduce((sum, keys) => sum + keys.length, 0);
      at(10_000, () => {
        figures.ready = exchange.clients;
        figures.firstAt = topics();
        exchange.inject('close-1006');
        expect(topics()).toBe(0);
      });
      at(40_000, () => {
        figures.againAt = topics();
        expect(new Set(exchange.subscriptions().flat()).size).toBe(1_000);
        expect(Math.max(...exchange.subscriptions().map(keys => keys.length))).toBeLessThanOrEqual(45);
        expect(exchange.violations).toEqual([]);
        all.unsubscribe();
      });
      at(42_000, () => {
        expect(exchange.clients).toBe(0);
        exchange.close();
      });
    });
    expect(figures).toEqual({ ready: 23, firstAt: 1_000, againAt: 1_000 });
    expect(left).toBe(0);
  });
});
