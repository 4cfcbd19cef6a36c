import { expect } from 'vitest';
import { simulateRecorded } from '../support/recorded.js';
import { describeMarket, doubts, lineNotices, noRequests, upheavals } from './market-faults-suite.js';

const noAnswer = /^SUBSCRIPTION retry bybit-spot-v3 \S+: no answer to the subscription within \d+ ms$/;

/** Every push is whole: what is lost, late or twice is made good by the next one, and nobody can notice. */
describeMarket({
  name: 'bybit-spot-v3',
  venue: 'bybit-spot-v3',
  market: 'spot',
  symbol: 'BTCUSDT',
  options: {},
  open: () => simulateRecorded('bybit-spot-v3', { seed: 5, tick: 50 }),
  levels: 40,
  goesBack: true,
  history: 0,
  other: {
    symbol: 'ETHUSDT',
    error: { topic: 'tickers.ETHUSDT', message: expect.stringMatching('Invalid symbol') as string },
  },
  untouched: noRequests,
  striking: {
    ...lineNotices,
    ...upheavals,
    corrupted: { feed: 'book', notice: /^SCHEMA skipped bybit-spot-v3 / },
    'half-open': {
      notice: /^SILENCE reconnect bybit-spot-v3 connection is dead: nothing came for 2500 ms after a ping/,
    },
    'slow-consumer': { notice: 'never' },
    'late-ack': { notice: noAnswer },
    'data-before-ack': { notice: 'never' },
    'no-ack': { notice: noAnswer },
    'refuse-topic': { notice: 'never' },
    'silent-subscription': {
      feed: 'book',
      notice: /^SUBSCRIPTION retry bybit-spot-v3 orderbook\.40\.BTCUSDT: accepted, but nothing came within \d+ ms/,
    },
    'drop-frame': { feed: 'book', notice: 'never' },
    duplicate: { feed: 'book', notice: 'never' },
    reorder: { feed: 'book', notice: 'never' },
    garbage: {
      feed: 'book',
      notice: /^DECODE skipped bybit-spot-v3 frame of \d+ characters is not JSON/,
      also: doubts,
    },
    truncated: {
      feed: 'book',
      notice: /^DECODE skipped bybit-spot-v3 frame of \d+ characters is not JSON/,
      also: doubts,
    },
  },
});
