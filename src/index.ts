/**
 * rxtape: live exchange data as RxJS streams. This is the face for Node; browsers get the same names over their own WebSocket.
 * @module
 */
import { createFeedsOf } from './feeds/create-feeds.js';
import type { CreateFeedsOptions } from './feeds/create-feeds.js';
import type { Feeds } from './feeds/feeds.js';
import { wsTransport } from './transport/ws-transport.js';
import { venues } from './venues/index.js';

export * from './face.js';
export { wsTransport } from './transport/ws-transport.js';
export type { WsTransportOptions } from './transport/ws-transport.js';

/**
 * Makes a set of factories with connections of its own.
 *
 * @throws RangeError where an option cannot be
 */
export function createFeeds(options?: CreateFeedsOptions<typeof venues>): Feeds<typeof venues> {
  return createFeedsOf(venues, wsTransport(), options);
}

/** The default set: one connection per venue, shared by the whole process. */
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
