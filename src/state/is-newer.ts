/**
 * Which of two times is later, where both are told.
 * @module
 */

/** Tells whether a time is surely later than another; false where one of them is not known. */
export function isNewer(time: number | undefined, than: number | undefined): boolean {
  return time !== undefined && than !== undefined && time > than;
}
