import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ed25519PublicKey, signEd25519, verifyEd25519 } from '../../src/wire/ed25519.js';

const text = 'instruction=subscribe&timestamp=1614550000000&window=5000';
const vectors = [
  {
    secret: 'TDSkv44jf/iD/QCKkyCdixO+p1sfLXxk+PZH7mW/ams=',
    publicKey: '5+yQgwU0ZdJ/9s+GXfuPFfo7yQQpl9CgvQedJXne30o=',
    signature: '/ZisNiUfIIbBKRrLsdRTnZUuMA870U2RQJ+AyGLn0PC6Qb00ZYRSNZMwEItKkCdln555j4MMx1lA2iFuOKImBw==',
  },
  {
    secret: '4odxgSUxFrC/zsKWZF4OQwYAgnNu9hnWH3NxWfLAPz4=',
    publicKey: 'zDIJj9qneWIY0IYZ5aXoHcNMCm+XDhVcTssiT0HyY0A=',
    signature: 'JET04e2DKxa3MzJX+vHAvZ2t85IDCQV0Yvkne6ZioCLxZhaDPHACzfEFkaACTR+J2WlVJjGX2nICcJMwOK8zAw==',
  },
] as const;

describe('Ed25519', () => {
  it.each(vectors)('signs the worked example bit for bit with $publicKey', ({ secret, publicKey, signature }) => {
    expect(ed25519PublicKey(secret)).toBe(publicKey);
    expect(signEd25519(secret, text)).toBe(signature);
    expect(verifyEd25519(publicKey, text, signature)).toBe(true);
    expect(verifyEd25519(publicKey, `${text}0`, signature)).toBe(false);
  });

  it('takes a key of 64 bytes: the seed, then the public key', () => {
    const { secret, publicKey, signature } = vectors[0];
    const both = Buffer.concat([Buffer.from(secret, 'base64'), Buffer.from(publicKey, 'base64')]).toString('base64');
    expect(ed25519PublicKey(both)).toBe(publicKey);
    expect(signEd25519(both, text)).toBe(signature);
  });

  it('agrees with the one of Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string(), (seed, message) => {
        const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
        const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
        const secret = Buffer.from(seed).toString('base64');
        expect(signEd25519(secret, message)).toBe(sign(null, Buffer.from(message), key).toString('base64'));
        const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
        expect(ed25519PublicKey(secret)).toBe(spki.subarray(-32).toString('base64'));
      }),
      { numRuns: 20 },
    );
  });

  it('says in one sentence what is no key, and does not show it', () => {
    expect(() => signEd25519('§§§', text)).toThrow(new RangeError('secret key is not base64 text'));
    expect(() => signEd25519('c2VjcmV0', text)).toThrow(
      new RangeError('secret key must be base64 of 32 or 64 bytes, not of 6'),
    );
    expect(verifyEd25519('nonsense', text, 'nonsense')).toBe(false);
  });
});
