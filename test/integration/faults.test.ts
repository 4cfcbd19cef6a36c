import { simulateRecorded } from '../support/recorded.js';
import { describeMarket, doubts, lineNotices, noRequests, upheavals } from './market-faults-suite.js';
import type { MarketDoor } from './market-faults-suite.js';

/** A market that moves twenty times a second. */
const futures: MarketDoor = {
  name: 'bitget usdt-futures',
  venue: 'bitget',
  market: 'usdt-futures',
  symbol: 'BTCUSDT',
  options: { market: 'usdt-futures' },
  open: () => simulateRecorded('bitget', { seed: 5, tick: 50, integrity: 'checksum+seq+pseq' }),
  levels: Infinity,
  numbered: {},
  goesBack: true,
  history: 400,
  other: { symbol: 'ETHUSDT', error: { venueCode: '30001', topic: 'USDT-FUTURES:ticker:ETHUSDT' } },
  untouched: noRequests,
  striking: {
    ...lineNotices,
    ...upheavals,
    // The venue says why it hangs up.
    ban: { rests: true, notice: /^CONNECTION reconnect bitget connection: refused with 30007 / },
    'empty-delta': { feed: 'book', notice: 'never' },
    'unordered-delta': { feed: 'book', notice: 'never' },
    corrupted: { feed: 'book', notice: /^SCHEMA skipped bitget /, then: /^SEQUENCE resync bitget / },
    'half-open': { notice: /^SILENCE reconnect bitget connection is dead: nothing came for 2500 ms after a ping/ },
    'slow-consumer': { notice: 'never' },
    'late-ack': { notice: /^SUBSCRIPTION retry bitget \S+: no answer to the subscription within \d+ ms$/ },
    'data-before-ack': { notice: 'never' },
    'no-ack': { notice: /^SUBSCRIPTION retry bitget \S+: no answer to the subscription within/ },
    'refuse-topic': { notice: 'never' },
    'silent-subscription': { notice: /^SUBSCRIPTION retry bitget \S+: accepted, but nothing came within/ },
    'stale-seed': { notice: /^SEQUENCE resync/ },
    'drop-frame': {
      feed: 'book',
      notice: /^SEQUENCE resync bitget usdt-futures BTCUSDT: book is at \d+, delta starts after \d+/,
    },
    duplicate: { feed: 'book', notice: 'never' },
    reorder: { feed: 'book', notice: /^SEQUENCE resync/ },
    'bad-checksum': {
      feed: 'book',
      notice: /^CHECKSUM resync bitget usdt-futures BTCUSDT: book adds up to -?\d+, the venue says -?\d+/,
    },
    garbage: { feed: 'book', notice: /^DECODE skipped/, also: doubts },
    truncated: { feed: 'book', notice: /^DECODE skipped bitget frame is not JSON/, also: doubts },
    'restart-sequence': { notice: /^SEQUENCE resync .* numbers its deltas anew/ },
  },
};

describeMarket(futures);

/** Books as they are told today: numbered, and without a checksum. */
const { 'bad-checksum': _, ...numbered } = futures.striking;
describeMarket({
  ...futures,
  name: 'bitget spot, numbers and no checksum',
  market: 'spot',
  options: {},
  open: () => simulateRecorded('bitget', { seed: 6, tick: 50 }),
  other: { symbol: 'ETHUSDT', error: { venueCode: '30001', topic: 'SPOT:ticker:ETHUSDT' } },
  striking: {
    ...numbered,
    'drop-frame': {
      feed: 'book',
      notice: /^SEQUENCE resync bitget spot BTCUSDT: book is at \d+, delta starts after \d+/,
    },
  },
});

/** Books as they were told before: a checksum of the best 25 levels shows what was lost among these, and nothing else does. */
const wrongSum = /^CHECKSUM resync bitget spot BTCUSDT: book adds up to -?\d+, the venue says -?\d+/;
const { numbered: __, ...unnumbered } = futures;
describeMarket({
  ...unnumbered,
  name: 'bitget spot, a checksum and no numbers',
  market: 'spot',
  options: {},
  open: () => simulateRecorded('bitget', { seed: 7, tick: 50, integrity: 'checksum' }),
  levels: 25,
  other: { symbol: 'ETHUSDT', error: { venueCode: '30001', topic: 'SPOT:ticker:ETHUSDT' } },
  striking: {
    ...futures.striking,
    // It may have been of a level beyond those 25.
    'stale-seed': { notice: 'never', also: wrongSum },
    'drop-frame': { feed: 'book', notice: 'never', also: wrongSum },
    reorder: { feed: 'book', notice: 'never', also: wrongSum },
    'duplicate-late': { feed: 'book', notice: 'never', also: wrongSum },
    'bad-checksum': { feed: 'book', notice: wrongSum },
    'restart-sequence': { notice: 'never' },
  },
});
