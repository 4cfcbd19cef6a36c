/**
 * Times of the stream: ms since the epoch, numbers in the samples and text in the tables, or the other way round.
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
