/**
 * How Backpack's simulated half writes a frame.
 * @module
 */

/** The fields of an event by name, each as JSON text. */
export type Fields = Readonly<Record<string, string | undefined>>;

/** Writes a frame: capitals come before small letters; what is undefined is left out. */
export function frameOf(stream: string, fields: Fields): string {
  const data = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `"${name}":${value}`);
  return `{"data":{${data.join(',')}},"stream":${textOf(stream)}}`;
}

/** Writes a text. */
export function textOf(value: string): string {
  return JSON.stringify(value);
}

/** Writes a number as text, with all its decimals. */
export function padded(value: number, decimals: number): string {
  return textOf(value.toFixed(decimals));
}

/** Writes a number as text, without zeros at its end; '0' for none. */
export function plain(value: number | undefined, decimals: number): string {
  return textOf(trimmed((value ?? 0).toFixed(decimals)));
}

/** Takes the zeros after the last digit that counts away. */
export function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** The time of sending, in microseconds; a little after whatever is spoken of. */
export function sentAt(now: number): string {
  return `${now}487`;
}

/** The engine's time of something, in microseconds. */
export function engineTime(ms: number | undefined): string {
  return `${ms ?? 0}081`;
}
