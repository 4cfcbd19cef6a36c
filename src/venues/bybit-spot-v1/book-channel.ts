/**
 * The stream's order books: the full one by changes, or whole at each push.
 * @module
 */
import type * as z from 'zod';
import type { ReadContext } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import type { Sequence } from '../../model/decimal.js';
import type { BookDelta, BookRow, BookSnapshot } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { formOf } from './form.js';
import type { FormRequest } from './form.js';
import { createPublicChannel } from './public-channel.js';
import { BookRowWire } from './schemas.js';
import { timeOf } from './time.js';
import { publicTopic } from './topic.js';

/** Levels a side that the venue sends whole: 200 in V1, 40 in V2. */
export type BybitSpotV1Depth = 40 | 200;

/** A request for a book. */
export interface BookRequest extends FormRequest {
  readonly depth?: BybitSpotV1Depth;
}

/**
 * Without a depth V1's full book, 200 levels a side, as a first one and its changes; with one the book of that depth whole
 * each time. V2 has nothing but its 40 levels, whole.
 */
export const book = createPublicChannel({
  kind: 'book',
  row: BookRowWire,
  topic: bookTopic,
  normalise: ({ rows, isFirst }, context) => {
    const isChange = context.topic.startsWith(CHANGES) && isFirst === false;
    return rows.map(row => (isChange ? deltaOf(row, context) : snapshotOf(row, context)));
  },
});

const CHANGES = 'v1:diffDepth:';
/** What the venue keeps up to date by changes, levels a side. */
const WINDOW = 200;

function bookTopic({ symbol, depth, form, binary }: BookRequest): Topic {
  const asked: number | undefined = depth;
  if (asked !== undefined && asked !== 40 && asked !== 200) {
    throw new RangeError(
      `depth ${JSON.stringify(asked)} is not one of bybit-spot-v1: 40, 200, or none for the full book`,
    );
  }
  if (depth === 40 || (depth === undefined && form === 'v2')) {
    return publicTopic({ form: formOf('depth 40', ['v2'], form), topic: 'depth', symbol, binary, incremental: false });
  }
  const isFull = depth === undefined;
  return publicTopic({
    form: formOf(isFull ? 'diffDepth' : 'depth 200', ['v1'], form),
    topic: isFull ? 'diffDepth' : 'depth',
    symbol,
    binary,
    incremental: isFull,
  });
}

type Row = z.infer<typeof BookRowWire>;

function snapshotOf(row: Row, context: ReadContext): BookSnapshot {
  const window = context.topic.startsWith(CHANGES) ? WINDOW : undefined;
  // A first book was never seen to bear a number: then the first change may follow on it whatever its own is.
  const numbers = { sequence: window === undefined ? undefined : counterOf(row), checksum: undefined, window };
  return { type: 'book-snapshot', ...partsOf(row, context), ...numbers };
}

/** The counter of changes is told by sister exchanges; the venue's pages say to ignore it, and show nothing but 0. */
function deltaOf(row: Row, context: ReadContext): BookDelta {
  const { o = 0 } = row;
  const previous = o > 0 ? String(o - 1) : undefined;
  return { type: 'book-delta', ...partsOf(row, context), previous, sequence: counterOf(row), checksum: undefined };
}

function counterOf({ o = 0 }: Row): Sequence | undefined {
  return o > 0 ? String(o) : undefined;
}

function partsOf(
  row: Row,
  { venue, market, symbol, receivedAt }: ReadContext,
): Pick<BookSnapshot, 'venue' | 'market' | 'symbol' | 'timestamp' | 'receivedAt' | 'bids' | 'asks' | 'raw'> {
  const timestamp = timeOf(row.t, 't');
  return {
    venue,
    market,
    symbol,
    timestamp,
    receivedAt,
    bids: row.b.map(bookRowOf),
    asks: row.a.map(bookRowOf),
    raw: row,
  };
}

function bookRowOf([price, size]: readonly [string, string, ...unknown[]]): BookRow {
  return { level: [numberOf(price, 'price'), numberOf(size, 'size')], text: [price, size], mark: -1 };
}
