/**
 * Records what code hears of a simulated exchange, in virtual time.
 * @module
 */
import type { Observable } from 'rxjs';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import type { Feeds } from '../../src/feeds/feeds.js';
import { venues, wsTransport } from '../../src/index.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { FaultName, FaultRule } from '../../src/simulator/faults.js';
import { tapeLines } from '../../src/tape/tape-sink.js';
import { taped } from '../../src/tape/taped.js';
import { tapedRandom } from '../../src/tape/taping.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';

/** What was recorded, and what was heard live. */
export interface Recording<T> {
  readonly lines: readonly string[];
  readonly heard: readonly T[];
  /** How often each fault struck. */
  readonly struck: ReadonlyMap<string, number>;
}

/** How. */
export interface RecordingOptions {
  readonly venue?: 'bitget' | 'bybit';
  readonly seconds: number;
  readonly seed?: string;
  readonly faults?: readonly (FaultName | FaultRule)[];
  readonly latency?: number;
  readonly rotateEvery?: number;
}

/** Records while the code listens. */
export function recording<T>(
  code: (feeds: Feeds<typeof venues>) => Observable<T>,
  { venue = 'bitget', seconds, seed = 'tape', faults = [], latency = 13, rotateEvery }: RecordingOptions,
): Recording<T> {
  const lines: string[] = [];
  const heard: T[] = [];
  let struck: ReadonlyMap<string, number> = new Map();
  virtually(at => {
    const exchange = createExchange(
      venue === 'bitget' ? counterparts.bitget({ integrity: 'checksum+seq+pseq' }) : counterparts[venue](),
      { seed, faults, tick: 100 },
    );
    const tape = tapeLines(line => lines.push(line), {
      urls: { [venue]: 'ws://127.0.0.1:9' },
      secrets: Object.values(demoCredentials),
    });
    const feeds = createFeedsOf(venues, wsTransport(), {
      transport: taped(exchangeTransport(exchange, latency), tape),
      random: tapedRandom(tape, 7),
      urls: { [venue]: 'ws://127.0.0.1:9' },
      credentials: { bitget: demoCredentials, bybit: demoCredentials },
      ...(rotateEvery === undefined ? {} : { rotateEvery }),
    });
    const subscription = code(feeds).subscribe(value => heard.push(value));
    at(seconds * 1_000, () => {
      struck = exchange.struck;
      tape.end();
      subscription.unsubscribe();
      exchange.close();
    });
  });
  return { lines, heard, struck };
}
