/**
 * The only clock of the library.
 * @module
 */
import { asyncScheduler } from 'rxjs';

/** Tells the time of RxJS's own scheduler, ms since the epoch, so that virtual time in a test governs everything. */
export function now(): number {
  return asyncScheduler.now();
}
