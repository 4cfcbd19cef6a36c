import { simulateRecorded } from '../support/recorded.js';
import { describeMarket, doubts, lineNotices, upheavals } from './market-faults-suite.js';
import type { MarketDoor } from './market-faults-suite.js';

const noAnswer = /^SUBSCRIPTION retry bge \S+: no answer to the subscription within \d+ ms$/;
const unreadable = /^DECODE skipped bge frame/;
const whole = 'every push of its books is whole';
const noRest = 'it has no REST interface';

// It is the exchange that pings.
const { 'late-pong': _, ...rest } = upheavals;

/** Every push is whole: what is lost, late or twice is made good by the next one, and nobody can notice. */
const door: MarketDoor = {
  name: 'bge',
  venue: 'bge',
  market: 'spot',
  symbol: 'BTC_USDT',
  options: {},
  open: () => simulateRecorded('bge', { seed: 5, tick: 50 }),
  levels: 150,
  isTimed: false,
  numbered: {},
  history: 0,
  other: { symbol: 'ETH_USDT', error: {} },
  untouched: {
    'late-pong': 'it is the exchange that pings',
    ...{ 'empty-delta': whole, 'unordered-delta': whole },
    ...{ 'rest-error': noRest, 'rest-limit': noRest, 'rest-slow': noRest, 'rest-stale': noRest, 'rest-ahead': noRest },
  },
  striking: {
    ...lineNotices,
    ...rest,
    'half-open': { notice: /^SILENCE reconnect bge connection is dead: nothing came for 2500 ms after a ping/ },
    'slow-consumer': { notice: 'never' },
    'late-ack': { notice: noAnswer },
    'data-before-ack': { notice: 'never' },
    'no-ack': { notice: noAnswer },
    'refuse-topic': { notice: 'never' },
    'silent-subscription': {
      feed: 'book',
      notice: /^SUBSCRIPTION retry bge \S+: accepted, but nothing came within \d+ ms/,
    },
    'drop-frame': { feed: 'book', notice: 'never' },
    duplicate: { feed: 'book', notice: 'never' },
    reorder: { feed: 'book', notice: 'never' },
    corrupted: { feed: 'book', notice: /^SCHEMA skipped bge / },
    garbage: { feed: 'book', notice: unreadable, also: doubts },
    truncated: { feed: 'book', notice: unreadable, also: doubts },
    'restart-sequence': { notice: 'never' },
  },
};

describeMarket(door);

describeMarket({
  ...door,
  name: 'bge, in gzip',
  options: { zip: true },
  // Blanks are nothing once they are packed.
  striking: { ...door.striking, 'huge-frame': { feed: 'book', notice: 'never' } },
});
