import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32, createCrcFold } from '../../src/wire/crc32.js';
import { crc32 as plainCrc32 } from './plain-crc32.js';

describe('crc32', () => {
  it.each([
    ['', 0],
    ['a', 0xe8b7be43],
    ['123456789', 0xcbf43926],
    ['The quick brown fox jumps over the lazy dog', 0x414fa339],
  ])('of %j', (text, crc) => {
    expect(crc32(text)).toBe(crc);
  });

  it.each(['\u007f', 'aé', '£', '€', '😀'])('of %j in UTF-8', text => {
    expect(crc32(text)).toBe(plainCrc32(new TextEncoder().encode(text)));
  });

  it('agrees with the definition, bit by bit, on any text in UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(crc32(text)).toBe(plainCrc32(new TextEncoder().encode(text)));
      }),
    );
  });

  it('goes on from what stands before', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'grapheme' }), (head, tail) => {
        expect(crc32(tail, crc32(head))).toBe(crc32(head + tail));
      }),
    );
  });
});

describe('createCrcFold', () => {
  const fold = createCrcFold();

  it('gives the CRC of the concatenation', () => {
    const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 200 });
    fc.assert(
      fc.property(ascii, ascii, (head, tail) => {
        expect(fold(crc32(head), crc32(tail), tail.length)).toBe(crc32(head + tail));
      }),
    );
  });

  it.each([0, 1, 127, 128, 129, 5000])('folds a part of %i bytes', length => {
    const tail = 'x'.repeat(length);
    expect(fold(crc32('head'), crc32(tail), length)).toBe(crc32(`head${tail}`));
  });

  it('folds many parts', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[\d.]{1,20}$/)), parts => {
        const folded = parts.reduce((crc, part) => fold(crc, crc32(part), part.length), 0);
        expect(folded).toBe(crc32(parts.join('')));
      }),
    );
  });
});
