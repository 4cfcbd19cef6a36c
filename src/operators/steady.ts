/**
 * A clock that never runs backwards.
 * @module
 */

/**
 * Makes a function that reads the wall clock as a clock that never runs backwards: when the machine's time is set back,
 * it goes on from where it was, so that no wait gets longer.
 *
 * @returns takes what the wall clock says, ms, and gives a time for differences only, ms
 */
export function createSteady(): (time: number) => number {
  let latest = -Infinity;
  let setBack = 0;
  return time => {
    if (time < latest) setBack += latest - time;
    latest = time;
    return time + setBack;
  };
}
