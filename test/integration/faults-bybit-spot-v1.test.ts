import { simulateRecorded } from '../support/recorded.js';
import { describeMarket, doubts, lineNotices, noRequests, upheavals } from './market-faults-suite.js';
import type { MarketDoor } from './market-faults-suite.js';

const gap = /^SEQUENCE resync bybit-spot-v1 spot BTCUSDT: book is at \d+, delta starts after \d+/;
const nothingCame = /^SUBSCRIPTION retry bybit-spot-v1 \S+: asked for, but nothing came within \d+ ms/;

const door: MarketDoor = {
  name: 'bybit-spot-v1, form v1',
  venue: 'bybit-spot-v1',
  market: 'spot',
  symbol: 'BTCUSDT',
  options: {},
  open: () => simulateRecorded('bybit-spot-v1', { seed: 5, tick: 50 }),
  levels: 200,
  numbered: { window: 200 },
  goesBack: true,
  history: 0,
  other: {
    symbol: 'ETHUSDT',
    error: { venueCode: '-100010', topic: 'v1:realtimes:ETHUSDT' },
  },
  untouched: noRequests,
  striking: {
    ...lineNotices,
    ...upheavals,
    'empty-delta': { feed: 'book', notice: 'never' },
    'unordered-delta': { feed: 'book', notice: 'never' },
    corrupted: { feed: 'book', notice: /^SCHEMA skipped bybit-spot-v1 /, then: gap },
    'half-open': {
      notice: /^SILENCE reconnect bybit-spot-v1 connection is dead: nothing came for 2500 ms after a ping/,
    },
    'slow-consumer': { notice: 'never' },
    'late-ack': { notice: nothingCame },
    'data-before-ack': { notice: 'never' },
    'no-ack': { notice: nothingCame },
    'refuse-topic': { notice: 'never' },
    'silent-subscription': { notice: nothingCame },
    'drop-frame': { feed: 'book', notice: gap },
    duplicate: { feed: 'book', notice: 'never' },
    reorder: { feed: 'book', notice: gap },
    garbage: { feed: 'book', notice: /^DECODE skipped bybit-spot-v1 frame/, also: doubts },
    truncated: { feed: 'book', notice: /^DECODE skipped bybit-spot-v1 frame/, also: doubts },
    // A first push takes the place of the old book, whatever its number.
    'restart-sequence': { notice: 'never' },
  },
};

describeMarket(door);

const { 'empty-delta': _, 'unordered-delta': __, ...books } = door.striking;
const whole = 'every push of its books is whole';

/** The other form: acknowledged, one symbol a request, whole books of 40 levels that nothing numbers. */
describeMarket({
  ...door,
  name: 'bybit-spot-v1, form v2, in gzip',
  options: { form: 'v2', binary: true },
  untouched: { ...noRequests, 'empty-delta': whole, 'unordered-delta': whole },
  levels: 40,
  other: { symbol: 'ETHUSDT', error: { venueCode: '-100011', topic: 'v2:realtimes:ETHUSDT:binary' } },
  striking: {
    ...books,
    'late-ack': { notice: /^SUBSCRIPTION retry bybit-spot-v1 \S+: no answer to the subscription within \d+ ms$/ },
    'no-ack': { notice: /^SUBSCRIPTION retry bybit-spot-v1 \S+: no answer to the subscription within \d+ ms$/ },
    // What comes first in this form, and when, is not told: nobody can miss it.
    'silent-subscription': { feed: 'candles', notice: 'never' },
    // Blanks are nothing once they are packed.
    'huge-frame': { feed: 'book', notice: 'never' },
    corrupted: { feed: 'book', notice: /^SCHEMA skipped bybit-spot-v1 / },
    'drop-frame': { feed: 'book', notice: 'never' },
    reorder: { feed: 'book', notice: 'never' },
  },
});
