/**
 * Whether a venue's clock has gone back, so that its times order nothing any more.
 * @module
 */

/** Frames of one connection come out of order by less than this, ms; and nobody's clock is corrected by less in earnest. */
const step = 5_000;

/** Tells whether a time is so much earlier than another that the clock which told them must have gone back between. */
export function isFarBack(time: number | undefined, than: number | undefined): boolean {
  return time !== undefined && than !== undefined && time < than - step;
}
