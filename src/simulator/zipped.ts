/**
 * Text as gzip bytes, the same bytes each time.
 * @module
 */
import { gzipSync, strToU8 } from 'fflate';

/** Packs a text; without a time of packing, which would make every run another. */
export function zipped(text: string): Uint8Array {
  return gzipSync(strToU8(text), { mtime: 0 });
}
