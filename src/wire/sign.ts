/**
 * Signatures of texts.
 * @module
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * Signs a text with HMAC-SHA256 (RFC 2104).
 *
 * @param secret - the key, as text
 * @param encoding - how the 32 bytes are written: "hex" in lower case, "base64" with padding
 */
export function hmacSha256(secret: string, text: string, encoding: 'hex' | 'base64'): string {
  const bytes = hmac(sha256, utf8ToBytes(secret), utf8ToBytes(text));
  return encoding === 'hex' ? bytesToHex(bytes) : btoa(String.fromCharCode(...bytes));
}
