/**
 * Bytes as base64, where there may be no Buffer.
 * @module
 */

/** A call takes so many arguments without harm. */
const STRETCH = 8_192;

/** Writes bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  let letters = '';
  for (let from = 0; from < bytes.length; from += STRETCH) {
    letters += String.fromCharCode(...bytes.subarray(from, from + STRETCH));
  }
  return btoa(letters);
}

/** Reads base64; throws where it is none. */
export function fromBase64(text: string): Uint8Array {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}
