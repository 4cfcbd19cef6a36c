/**
 * rxtape in the browser: the same names, over the global WebSocket.
 * @module
 */
import { createFeedsOf } from './feeds/create-feeds.js';
import type { CreateFeedsOptions } from './feeds/create-feeds.js';
import type { Feeds } from './feeds/feeds.js';
import { webTransport } from './transport/web-transport.js';
import { venues } from './venues/index.js';

export * from './face.js';

/**
 * Makes a set of factories with connections of its own.
 *
 * @throws RangeError where an option cannot be
 */
export function createFeeds(options?: CreateFeedsOptions<typeof venues>): Feeds<typeof venues> {
  return createFeedsOf(venues, webTransport(), options);
}

/** The default set: one connection per venue, shared by the whole page. */
export const {
  ticker$,
  trades$,
  book$,
  quotes$,
  candles$,
  markPrice$,
  openInterest$,
  fundingRate$,
  liquidations$,
  balances$,
  orders$,
  fills$,
  positions$,
  channel$,
  status$,
  topics$,
  health$,
  problems$,
} = /* @__PURE__ */ createFeeds();
