/**
 * Ed25519 signatures of texts (RFC 8032).
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * Signs a text.
 *
 * @param secret - base64 of the 32-byte seed, or of 64 bytes that begin with it
 * @returns base64 of the 64 bytes
 * @throws RangeError where the secret is no such key; the message does not show it
 */
export function signEd25519(secret: string, text: string): string {
  return toBase64(ed25519.sign(utf8ToBytes(text), seedOf(secret)));
}

/**
 * Computes the public key that belongs to a secret.
 *
 * @returns base64 of the 32 bytes
 * @throws RangeError where the secret is no such key; the message does not show it
 */
export function ed25519PublicKey(secret: string): string {
  return toBase64(ed25519.getPublicKey(seedOf(secret)));
}

/** Whether a signature (base64) of a text was made with the secret of this public key (base64). Never throws. */
export function verifyEd25519(publicKey: string, text: string, signature: string): boolean {
  try {
    return ed25519.verify(fromBase64(signature), utf8ToBytes(text), fromBase64(publicKey));
  } catch {
    return false;
  }
}

function seedOf(secret: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(secret);
  } catch {
    // The cause would show what it could not read.
    throw new RangeError('secret key is not base64 text');
  }
  if (bytes.length !== 32 && bytes.length !== 64) {
    throw new RangeError(`secret key must be base64 of 32 or 64 bytes, not of ${bytes.length}`);
  }
  return bytes.subarray(0, 32);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
