/**
 * What can be wrong with a tape.
 * @module
 */

/** A tape that cannot be read at all, or not be written. The message is one sentence that begins with its subject. */
export class TapeError extends Error {
  /** The line, counted from 1, where one line is meant. */
  readonly line: number | undefined;

  constructor(message: string, details: { readonly line?: number; readonly cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'TapeError';
    this.line = details.line;
  }
}
