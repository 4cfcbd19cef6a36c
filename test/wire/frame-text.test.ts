import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/wire/frame-text.js';

describe('textOf', () => {
  it.each([
    ['gzip', (text: string) => new Uint8Array(gzipSync(text))],
    ['zlib', (text: string) => new Uint8Array(deflateSync(text))],
    ['raw deflate', (text: string) => new Uint8Array(deflateRawSync(text))],
    ['plain bytes', (text: string) => new TextEncoder().encode(text)],
    ['text', (text: string) => text],
    ['base64 of gzip', (text: string) => gzipSync(text).toString('base64')],
  ])('reads %s', (_, pack) => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), value => {
        const text = JSON.stringify(value);
        expect(textOf({ data: pack(text) })).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  it('says in one sentence what it cannot read', () => {
    const what = 'frame of 3 bytes is neither gzip, zlib, deflate nor JSON';
    expect(() => textOf({ data: new Uint8Array([1, 2, 3]) })).toThrow(new RangeError(what));
    const torn = new Uint8Array(gzipSync('{"a":1}')).subarray(0, 12);
    expect(() => textOf({ data: torn })).toThrow(/^frame of 12 bytes is neither/);
  });
});
