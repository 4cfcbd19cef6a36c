/**
 * Backpack's order books: changes over the socket, the first state over HTTP.
 * @see https://docs.backpack.exchange/#tag/Streams/Public/Depth
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Sequence } from '../../model/decimal.js';
import type { BookDelta, BookRow, BookSnapshot } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { pageOf } from './docs.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { restOrigin } from './rest.js';
import { DepthWire, RestDepthWire } from './schemas.js';
import type { DepthRowWire } from './schemas.js';
import { depthWindows, topicOf } from './stream.js';
import type { DepthWindow } from './stream.js';
import { digitsOf, msOfMicros } from './time.js';

/** How often a book is told: at each change, or all changes of a window together. */
export type BookWindow = 'realtime' | DepthWindow;

/** All that `window` can be, the default first. */
export const bookWindows: readonly BookWindow[] = ['realtime', ...depthWindows];

/** What a book is asked for by. */
export interface BookRequest extends SymbolRequest<TradedMarket> {
  readonly window?: BookWindow;
}

const docs = pageOf('Public/Depth');

/** Each change of the whole book. All windows of it count their changes alike. */
const changes = defineChannel({
  kind: 'book',
  docs,
  markets: tradedMarkets,
  topic: ({ symbol, window = 'realtime', ...rest }: BookRequest) => {
    if ('depth' in rest && rest.depth !== undefined) {
      throw new RangeError(`depth ${JSON.stringify(rest.depth)} is not one of backpack: its books are whole`);
    }
    if (!bookWindows.includes(window)) {
      throw new RangeError(`window ${JSON.stringify(window)} is not one of backpack: ${bookWindows.join(', ')}`);
    }
    return topicOf(window === 'realtime' ? 'depth' : `depth.${window}`, symbol);
  },
  wire: DepthWire,
  normalise: ({ data }, context) => [deltaOf(data, context)],
});

/** The book as it stands. */
const standing = defineChannel({
  kind: 'book',
  docs: 'https://docs.backpack.exchange/#tag/Markets/operation/get_depth',
  markets: tradedMarkets,
  topic: (request: BookRequest) => changes.topic(request),
  wire: RestDepthWire,
  normalise: (wire, { venue, market, symbol, receivedAt }): readonly BookSnapshot[] => {
    const timestamp = msOfEither(wire.timestamp);
    return [
      {
        type: 'book-snapshot',
        ...{ venue, market, symbol, timestamp, receivedAt },
        // The best bid comes last.
        bids: rowsOf(wire.bids).reverse(),
        asks: rowsOf(wire.asks),
        sequence: digitsOf(wire.lastUpdateId, 'lastUpdateId'),
        checksum: undefined,
        window: undefined,
        raw: wire,
      },
    ];
  },
});

/** The whole book: the best 1,000 levels a side at first, and each change from then on. */
export const book: Channel<'book', TradedMarket, BookRequest> = {
  ...changes,
  seed: {
    url: ({ symbol }) => `${restOrigin}/api/v1/depth?symbol=${encodeURIComponent(symbol)}&limit=1000`,
    read: standing.read,
  },
};

function deltaOf(row: z.infer<typeof DepthRowWire>, context: ReadContext): BookDelta {
  const { venue, market, symbol, receivedAt } = context;
  return {
    type: 'book-delta',
    ...{ venue, market, symbol, timestamp: msOfMicros(row.T, 'T'), receivedAt },
    bids: rowsOf(row.b),
    asks: rowsOf(row.a),
    // It tells the first change it holds; it follows on the one before that.
    previous: before(row.U),
    sequence: digitsOf(row.u, 'u'),
    checksum: undefined,
    raw: row,
  };
}

/** The page prints milliseconds, the wire has microseconds. */
function msOfEither(time: number | string): number {
  return msOfMicros(Number(time) < FIRST_MICROS ? Number(time) * 1_000 : time, 'timestamp');
}

/** Less than this is no time in microseconds of this century. */
const FIRST_MICROS = 1e14;

/** The number before the first one; the very first follows on nothing. */
function before(first: number | string): Sequence | undefined {
  const digits = digitsOf(first, 'U');
  if (digits === '0' || digits === '1') return undefined;
  return typeof first === 'number' ? String(first - 1) : String(BigInt(digits) - 1n);
}

function rowsOf(levels: readonly (readonly [string, string, ...unknown[]])[]): BookRow[] {
  return levels.map(([price, size]) => {
    return { level: [numberOf(price, 'price'), numberOf(size, 'size')], text: [price, size], mark: -1 };
  });
}
