/**
 * Why a command ends otherwise than well.
 * @module
 */

/** An end with an exit code: 2 where the command line is wrong, 1 where the work could not be done. */
export class CommandError extends Error {
  readonly exitCode: 1 | 2;

  /** @param message - one sentence; '' where everything has been said already */
  constructor(message: string, exitCode: 1 | 2, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

/**
 * Runs what reads the user's words.
 *
 * @throws CommandError with exit code 2 in place of a `RangeError` or `TypeError`
 */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof RangeError || cause instanceof TypeError) throw new CommandError(cause.message, 2, cause);
    throw cause;
  }
}
