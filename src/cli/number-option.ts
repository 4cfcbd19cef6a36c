/**
 * Numbers of the command line.
 * @module
 */
import { CommandError } from './command-error.js';

/** The longest that a timer keeps, s. */
const LONGEST = 2_147_483;

/**
 * Reads a positive number.
 *
 * @throws CommandError with exit code 2
 */
export function positive(name: string, text: string, unit: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= LONGEST) return value;
  throw new CommandError(
    `${name} ${JSON.stringify(text)} is not possible: write a number of ${unit} above 0, up to ${LONGEST}`,
    2,
  );
}

/**
 * Reads a whole number.
 *
 * @param most - the largest possible
 * @throws CommandError with exit code 2
 */
export function whole(name: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw new CommandError(`${name} ${JSON.stringify(text)} is not possible: write a whole number from 0 to ${most}`, 2);
}
