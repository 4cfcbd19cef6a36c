/**
 * The key pair of an account at Backpack.
 * @see https://docs.backpack.exchange/#tag/Authentication
 * @module
 */
import type { Credentials } from '../../contract/protocol.js';
import type { CredentialField } from '../../contract/venue.js';
import { ed25519PublicKey } from '../../wire/ed25519.js';

/** Both as base64; the secret is the seed of 32 bytes, or 64 that begin with it. The guide has the short names. */
export const credentials = [
  { name: 'publicKey', variable: 'BACKPACK_PUBLIC_KEY', fallback: 'PUBLIC_KEY' },
  { name: 'secretKey', variable: 'BACKPACK_SECRET_KEY', fallback: 'SECRET_KEY' },
] as const satisfies readonly CredentialField[];

/**
 * Sees to it that the two keys are a pair.
 *
 * @throws RangeError where they are not, without showing either
 */
export function checkCredentials({ publicKey, secretKey = '' }: Credentials): void {
  if (publicKey === publicKeyOf(secretKey)) return;
  throw new RangeError('credentials of backpack are no pair: publicKey is not the one that belongs to secretKey');
}

function publicKeyOf(secretKey: string): string {
  try {
    return ed25519PublicKey(secretKey);
  } catch (cause) {
    const words = cause instanceof RangeError ? cause.message : 'secret key is none';
    // Without the cause: it has seen the key.
    throw new RangeError(`credentials of backpack cannot be used: ${words}`);
  }
}
