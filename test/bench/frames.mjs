/**
 * The frames of each feed, in Bitget's words and ready for the wire: a cycle that can be sent again and again, because
 * what must be new each time (ids, sequence numbers) is digits that are overwritten in place.
 * @module
 */
import { walkBook } from './book-walk.mjs';
import { createPicker, createRandom } from './random.mjs';

/** The symbols, the busiest first. */
export const symbols = (
  'BTCUSDT ETHUSDT SOLUSDT XRPUSDT DOGEUSDT BNBUSDT ADAUSDT SUIUSDT LINKUSDT AVAXUSDT ' +
  'LTCUSDT TRXUSDT DOTUSDT BCHUSDT UNIUSDT APTUSDT NEARUSDT ARBUSDT FILUSDT ATOMUSDT'
).split(' ');

/** Which channels each feed has, of how many symbols, and how often. */
export const feeds = {
  ticker: [{ channel: 'ticker', symbols: 20, share: 1 }],
  trade: [{ channel: 'trade', symbols: 20, share: 1 }],
  book: [{ channel: 'books', symbols: 5, share: 1 }],
  'book-checksum': [{ channel: 'books', symbols: 5, share: 1 }],
  // 45 topics: what one connection to Bitget holds well.
  mixed: [
    { channel: 'ticker', symbols: 20, share: 0.35 },
    { channel: 'trade', symbols: 20, share: 0.35 },
    { channel: 'books', symbols: 5, share: 0.3 },
  ],
};

const FRAMES = 40_000;
const CHUNK = 64 * 1024;
/** Stands in the text where the number of the cycle goes, and that of the one before it. */
const CYCLE = '\u0001\u0001\u0001\u0001';
const BEFORE = '\u0002\u0002\u0002\u0002';
const FIRST_CYCLE = 1001;

/**
 * @typedef {{ bytes: Buffer, ends: number[], cycle: number[], before: number[] }} Chunk
 */

/**
 * Makes a feed.
 *
 * @param {keyof typeof feeds} name
 */
export function createFrames(name) {
  const random = createRandom(7);
  const makers = feeds[name].flatMap(({ channel, symbols: count, share }) => {
    const pick = createPicker(count, random);
    const each = symbols.slice(0, count).map((symbol, index) => ({ symbol, index, channel, frames: 0 }));
    return [{ share, each, pick }];
  });

  // Who speaks when, first: a book must know how many deltas it has before it sets out.
  const turns = [];
  for (let i = 0; i < FRAMES; i++) {
    let at = random();
    const maker = makers.find(({ share }) => (at -= share) < 0) ?? makers[0];
    const source = maker.each[maker.pick()];
    source.frames++;
    turns.push(source);
  }
  const sources = makers.flatMap(({ each }) => each);
  for (const source of sources) {
    // A walk comes back after an even number of steps.
    if (source.channel !== 'books' || source.frames % 2 === 0) continue;
    turns.push(source);
    source.frames++;
  }
  for (const source of sources) source.next = talkers[source.channel](source, name);

  /** @type {Chunk[]} */
  const chunks = [];
  /** How many events the first n frames of a cycle bring. */
  const events = [0];
  let parts = [];
  let size = 0;
  const close = () => {
    chunks.push(chunkOf(parts));
    parts = [];
    size = 0;
  };
  for (const source of turns) {
    const { text, rows } = source.next();
    const part = framed(text);
    parts.push(part);
    events.push(events.at(-1) + rows);
    if ((size += part.length) >= CHUNK) close();
  }
  if (size > 0) close();

  return {
    topics: sources.length,
    /** What is said at the beginning: the books as they stand. */
    opening: Buffer.concat(
      sources.flatMap(({ snapshot }) => (snapshot === undefined ? [] : [withCycle(framed(snapshot))])),
    ),
    openings: sources.filter(({ snapshot }) => snapshot !== undefined).length,
    framesPerCycle: turns.length,
    chunks,
    /** @param {number} frames */
    eventsOf: frames => Math.floor(frames / turns.length) * events[turns.length] + events[frames % turns.length],
    /**
     * Writes the number of the cycle into a chunk.
     *
     * @param {Chunk} chunk
     * @param {number} round - 0 for the first
     */
    number: (chunk, round) => {
      for (const at of chunk.cycle) writeDigits(chunk.bytes, at, FIRST_CYCLE + round);
      for (const at of chunk.before) writeDigits(chunk.bytes, at, FIRST_CYCLE + round - 1);
    },
    bytesPerFrame: chunks.reduce((sum, { bytes }) => sum + bytes.length, 0) / turns.length,
  };
}

