/**
 * Runs a test in virtual time.
 * @module
 */
import { TestScheduler } from 'rxjs/testing';
import type { RunHelpers } from 'rxjs/testing';
import { expect } from 'vitest';

/** Runs marbles; what does not match fails the test after the last virtual ms. */
export function marbles(body: (helpers: RunHelpers) => void): void {
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  }).run(body);
}
