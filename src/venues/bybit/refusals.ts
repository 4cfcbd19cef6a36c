/**
 * Bybit's refusals, which are texts without a code: what each means, whom it names, and what mends it.
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */
import type { Refusal, Remedy } from '../../contract/inbound.js';

/** A text, taken apart. */
export interface Complaint {
  readonly refusal: Refusal;
  /** The topics that it names as the reason. */
  readonly guilty: readonly string[];
  /** The topics that it says stand already. */
  readonly standing: readonly string[];
}

interface Meaning {
  readonly pattern: RegExp;
  readonly meaning: string;
  readonly remedy: Remedy;
  /** What is said of the topics that the pattern's first group names. */
  readonly names?: 'guilty' | 'standing';
}

/** First match wins. */
const meanings: readonly Meaning[] = [
  {
    pattern: /^error:\s*handler not found,\s*topic:(.+)$/i,
    meaning: 'there is no such topic here, check the symbol, whether it is of this market, and the depth or interval',
    remedy: 'never',
    names: 'guilty',
  },
  {
    pattern: /^invalid symbol\s*:\s*\[(.+)\]$/i,
    meaning: 'there is no such symbol on spot, which may be one of another market',
    remedy: 'never',
    names: 'guilty',
  },
  {
    pattern: /^error:\s*already subscribed,\s*topic:(.+)$/i,
    meaning: 'subscribed already on this connection',
    remedy: 'retry',
    names: 'standing',
  },
  { pattern: /^args size\s*>/i, meaning: 'too many topics in one request', remedy: 'never' },
  {
    pattern: /^params error$/i,
    meaning: 'the request does not fit this address, private and demo addresses have no public topics',
    remedy: 'never',
  },
  { pattern: /^request not authorized$/i, meaning: 'a login must come first', remedy: 'login' },
  { pattern: /^error:\s*invalid op/i, meaning: 'unknown operation', remedy: 'never' },
  { pattern: /^failed to decode incoming data/i, meaning: 'the request is not JSON', remedy: 'never' },
];

/**
 * Takes a refusal apart. A text that is not known is worth another try, within the session's bounds.
 *
 * @param text - the venue's words without keys, `''` where it gave none
 */
export function complaintOf(text: string): Complaint {
  for (const { pattern, meaning, remedy, names } of meanings) {
    const match = pattern.exec(text.trim());
    if (match === null) continue;
    const named = (match[1] ?? '').split(',').map(topic => topic.trim());
    // A bare symbol is no topic: any topic of the request may have it.
    const topics = named.filter(topic => topic.includes('.'));
    return {
      refusal: { code: '', reason: `${meaning}: ${text}`, remedy },
      guilty: names === 'guilty' ? topics : [],
      standing: names === 'standing' ? topics : [],
    };
  }
  const reason = text === '' ? 'refused without a reason' : `undocumented reason: ${text}`;
  return { refusal: { code: '', reason, remedy: 'retry' }, guilty: [], standing: [] };
}

/** What an option or spread door means by a topic in its list of failures, to which it adds no word. */
export const failedTopic: Refusal = {
  code: '',
  reason: 'the venue lists the topic among its failures: check the symbol, its market, and the depth',
  remedy: 'never',
};
