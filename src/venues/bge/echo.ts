/**
 * Which request BGE means by an error that names nothing: its words repeat the request's text.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/tc/_ws-base.md
 * @module
 */
import { keyOf } from './topic.js';

/**
 * Finds the topic of the request that is repeated in the words of an error. BGE writes it anew, with other names
 * ("pairCode") and perhaps inside another object, so single fields are looked for.
 *
 * @returns the key; undefined where no request is repeated
 */
export function repeatedKey(words: unknown): string | undefined {
  if (typeof words !== 'string') return undefined;
  const biz = field(words, 'biz');
  const type = field(words, 'type');
  const product = field(words, 'product') ?? field(words, 'pairCode');
  if (biz === undefined || type === undefined || product === undefined) return undefined;
  return keyOf({ biz, type, product, interval: field(words, 'interval') });
}

/** Levels are text when they are sent, and numbers elsewhere. */
function field(words: string, name: string): string | undefined {
  const [, quoted, bare] = new RegExp(`"${name}"\\s*:\\s*(?:"([^"]*)"|(\\d+))`).exec(words) ?? [];
  return quoted ?? bare;
}
