import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hmacSha256 } from '../../src/wire/sign.js';

/** RFC 4231, the cases whose key and data are text. */
const rfc4231 = [
  ['1', '\u000b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  ['2', 'Jefe', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
] as const;

/** Made for the account of the protocol: the same text in both encodings. */
const logins = [
  [
    '1700000000',
    'QKXMEacdjBcrVZaxWVJypn62KNrQGzBErbiQtYn6KO8=',
    '40a5cc11a71d8c172b5596b1595272a67eb628dad01b3044adb890b589fa28ef',
  ],
  [
    '1700000000000',
    'fh1tVj+qVXA8lGcfZg4ebfuPmbtZxK7+nAYywuwTeAo=',
    '7e1d6d563faa55703c94671f660e1e6dfb8f99bb59c4aefe9c0632c2ec13780a',
  ],
] as const;

describe('hmacSha256', () => {
  it.each(rfc4231)('RFC 4231, case %s', (_, key, data, hex) => {
    expect(hmacSha256(key, data, 'hex')).toBe(hex);
    expect(hmacSha256(key, data, 'base64')).toBe(Buffer.from(hex, 'hex').toString('base64'));
  });

  it.each(logins)('a login at %s', (timestamp, base64, hex) => {
    const text = `${timestamp}GET/user/verify`;
    expect(hmacSha256('test-secret', text, 'base64')).toBe(base64);
    expect(hmacSha256('test-secret', text, 'hex')).toBe(hex);
  });

  it('is that of Node for any key and text in UTF-8', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(text, text, (key, data) => {
        const hmac = createHmac('sha256', Buffer.from(key)).update(data).digest();
        expect(hmacSha256(key, data, 'hex')).toBe(hmac.toString('hex'));
        expect(hmacSha256(key, data, 'base64')).toBe(hmac.toString('base64'));
      }),
    );
  });
});
