/**
 * More waits than may wait.
 * @module
 */

/** A consumer that is too slow for its stream. Another try helps only if the consumer gets faster. */
export class OverflowError extends Error {
  readonly code = 'OVERFLOW';
  readonly retryable = false;
  /** How many values could wait. */
  readonly bound: number;

  constructor(message: string, bound: number) {
    super(message);
    this.name = new.target.name;
    this.bound = bound;
  }
}
