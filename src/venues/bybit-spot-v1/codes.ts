/**
 * The error codes of V1 and V2: what each means, and what mends it.
 *
 * From -10000 to -100010 they are of the platform's manual, -10009 and -100010 were seen at Bybit; the others at sister
 * exchanges of the same platform only.
 * @module
 */
import type { Refusal } from '../../contract/inbound.js';
import { withoutKeys } from '../../wire/without-keys.js';

/** Nothing mends any of these. */
const codes: Readonly<Record<string, string>> = {
  '-10000': 'invalid request',
  '-10001': 'invalid JSON',
  '-10002': 'invalid event',
  '-10003': 'the event is missing',
  '-10004': 'invalid topic',
  '-10005': 'the topic is missing',
  '-10007': 'the parameters are missing',
  '-10008': 'the interval is missing',
  '-10009': 'invalid interval',
  '-100010': 'unknown symbol',
  '-100011': 'parameter error, or unknown symbol',
  '-100013': 'dumpScale is missing',
};

/**
 * Tells what a code means and what mends it; undocumented codes are tried again.
 *
 * @param words - what the venue says beside the code
 */
export function refusalOf(code: unknown, words: unknown): Refusal {
  const text = typeof code === 'number' || typeof code === 'string' ? String(code) : '';
  const known = Object.hasOwn(codes, text) ? codes[text] : undefined;
  const meaning = known ?? 'undocumented code';
  const said = typeof words === 'string' ? withoutKeys(words) : '';
  return {
    code: text,
    reason: said === '' ? meaning : `${meaning}: ${said}`,
    remedy: known === undefined ? 'retry' : 'never',
  };
}
