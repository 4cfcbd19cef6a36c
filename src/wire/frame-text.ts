/**
 * The text of a frame, however it was packed.
 * @module
 */
import { gunzipSync, inflateSync, strFromU8, unzlibSync } from 'fflate';

/**
 * Reads the text of a frame: text as it is; bytes as gzip (RFC 1952), zlib (RFC 1950), raw deflate (RFC 1951) or plain
 * UTF-8 JSON, by their first bytes; text that is gzip in base64 as well.
 *
 * @throws RangeError where the bytes are none of these
 */
export function textOf({ data }: { readonly data: string | Uint8Array }): string {
  if (typeof data !== 'string') return unpacked(data);
  return data.startsWith('H4sI') ? unpacked(Uint8Array.from(atob(data), letter => letter.charCodeAt(0))) : data;
}

function unpacked(bytes: Uint8Array): string {
  const [first, second] = bytes;
  // "{" and "[": nobody packed it.
  if (first === 0x7b || first === 0x5b) return utf8.decode(bytes);
  try {
    if (first === 0x1f && second === 0x8b) return strFromU8(gunzipSync(bytes));
    return strFromU8(first === 0x78 ? unzlibSync(bytes) : inflateSync(bytes));
  } catch (cause) {
    throw new RangeError(`frame of ${bytes.length} bytes is neither gzip, zlib, deflate nor JSON`, { cause });
  }
}

const utf8 = new TextDecoder();
