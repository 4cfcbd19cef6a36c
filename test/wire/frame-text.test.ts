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

  it.each(['H4sI!!!', 'H4sI', 'H4sIAAAA', 'H4sI is no base64'])(
    'says so of text like %j, which only begins as gzip does',
    text => {
      const what = `frame of ${text.length} characters is neither gzip, zlib, deflate nor JSON`;
      expect(() => textOf({ data: text })).toThrow(new RangeError(what));
    },
  );

  it.each([
    ['zlib', (bytes: Uint8Array) => deflateSync(bytes)],
    ['raw deflate', (bytes: Uint8Array) => deflateRawSync(bytes)],
  ])('reads much of %s, piece by piece', (_, pack) => {
    const text = Array.from({ length: 30_000 }, (_, i) => `${Math.imul(i, 2_654_435_761)}`).join();
    const packed = new Uint8Array(pack(new TextEncoder().encode(text)));
    expect(packed.length).toBeGreaterThan(100_000);
    expect(textOf({ data: packed })).toBe(text);
    expect(() => textOf({ data: packed.subarray(0, -9) })).toThrow(/is neither gzip/);
  });

  it.each([
    ['gzip', (bytes: Uint8Array) => gzipSync(bytes)],
    ['zlib', (bytes: Uint8Array) => deflateSync(bytes)],
    ['raw deflate', (bytes: Uint8Array) => deflateRawSync(bytes)],
  ])('does not unpack more than 64 MiB of %s', (_, pack) => {
    const most = 64 * 2 ** 20;
    const what = 'frame holds more than 64 MiB once it is unpacked';
    expect(() => textOf({ data: new Uint8Array(pack(new Uint8Array(most + 1))) })).toThrow(new RangeError(what));
  });

  it('believes no gzip that says it holds what it cannot', () => {
    const lie = new Uint8Array(gzipSync('{}'));
    lie.fill(0xff, -4);
    expect(() => textOf({ data: lie })).toThrow(/^frame of 22 bytes is neither gzip/);
    const view = new Uint8Array([9, ...gzipSync('{"a":1}'), 0xff, 0xff, 0xff, 0xff]).subarray(1, -4);
    expect(textOf({ data: view })).toBe('{"a":1}');
  });
});
