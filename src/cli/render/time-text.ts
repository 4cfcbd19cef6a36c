/**
 * Times as people read them.
 * @module
 */

/** Writes the local time of day: "14:03:07.250". */
export function clockText(time: number): string {
  return isoText(time).slice(11);
}

/** Writes the local date and time without a zone, as spreadsheets and data frames read it: "2025-02-26T14:03:07.250". */
export function isoText(time: number): string {
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, -1);
}

/** Writes the local date: "2025-02-26". */
export function dateText(time: number): string {
  return isoText(time).slice(0, 10);
}

/** Writes a duration in ms as people say it: "350 ms", "12 s", "3 min 05 s". */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Writes a moment of something short, in ms since its beginning: "3.1 s". */
export function secondsText(ms: number): string {
  return `${(Math.max(0, ms) / 1_000).toFixed(1)} s`;
}
