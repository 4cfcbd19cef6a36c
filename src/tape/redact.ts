/**
 * Keeps secrets off a tape.
 * @module
 */
import { textOf } from '../wire/frame-text.js';

/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

/** Takes secrets out of what is about to be written. */
export interface Redaction {
  text(text: string): string;
  /** Bytes in which no secret is stay; else it is the text without it, whatever it was packed in. */
  bytes(bytes: Uint8Array): Uint8Array | string;
}

/** What venues may repeat of a login under names of their own, whoever recorded. */
const NAMED =
  /("(?:api_?key|access_?key|access_?sign|sign|signature|passphrase|secret|secret_?key|listen_?key)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;

/** A secret as short as that could be part of any word: it is looked for as a whole text in quotes. */
const SHORT = 6;

/**
 * Makes it. Two rules: the values that are given are replaced wherever they stand, also as JSON and as a part of an
 * address write them; and what stands in JSON under the name of a key, a signature or a passphrase is replaced as well.
 *
 * @param secrets - the values of all keys, passphrases …; blank ones are not looked for
 */
export function createRedaction(secrets: readonly string[]): Redaction {
  const spellings = [...new Set(secrets.filter(secret => secret.trim() !== '').flatMap(spellingsOf))].sort(
    (one, other) => other.length - one.length,
  );
  const hasSecret = (text: string): boolean => spellings.some(spelling => text.includes(spelling));
  const redact = (text: string): string => {
    let clean = text;
    for (const spelling of spellings) {
      if (!clean.includes(spelling)) continue;
      clean = clean.replaceAll(spelling, spelling.startsWith('"') ? `"${REDACTED}"` : REDACTED);
    }
    return clean.replace(NAMED, `$1"${REDACTED}"`);
  };
  return {
    text: redact,
    bytes: bytes => {
      const text = unpacked(bytes);
      if (text === undefined) return hasSecret(latin1.decode(bytes)) ? REDACTED : bytes;
      const clean = redact(text);
      return clean === text ? bytes : clean;
    },
  };
}

function spellingsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret);
  if (secret.length < SHORT) return [json];
  const inner = json.slice(1, -1);
  return [secret, inner, inner.replaceAll('/', '\\/'), encodeURIComponent(secret)];
}

function unpacked(bytes: Uint8Array): string | undefined {
  try {
    return textOf({ data: bytes });
  } catch {
    return undefined;
  }
}

const latin1 = new TextDecoder('latin1');
