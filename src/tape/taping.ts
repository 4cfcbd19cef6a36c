/**
 * Records everything that a set of factories is told.
 * @module
 */
import { now } from '../operators/clock.js';
import { fetchHttp } from '../transport/http.js';
import type { Http } from '../transport/http.js';
import type { Transport } from '../transport/socket.js';
import { drawing } from './drawing.js';
import { taped } from './taped.js';
import { tapedHttp } from './taped-http.js';
import type { TapeSink } from './tape-sink.js';

/** Options of `createFeeds`. */
export interface Taping {
  readonly transport: Transport;
  readonly http: Http;
  readonly random: () => number;
}

/**
 * Makes the options of `createFeeds` with which everything is on the tape: connections, answers over HTTP, and the
 * numbers that were drawn for the delays between attempts, so that a replay waits as long as was waited.
 *
 * @example
 * ```ts
 * import { createFeeds, wsTransport } from 'rxtape';
 * import { createTapeFile, taping } from 'rxtape/tape';
 *
 * const tape = createTapeFile('btc.ndjson.gz');
 * const feeds = createFeeds(taping(wsTransport(), tape));
 * ```
 */
export function taping(transport: Transport, tape: TapeSink, http: Http = fetchHttp()): Taping {
  return { transport: taped(transport, tape), http: tapedHttp(http, tape), random: tapedRandom(tape) };
}

/**
 * Draws numbers in [0, 1), and writes to the tape what they grow from.
 *
 * @param seed - a whole number; by default one that nobody knows
 */
export function tapedRandom(tape: TapeSink, seed = Math.trunc(Math.random() * 2 ** 32)): () => number {
  tape.write({ type: 'seed', at: now(), value: seed });
  return drawing(seed);
}
