/**
 * Times of the stream: ms since the epoch, numbers at the public door and text at the private one.
 * @module
 */
import * as z from 'zod';
import { numberOf } from '../../wire/number.js';

/** A time on the wire. */
export const TimeWire = z.union([z.number(), z.string()]);

/**
 * Reads a time, ms since the epoch.
 *
 * @throws RangeError at text that is no number
 */
export function timeOf(time: number | string, name: string): number {
  return typeof time === 'number' ? time : numberOf(time, name);
}
