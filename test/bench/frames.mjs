/**
 * The frames of each feed, in the venue's words and ready for the wire: a cycle that can be sent again and again, because
 * what must be new each time (ids, sequence numbers) is digits that are overwritten in place.
 * @module
 */
import { createPicker, createRandom } from './random.mjs';
import { fillSlots, slotsOf } from './slots.mjs';
import { symbols } from './symbols.mjs';
import { venues } from './venues.mjs';

/** Which channels each feed has, of how many symbols, and how often. */
export const feeds = {
  ticker: { venue: 'bitget', parts: [{ channel: 'ticker', symbols: 20, share: 1 }] },
  trade: { venue: 'bitget', parts: [{ channel: 'trade', symbols: 20, share: 1 }] },
  book: { venue: 'bitget', parts: [{ channel: 'book', symbols: 5, share: 1 }] },
  'book-checksum': { venue: 'bitget', parts: [{ channel: 'book', symbols: 5, share: 1 }] },
  // 45 topics: what one connection to Bitget holds well.
  mixed: {
    venue: 'bitget',
    parts: [
      { channel: 'ticker', symbols: 20, share: 0.35 },
      { channel: 'trade', symbols: 20, share: 0.35 },
      { channel: 'book', symbols: 5, share: 0.3 },
    ],
  },
  'bybit-ticker': { venue: 'bybit', parts: [{ channel: 'ticker', symbols: 20, share: 1 }] },
  'bybit-trade': { venue: 'bybit', parts: [{ channel: 'trade', symbols: 20, share: 1 }] },
  'bybit-book': { venue: 'bybit', parts: [{ channel: 'book', symbols: 5, share: 1 }] },
};

const FRAMES = 40_000;
const CHUNK = 64 * 1024;

/**
 * The topics of a feed.
 *
 * @param {keyof typeof feeds} name
 * @returns {import('./venues.mjs').Topic[]}
 */
export function topicsOf(name) {
  return feeds[name].parts.flatMap(({ channel, symbols: count }) =>
    symbols.slice(0, count).map(symbol => ({ channel, symbol })),
  );
}

/**
 * @typedef {{ bytes: Buffer, ends: number[], slots: import('./slots.mjs').Slot[] }} Chunk
 */

/**
 * Makes a feed.
 *
 * @param {keyof typeof feeds} name
 */
export function createFrames(name) {
  const { talkers } = venues[feeds[name].venue];
  const sources = createSources(name);
  const turns = createTurns(sources, name);
  for (const source of sources) source.talk = talkers[source.channel](source);

  /** @type {Chunk[]} */
  const chunks = [];
  /** How many events the first n frames of a cycle bring. */
  const events = [0];
  let open = createChunk();
  for (const { talk } of turns) {
    const said = talk.next();
    open.add(said);
    events.push(events.at(-1) + said.rows);
    if (open.size() < CHUNK) continue;
    chunks.push(open.close());
    open = createChunk();
  }
  if (open.size() > 0) chunks.push(open.close());

  const openings = sources.flatMap(({ talk }) => (talk.opening === undefined ? [] : [talk.opening]));
  return {
    topics: sources.length,
    /** What is said at the beginning: the books and tickers as they stand. */
    opening: openingOf(openings),
    openings: openings.length,
    chunks,
    /** @param {number} frames */
    eventsOf: frames => Math.floor(frames / turns.length) * events[turns.length] + events[frames % turns.length],
    bytesPerFrame: chunks.reduce((sum, { bytes }) => sum + bytes.length, 0) / turns.length,
  };
}

function createSources(name) {
  return feeds[name].parts.flatMap(({ channel, symbols: count }) =>
    symbols.slice(0, count).map((symbol, index) => ({ symbol, index, channel, feed: name, frames: 0 })),
  );
}

/** Who speaks when, before anybody does: a book must know how many deltas it has before it sets out. */
function createTurns(sources, name) {
  const random = createRandom(7);
  const parts = feeds[name].parts.map(({ channel, symbols: count, share }) => ({
    share,
    each: sources.filter(source => source.channel === channel),
    pick: createPicker(count, random),
  }));
  const turns = [];
  for (let i = 0; i < FRAMES; i++) {
    let at = random();
    const part = parts.find(({ share }) => (at -= share) < 0) ?? parts[0];
    const source = part.each[part.pick()];
    source.frames++;
    turns.push(source);
  }
  for (const source of sources) {
    // A walk comes back after an even number of steps.
    if (source.channel !== 'book' || source.frames % 2 === 0) continue;
    turns.push(source);
    source.frames++;
  }
  return turns;
}

function openingOf(openings) {
  const all = createChunk();
  for (const said of openings) all.add(said);
  const { bytes, slots } = all.close();
  fillSlots(bytes, slots, 0);
  return bytes;
}

function createChunk() {
  const parts = [];
  const slots = [];
  const ends = [];
  let size = 0;
  return {
    add: ({ text, counts }) => {
      const [head, payload] = framed(text);
      slots.push(...slotsOf(text, counts, size + head.length));
      parts.push(head, payload);
      ends.push((size += head.length + payload.length));
    },
    size: () => size,
    /** @returns {Chunk} */
    close: () => ({ bytes: Buffer.concat(parts), ends, slots }),
  };
}

/** A text frame as a server sends it: unmasked. */
function framed(text) {
  const payload = Buffer.from(text, 'latin1');
  const { length } = payload;
  const head = length < 126 ? Buffer.from([0x81, length]) : Buffer.from([0x81, 126, length >> 8, length & 255]);
  return [head, payload];
}
