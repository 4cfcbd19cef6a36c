import { simulateRecorded } from '../support/recorded.js';
import { describeMarket, doubts, lineNotices, upheavals } from './market-faults-suite.js';

const gap = /^SEQUENCE resync backpack spot SOL_USDC: book is at \d+, delta starts after \d+/;
const nothingCame = /^SUBSCRIPTION retry backpack ticker\.SOL_USDC: asked for, but nothing came within \d+ ms/;

// The WebSocket protocol itself pings, and answers.
const { 'late-pong': _, ...rest } = upheavals;

/** Nothing is acknowledged or refused, and a first book is asked for over HTTP. */
describeMarket({
  name: 'backpack',
  venue: 'backpack',
  market: 'spot',
  symbol: 'SOL_USDC',
  options: {},
  open: () => simulateRecorded('backpack', { seed: 5, tick: 50 }),
  levels: Infinity,
  numbered: {},
  goesBack: true,
  history: 0,
  untouched: { 'late-pong': 'the WebSocket protocol itself pings, and answers' },
  striking: {
    ...lineNotices,
    ...rest,
    'half-open': { notice: /^SILENCE reconnect backpack connection is dead: nothing came for 2500 ms after a ping/ },
    'slow-consumer': { notice: 'never' },
    'late-ack': { feed: 'ticker', notice: nothingCame },
    'stale-seed': { notice: 'never' },
    'rest-error': { notice: 'never' },
    'rest-limit': { notice: 'never' },
    'rest-slow': { notice: 'never' },
    'rest-stale': { notice: 'never' },
    'rest-ahead': { notice: 'never' },
    'drop-frame': { feed: 'book', notice: gap },
    duplicate: { feed: 'book', notice: 'never' },
    reorder: { feed: 'book', notice: gap },
    'empty-delta': { feed: 'book', notice: 'never' },
    'unordered-delta': { feed: 'book', notice: 'never' },
    corrupted: { feed: 'book', notice: /^SCHEMA skipped backpack /, then: gap },
    garbage: { feed: 'book', notice: /^DECODE skipped backpack frame/, also: doubts },
    truncated: { feed: 'book', notice: /^DECODE skipped backpack frame/, also: doubts },
    'restart-sequence': {
      notice: /^SEQUENCE resync backpack spot SOL_USDC: book is at \d+, a newer delta is numbered \d+/,
    },
  },
});