/** What each channel says: makes the next text of a source, and how many events are in it. */
const talkers = {
  ticker: source => {
    const { symbol, index } = source;
    const random = createRandom(100 + index);
    const tick = tickOf(index);
    let price = tick;
    return () => {
      price += Math.round((random() - 0.5) * 8);
      const last = (price / 10).toFixed(1);
      const row =
        `{"instId":"${symbol}","lastPr":"${last}","bidPr":"${last}","askPr":"${((price + 1) / 10).toFixed(1)}",` +
        `"bidSz":"${(random() * 5).toFixed(4)}","askSz":"${(random() * 5).toFixed(4)}","open24h":"${(tick / 10 + 40.6).toFixed(1)}",` +
        `"high24h":"${(tick / 10 + 1527.7).toFixed(1)}","low24h":"${(tick / 10 - 571.2).toFixed(1)}","change24h":"-0.00429",` +
        `"fundingRate":"0.0001","nextFundingTime":"1790380800000","markPrice":"${last}","indexPrice":"${(price / 10 + 28.6225).toFixed(4)}",` +
        `"holdingAmount":"31911.3455999999605","baseVolume":"${(30_000 + random() * 900).toFixed(4)}",` +
        `"quoteVolume":"${(2_588_367_727 + random() * 90_000).toFixed(5)}","openUtc":"${(tick / 10 + 312.3).toFixed(1)}",` +
        `"symbolType":"1","symbol":"${symbol}","ts":"1790358794983"}`;
      return { text: envelope('snapshot', 'ticker', symbol, row), rows: 1 };
    };
  },

  trade: source => {
    const { symbol, index } = source;
    const random = createRandom(200 + index);
    let price = tickOf(index);
    let id = 0;
    return () => {
      price += Math.round((random() - 0.5) * 8);
      const count = random() < 0.8 ? 1 : 2 + Math.floor(random() * 4);
      const rows = [];
      for (let i = 0; i < count; i++) {
        id++;
        rows.unshift(
          `{"ts":"17903${String(58_794_100 + id)}","price":"${((price + i) / 10).toFixed(1)}","size":"${(random() * 3).toFixed(4)}",` +
            `"side":"${random() < 0.5 ? 'buy' : 'sell'}","tradeId":"12${CYCLE}${String(id).padStart(13, '0')}"}`,
        );
      }
      return { text: envelope('update', 'trade', symbol, rows.join(',')), rows: count };
    };
  },

  books: (source, name) => {
    const { symbol, index, frames } = source;
    const walk = walkBook(300 + index, tickOf(index), frames);
    // On some of Bitget's products the numbers are beyond 2^53.
    const head = index % 2 === 0 ? '1352182127' : '395';
    const withChecksum = name === 'book-checksum';
    const numberOf = at => (at < 0 ? head + BEFORE + digits(frames - 1) : head + CYCLE + digits(at));
    const rowOf = (sides, integrity) =>
      `{"asks":${JSON.stringify(sides.asks)},"bids":${JSON.stringify(sides.bids)},${integrity},"ts":"1790358794983"}`;
    source.snapshot = envelope(
      'snapshot',
      'books',
      symbol,
      rowOf(walk, withChecksum ? `"checksum":0,"seq":${numberOf(-1)}` : `"seq":${numberOf(-1)},"pseq":0`),
    );
    let at = 0;
    return () => {
      const delta = walk.deltas[at];
      const integrity = withChecksum
        ? `"checksum":${delta.checksum},"seq":${numberOf(at)}`
        : `"seq":${numberOf(at)},"pseq":${numberOf(at - 1)}`;
      at++;
      return { text: envelope('update', 'books', symbol, rowOf(delta, integrity)), rows: 1 };
    };
  },
};

function envelope(action, channel, symbol, rows) {
  const arg = `{"instType":"USDT-FUTURES","channel":"${channel}","instId":"${symbol}"}`;
  return `{"action":"${action}","arg":${arg},"data":[${rows}],"ts":1790358794987}`;
}

/** Where the prices of a symbol begin, in ticks of 0.1. */
function tickOf(index) {
  return 836_923 - index * 31_337;
}

function digits(number) {
  return String(number).padStart(5, '0');
}

/** A text frame as a server sends it: unmasked. */
function framed(text) {
  const payload = Buffer.from(text, 'latin1');
  const { length } = payload;
  const head = length < 126 ? Buffer.from([0x81, length]) : Buffer.from([0x81, 126, length >> 8, length & 255]);
  return Buffer.concat([head, payload]);
}

function chunkOf(parts) {
  const bytes = Buffer.concat(parts);
  const ends = [];
  let end = 0;
  for (const part of parts) ends.push((end += part.length));
  return { bytes, ends, cycle: placesOf(bytes, CYCLE), before: placesOf(bytes, BEFORE) };
}

/** Headers hold such bytes too, but never four in a row. */
function placesOf(bytes, mark) {
  const places = [];
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + mark.length)) places.push(at);
  return places;
}

function withCycle(bytes) {
  for (const at of placesOf(bytes, BEFORE)) writeDigits(bytes, at, FIRST_CYCLE - 1);
  return bytes;
}

function writeDigits(bytes, at, number) {
  bytes[at] = 48 + Math.floor(number / 1000);
  bytes[at + 1] = 48 + (Math.floor(number / 100) % 10);
  bytes[at + 2] = 48 + (Math.floor(number / 10) % 10);
  bytes[at + 3] = 48 + (number % 10);
}
