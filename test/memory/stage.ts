/**
 * A client that lives long, in virtual time, before exchanges that come and go.
 * @module
 */
import { createFeeds } from '../../src/index.js';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import type { Exchange, ExchangeOptions } from '../../src/simulator/index.js';
import type { Counterpart } from '../../src/contract/counterpart.js';
import { virtualClock } from '../chaos/virtual-clock.js';
import { wireHttp, wireTransport } from '../support/exchange-wire.js';
import type { Wire } from '../support/exchange-wire.js';
import { heapUsed } from '../support/heap.js';

/** Where a proof is made. */
export interface MemoryStage {
  readonly feeds: ReturnType<typeof createFeeds>;
  /** Lets the time pass, ms. */
  advance(ms: number): void;
  /** Brings another exchange; the one before hangs up, and what it remembers is gone. */
  open(options?: ExchangeOptions): Exchange;
  /** Takes the exchange away. */
  close(): void;
  /** How many timers wait. */
  readonly timers: number;
  /** Heap in use, bytes. */
  heap(): Promise<number>;
  /** How many clients the exchange has; 0 where there is none. */
  readonly clients: number;
  /** What broke a limit, or was thrown where nobody catches. */
  readonly wrong: string[];
  end(): void;
}

/** Makes the client of a venue. Losses are mended at once, so that many fit into a short time. */
export function memoryStage(venue: string, counterpart: () => Counterpart): MemoryStage {
  const clock = virtualClock();
  const wire: Wire = { exchange: undefined };
  const wrong: string[] = [];
  const feeds = createFeeds({
    urls: { [venue]: 'ws://127.0.0.1' },
    restUrls: { [venue]: 'http://127.0.0.1' },
    credentials: { [venue]: demoCredentials },
    transport: wireTransport(wire, wrong),
    http: wireHttp(wire),
    backoff: { base: 100, cap: 500 },
    random: () => 0.5,
  });
  const close = (): void => {
    const { exchange } = wire;
    if (exchange === undefined) return;
    for (const { breach, what } of exchange.violations) wrong.push(`rule of the venue broken: ${breach}, ${what}`);
    wire.exchange = undefined;
    exchange.close();
  };
  return {
    ...{ feeds, wrong, close },
    advance: clock.advance,
    open(options = {}) {
      const exchange = createExchange(counterpart(), { tick: 0, seed: 'memory', ...options });
      close();
      wire.exchange = exchange;
      return exchange;
    },
    get clients() {
      return wire.exchange?.clients ?? 0;
    },
    get timers() {
      return clock.pending;
    },
    async heap() {
      const bytes = await heapUsed();
      if (bytes === undefined) throw new Error('the collector cannot be called: node needs --expose-gc');
      return bytes;
    },
    end() {
      close();
      for (const cause of clock.thrown) wrong.push(`thrown where nobody catches: ${String(cause)}`);
      clock.restore();
    },
  };
}
