/**
 * What stands in for a feed at a new connection until that takes over from the old one.
 * @module
 */
import { FeedError } from '../model/errors.js';
import type { Kind } from '../model/kinds.js';
import type { Heir } from '../session/session.js';
import { candlesHeir } from './candles-heir.js';
import { chainedHeir } from './chained-heir.js';
import { heldHeir } from './held-heir.js';
import type { GoOn, HeirOptions } from './heir-options.js';
import type { Run } from './run.js';
import { stateHeir } from './state-heir.js';
import { tradesHeir } from './trades-heir.js';

/**
 * Makes the heir of a feed, by its kind. It takes over
 *
 * - of trades and fills: once something that was told comes again
 * - of candles: once the last one that was told comes again, no older than it was told
 * - of books that are told in changes only: once the changes begin where the book stands, or before
 * - of what is told whole at the beginning (books, tickers, quotes, prices): once that is no older than what was told
 * - of everything else: once what was told last has come there too
 */
export function createHeir<K extends Kind>(run: Run<K>, goOn: GoOn<K>): Heir {
  const { channel, door, topic } = run.options;
  const context = { ...run.context };
  const options: HeirOptions<K> = {
    run,
    goOn,
    read: message => {
      context.receivedAt = message.receivedAt;
      try {
        return channel.read(message.body, context);
      } catch (cause) {
        if (cause instanceof FeedError) door.problem(topic, cause, 'skipped');
        else run.sink.error(cause);
        return undefined;
      }
    },
  };
  // The kind of the channel is that of the feed.
  if (channel.kind === 'trades') return tradesHeir(options as unknown as HeirOptions<'trades'>);
  if (channel.kind === 'fills') return tradesHeir(options as unknown as HeirOptions<'fills'>);
  if (channel.kind === 'candles') return candlesHeir(options as unknown as HeirOptions<'candles'>);
  if (channel.seed !== undefined) return chainedHeir(options);
  return whole.has(channel.kind) ? stateHeir(options) : heldHeir(options);
}

const whole: ReadonlySet<Kind> = new Set<Kind>([
  'book',
  'ticker',
  'quotes',
  'markPrice',
  'openInterest',
  'fundingRate',
]);
