/**
 * What two connections tell alike of the same thing.
 * @module
 */

/** Makes text of all that a value says, but when it arrived and the row it was made from. */
export function contentOf(value: unknown): string {
  return JSON.stringify(value, (name, part: unknown) => (name === 'receivedAt' || name === 'raw' ? undefined : part));
}
