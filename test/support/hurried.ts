/**
 * Venues with little patience, so that trials over real sockets need little as well.
 * @module
 */
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import { venues, wsTransport } from '../../src/index.js';
import type { Protocol } from '../../src/contract/protocol.js';
import type { Venue } from '../../src/contract/venue.js';
import type { Feeds } from '../../src/feeds/feeds.js';
import { demoCredentials } from '../../src/simulator/index.js';
import type { Transport } from '../../src/transport/socket.js';

/** How long the client waits for an answer, and for a sign of life after a ping, ms. */
export interface Impatience {
  readonly answers: number;
  readonly pongs: number;
}

/** Where the exchange is. */
export interface Place {
  readonly url: string;
  readonly restUrl: string;
}

/** Makes factories of all venues, where one of them is in a hurry. */
export function hurriedFeeds(
  id: keyof typeof venues,
  { url, restUrl }: Place,
  { answers, pongs }: Impatience,
  transport: Transport = wsTransport(),
): Feeds<typeof venues> {
  const venue: Venue = venues[id];
  const hurried = (protocol: Protocol): Protocol => ({
    ...protocol,
    patience: answers,
    heartbeat: { ...protocol.heartbeat, every: everyFor(protocol, answers), patience: pongs },
  });
  const endpoints = Object.fromEntries(
    Object.entries(venue.endpoints).map(([name, door]) => [
      name,
      { ...door, protocol: hurried(door.protocol ?? venue.protocol) },
    ]),
  );
  const table = { ...venues, [id]: { ...venue, endpoints, protocol: hurried(venue.protocol) } };
  return createFeedsOf(table, transport, {
    urls: { [id]: url },
    restUrls: { [id]: restUrl },
    credentials: { [id]: demoCredentials },
    backoff: { base: 50, floor: 20, cap: 200 },
    linger: 0,
  });
}

/** What comes later than any answer at the venue's own pace, where it is a question, comes later than one here. */
function everyFor({ heartbeat, patience }: Protocol, answers: number): number {
  const isQuestion = typeof heartbeat.text === 'string' && heartbeat.text.includes('"req"');
  return isQuestion && (heartbeat.every ?? 0) > patience ? answers + 300 : 400;
}
