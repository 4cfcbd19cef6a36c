/**
 * Backpack's errors in our words.
 * @see https://docs.backpack.exchange/#tag/Streams
 * @module
 */
import type { Refusal } from '../../contract/inbound.js';
import { withoutKeys } from '../../wire/without-keys.js';

/** Reads an error; its numbers are not published, and those that were seen are four. */
export function refusalOf(code: unknown, message: unknown): Refusal {
  const digits = typeof code === 'number' || typeof code === 'string' ? String(code) : '';
  const words = typeof message === 'string' ? withoutKeys(message) : '';
  const meaning = meanings.get(digits);
  const reason = [words, meaning].filter(Boolean).join(': ');
  return { code: digits, reason, remedy: digits === '4003' ? 'clock' : 'never' };
}

const meanings: ReadonlyMap<string, string> = new Map([
  ['4002', 'the request was not understood'],
  ['4003', 'wrong keys, a key that was revoked, or a clock that is off by more than five seconds'],
  ['4006', 'there is no stream of this type'],
  ['4008', 'books are told at each change, or every 200ms, 600ms or 1000ms'],
]);
