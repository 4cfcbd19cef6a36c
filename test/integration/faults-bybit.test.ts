import { expect } from 'vitest';
import { simulateRecorded } from '../support/recorded.js';
import { describeMarket, lineNotices } from './market-faults-suite.js';

const gap = /^SEQUENCE resync bybit linear BTCUSDT: book is at \d+, delta starts after \d+/;

describeMarket({
  name: 'bybit linear',
  venue: 'bybit',
  market: 'linear',
  symbol: 'BTCUSDT',
  options: { market: 'linear' },
  book: { depth: 50 },
  open: () => simulateRecorded('bybit', { seed: 5, tick: 50 }),
  levels: 50,
  numbered: { window: 50 },
  history: 0,
  other: {
    symbol: 'ETHUSDT',
    error: {
      topic: 'tickers.ETHUSDT',
      message: expect.stringMatching('handler not found,topic:tickers.ETHUSDT') as string,
    },
  },
  striking: {
    ...lineNotices,
    'half-open': { notice: /^SILENCE reconnect bybit connection is dead: nothing came for 2500 ms after a ping/ },
    'slow-consumer': { notice: 'never' },
    'late-ack': { notice: /^SUBSCRIPTION retry bybit \S+: no answer to the subscription within 1500 ms$/ },
    'data-before-ack': {},
    'no-ack': { notice: /^SUBSCRIPTION retry bybit \S+: no answer to the subscription within 1500 ms$/ },
    'refuse-topic': {},
    'silent-subscription': {
      feed: 'book',
      notice: /^SUBSCRIPTION retry bybit orderbook\.50\.BTCUSDT: accepted, but nothing came within 1500 ms/,
    },
    'stale-seed': { notice: gap },
    'drop-frame': { feed: 'book', notice: gap },
    duplicate: { feed: 'book', notice: 'never' },
    reorder: { feed: 'book', notice: gap },
    garbage: { feed: 'book', notice: /^DECODE skipped bybit frame of \d+ characters is not JSON/ },
    truncated: { feed: 'book', notice: /^DECODE skipped bybit frame of \d+ characters is not JSON/ },
    // A new book takes the place of the old one, whatever its number.
    'restart-sequence': { notice: 'never' },
  },
});
