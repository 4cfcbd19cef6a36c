import { expect } from 'vitest';
import { simulateRecorded } from '../support/recorded.js';
import { describeMarket, doubts, lineNotices, noRequests, upheavals } from './market-faults-suite.js';

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
  goesBack: true,
  history: 0,
  other: {
    symbol: 'ETHUSDT',
    error: {
      topic: 'tickers.ETHUSDT',
      message: expect.stringMatching('handler not found,topic:tickers.ETHUSDT') as string,
    },
  },
  untouched: noRequests,
  striking: {
    ...lineNotices,
    ...upheavals,
    ban: { ...upheavals.ban, also: /^SUBSCRIPTION told bybit connection: refused \(.*: Params Error\)$/ },
    'empty-delta': { feed: 'book', notice: 'never' },
    'unordered-delta': { feed: 'book', notice: 'never' },
    corrupted: { feed: 'book', notice: /^SCHEMA skipped bybit /, then: gap },
    'half-open': { notice: /^SILENCE reconnect bybit connection is dead: nothing came for 2500 ms after a ping/ },
    'slow-consumer': { notice: 'never' },
    'late-ack': { notice: /^SUBSCRIPTION retry bybit \S+: no answer to the subscription within \d+ ms$/ },
    'data-before-ack': { notice: 'never' },
    'no-ack': { notice: /^SUBSCRIPTION retry bybit \S+: no answer to the subscription within \d+ ms$/ },
    'refuse-topic': { notice: 'never' },
    'silent-subscription': {
      feed: 'book',
      notice: /^SUBSCRIPTION retry bybit orderbook\.50\.BTCUSDT: accepted, but nothing came within \d+ ms/,
    },
    'stale-seed': { notice: gap },
    'drop-frame': { feed: 'book', notice: gap },
    duplicate: { feed: 'book', notice: 'never' },
    reorder: { feed: 'book', notice: gap },
    garbage: { feed: 'book', notice: /^DECODE skipped bybit frame of \d+ characters is not JSON/, also: doubts },
    truncated: { feed: 'book', notice: /^DECODE skipped bybit frame of \d+ characters is not JSON/, also: doubts },
    // A new book takes the place of the old one, whatever its number.
    'restart-sequence': { notice: 'never' },
  },
});
