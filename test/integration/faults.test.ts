import { simulateRecorded } from '../support/recorded.js';
import { describeMarket, lineNotices } from './market-faults-suite.js';

/** A market that moves twenty times a second. */
describeMarket({
  name: 'bitget usdt-futures',
  venue: 'bitget',
  market: 'usdt-futures',
  symbol: 'BTCUSDT',
  options: { market: 'usdt-futures' },
  open: () => simulateRecorded('bitget', { seed: 5, tick: 50, integrity: 'checksum+seq+pseq' }),
  levels: Infinity,
  numbered: {},
  history: 400,
  other: { symbol: 'ETHUSDT', error: { venueCode: '30001', topic: 'USDT-FUTURES:ticker:ETHUSDT' } },
  striking: {
    ...lineNotices,
    'half-open': { notice: /^SILENCE reconnect bitget connection is dead: nothing came for 2500 ms after a ping/ },
    'slow-consumer': { notice: 'never' },
    'late-ack': {},
    'data-before-ack': {},
    'no-ack': { notice: /^SUBSCRIPTION retry bitget \S+: no answer to the subscription within/ },
    'refuse-topic': {},
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
    garbage: { feed: 'book', notice: /^DECODE skipped/ },
    truncated: { feed: 'book', notice: /^DECODE skipped bitget frame is not JSON/ },
    'restart-sequence': { notice: /^SEQUENCE resync .* numbers its deltas anew/ },
  },
});
