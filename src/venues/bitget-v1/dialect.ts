/**
 * The two dialects of the legacy stream: the guide's, and what the exchange spoke.
 * @module
 */
import type { Channel, SymbolRequest } from '../../contract/channel.js';
import type { Kind } from '../../model/kinds.js';

/**
 * `guide`: product lines in full, hex signatures in ms, JSON pings, error codes from 40001.
 * `official`: `sp` and `spbl`, base64 signatures in seconds, text pings, error codes from 30001.
 */
export type Dialect = 'guide' | 'official';

/** A request that may be made in either dialect; the guide's where none is named. */
export type DialectRequest<M extends string> = SymbolRequest<M> & { readonly dialect?: Dialect };

/** A request of what exists in the official dialect only, which is then the one meant. */
export type OfficialRequest<M extends string> = SymbolRequest<M> & { readonly dialect?: 'official' };

/** A request of what exists in the guide's dialect only. */
export type GuideRequest<M extends string> = SymbolRequest<M> & { readonly dialect?: 'guide' };

/** Makes one channel of two: which one names the topic the request says, which one reads it the topic says. */
export function eitherDialect<K extends Kind, M extends string>(
  guide: Channel<K, M>,
  official: Channel<K, M>,
): Channel<K, M, DialectRequest<M>> {
  return {
    kind: guide.kind,
    docs: guide.docs,
    markets: guide.markets,
    topic: request => (dialectOf(request.dialect) === 'official' ? official : guide).topic(request),
    read: (body, context) => (isOfficial(context.topic) ? official : guide).read(body, context),
  };
}

/**
 * Reads the name of a dialect.
 *
 * @throws RangeError at any other text
 */
export function dialectOf(dialect: string | undefined): Dialect {
  if (dialect === undefined || dialect === 'guide') return 'guide';
  if (dialect === 'official') return 'official';
  throw new RangeError(`dialect ${JSON.stringify(dialect)} is not one of bitget-v1: guide, official`);
}

/**
 * Makes sure that a dialect, where one is named, is the only one that has the channel.
 *
 * @throws RangeError where another is named
 */
export function onlyDialect(only: Dialect, channel: string, dialect: string | undefined): void {
  if (dialect === undefined || dialectOf(dialect) === only) return;
  throw new RangeError(`channel ${channel} of bitget-v1 exists in the dialect ${only} only`);
}

/** Whether a topic's key is one of the official dialect. */
export function isOfficial(topic: string): boolean {
  return topic.startsWith('SP:') || topic.startsWith('SPBL:');
}
