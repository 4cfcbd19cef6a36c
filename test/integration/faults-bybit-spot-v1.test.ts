import { simulateRecorded } from '../support/recorded.js';
import { describeMarket, lineNotices } from './market-faults-suite.js';
import type { MarketDoor } from './market-faults-suite.js';

const gap = /^SEQUENCE resync bybit-spot-v1 spot BTCUSDT: book is at \d+, delta starts after \d+/;
const nothingCame = /^SUBSCRIPTION retry bybit-spot-v1 \S+: asked for, but nothing came within 1500 ms/;

const door: MarketDoor = {
  name: 'bybit-spot-v1, form v1',
  venue: 'bybit-spot-v1',
  market: 'spot',
  symbol: 'BTCUSDT',
  options: {},
  open: () => simulateRecorded('bybit-spot-v1', { seed: 5, tick: 50 }),
  levels: 200,
  numbered: { window: 200 },
  history: 0,
  other: {
    symbol: 'ETHUSDT',
    error: { venueCode: '-100010', topic: 'v1:realtimes:ETHUSDT' },
  },
  striking: {
    ...lineNotices,
    'half-open': {
      notice: /^SILENCE reconnect bybit-spot-v1 connection is dead: nothing came for 2500 ms after a ping/,
    },
    'slow-consumer': { notice: 'never' },
    'late-ack': { notice: nothingCame },
    'data-before-ack': {},
    'no-ack': { notice: nothingCame },
    'refuse-topic': {},
    'silent-subscription': { notice: nothingCame },
    'drop-frame': { feed: 'book', notice: gap },
    duplicate: { feed: 'book', notice: 'never' },
    reorder: { feed: 'book', notice: gap },
    garbage: { feed: 'book', notice: /^DECODE skipped bybit-spot-v1 frame/ },
    truncated: { feed: 'book', notice: /^DECODE skipped bybit-spot-v1 frame/ },
    // A first push takes the place of the old book, whatever its number.
    'restart-sequence': { notice: 'never' },
  },
};

describeMarket(door);

/** The other form: acknowledged, one symbol a request, whole books of 40 levels that nothing numbers. */
describeMarket({
  ...door,
  name: 'bybit-spot-v1, form v2, in gzip',
  options: { form: 'v2', binary: true },
  levels: 40,
  other: { symbol: 'ETHUSDT', error: { venueCode: '-100011', topic: 'v2:realtimes:ETHUSDT:binary' } },
  striking: {
    ...door.striking,
    'late-ack': { notice: /^SUBSCRIPTION retry bybit-spot-v1 \S+: no answer to the subscription within 1500 ms$/ },
    'no-ack': { notice: /^SUBSCRIPTION retry bybit-spot-v1 \S+: no answer to the subscription within 1500 ms$/ },
    // What comes first in this form, and when, is not told: nobody can miss it.
    'silent-subscription': { feed: 'candles' },
    // Blanks are nothing once they are packed.
    'huge-frame': { feed: 'book', notice: 'never' },
    'drop-frame': { feed: 'book', notice: 'never' },
    reorder: { feed: 'book', notice: 'never' },
  },
});
