/**
 * CRC-32 (IEEE 802.3, as in zlib), of text and of parts whose CRCs are known.
 * @module
 */

/** CRC of a concatenation `a + b`, of the CRC of `a`, the CRC of `b` and the length of `b` in bytes; unsigned. */
export type CrcFold = (crc: number, crcOfNext: number, lengthOfNext: number) => number;

/**
 * Computes the CRC-32 of text in UTF-8, as an unsigned number.
 *
 * @param before - the CRC of what stands before the text, to go on from
 */
export function crc32(text: string, before = 0): number {
  let crc = ~before;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return crc32Bytes(new TextEncoder().encode(text), before);
    crc = (STEP[(crc ^ code) & 255] as number) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}

/**
 * Creates a fold. It keeps a table of 4 KB for each length up to 128 that it meets, so that a fold is four look-ups;
 * longer parts cost a look-up per byte.
 */
export function createCrcFold(): CrcFold {
  const tables: (Int32Array | undefined)[] = new Array<Int32Array | undefined>(LONGEST_TABLED + 1).fill(undefined);
  return (crc, crcOfNext, lengthOfNext) => {
    if (lengthOfNext > LONGEST_TABLED) return (behindZeros(crc, lengthOfNext) ^ crcOfNext) >>> 0;
    const table = (tables[lengthOfNext] ??= zerosTable(lengthOfNext));
    return (
      ((table[crc & 255] as number) ^
        (table[256 + ((crc >>> 8) & 255)] as number) ^
        (table[512 + ((crc >>> 16) & 255)] as number) ^
        (table[768 + (crc >>> 24)] as number) ^
        crcOfNext) >>>
      0
    );
  };
}

const POLYNOMIAL = 0xedb88320;
const LONGEST_TABLED = 128;

/** What one byte does to the register. */
const STEP = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  return crc;
});

function crc32Bytes(bytes: Uint8Array, before: number): number {
  let crc = ~before;
  for (const byte of bytes) crc = (STEP[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** What so many zero bytes do to each byte of the register; linear over GF(2), so the four effects are XORed. */
function zerosTable(length: number): Int32Array {
  return Int32Array.from({ length: 1024 }, (_, index) => behindZeros((index & 255) << (8 * (index >>> 8)), length));
}

function behindZeros(register: number, length: number): number {
  let crc = register;
  for (let i = 0; i < length; i++) crc = (STEP[crc & 255] as number) ^ (crc >>> 8);
  return crc;
}
