/**
 * The text of a frame, however it was packed.
 * @module
 */
import { Inflate, Unzlib, gunzipSync, inflateSync, strFromU8, unzlibSync } from 'fflate';

/**
 * Reads the text of a frame: text as it is; bytes as gzip (RFC 1952), zlib (RFC 1950), raw deflate (RFC 1951) or plain
 * UTF-8 JSON, by their first bytes; text that is gzip in base64 as well.
 *
 * @throws RangeError where it is none of these, or more than 64 MiB once it is unpacked
 */
export function textOf({ data }: { readonly data: string | Uint8Array }): string {
  if (typeof data === 'string' && !data.startsWith('H4sI')) return data;
  // "{" and "[": nobody packed it.
  if (typeof data !== 'string' && (data[0] === 0x7b || data[0] === 0x5b)) return utf8.decode(data);
  try {
    return strFromU8(unpacked(typeof data === 'string' ? decoded(data) : data));
  } catch (cause) {
    if (cause instanceof RangeError && cause.message === tooLarge) throw cause;
    const what = `frame of ${data.length} ${typeof data === 'string' ? 'characters' : 'bytes'}`;
    throw new RangeError(`${what} is neither gzip, zlib, deflate nor JSON`, { cause });
  }
}

const utf8 = new TextDecoder();

/** Nobody sends that much on purpose: a frame of a megabyte may hold a gigabyte. */
const MOST = 64 * 2 ** 20;
/** The most that deflate makes of one byte. */
const RATIO = 1_032;
const PIECE = 8 * 2 ** 10;
const tooLarge = `frame holds more than ${MOST / 2 ** 20} MiB once it is unpacked`;

function decoded(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
}

function unpacked(bytes: Uint8Array): Uint8Array {
  const [first, second] = bytes;
  if (first === 0x1f && second === 0x8b) {
    const told = sizeAtEnd(bytes);
    if (told > bytes.length * RATIO) throw new RangeError('the end is missing');
    if (told > MOST) throw new RangeError(tooLarge);
    return gunzipSync(bytes);
  }
  const isZlib = first === 0x78;
  if (bytes.length * RATIO > MOST) return inflated(bytes, isZlib);
  return isZlib ? unzlibSync(bytes) : inflateSync(bytes);
}

/** What gzip says it holds; no more than that is unpacked. */
function sizeAtEnd({ buffer, byteOffset, byteLength }: Uint8Array): number {
  return byteLength < 4 ? 0 : new DataView(buffer, byteOffset, byteLength).getUint32(byteLength - 4, true);
}

/** Piece by piece, and no further than to the bound: what it holds is told nowhere. */
function inflated(bytes: Uint8Array, isZlib: boolean): Uint8Array {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const keep = (piece: Uint8Array): void => {
    size += piece.length;
    if (size > MOST) throw new RangeError(tooLarge);
    pieces.push(piece);
  };
  const stream = isZlib ? new Unzlib(keep) : new Inflate(keep);
  for (let at = 0; at < bytes.length; at += PIECE) {
    stream.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
