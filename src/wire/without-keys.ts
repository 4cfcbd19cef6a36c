/**
 * Texts without the keys of an account.
 * @module
 */

/**
 * Cuts a text where it repeats a login, whole or in part: a venue's complaint must not carry keys further.
 *
 * A login is known by its members (`args`, `apiKey`, `passphrase`, `sign`) in JSON, in JSON inside of text and as servers
 * print objects, by a signature (32 hex digits or more, 43 of base64), and by the words with which a server shows a part
 * of a request that it could not read. Everything from there on gives way to "…"; a text without any of these stays as it is.
 */
export function withoutKeys(text: string): string {
  return text.replace(LOGIN, '…');
}

const LOGIN = new RegExp(
  `(?:${[
    // "args size >10" tells no arguments.
    /\\*["']?\b(?:args|api_?key|passphrase|sign(?:ature)?)\b\\*["']?\s*[:=]/,
    /\\*["']?\bop\\*["']?\s*[:=]\s*\\*["']?(?:auth|login)\b/,
    /\bauth\s*\[/,
    /\berror found in #\d+ byte of/,
    /\b[0-9a-f]{32}/,
    /[0-9a-z+/]{43,}=/,
  ]
    .map(({ source }) => source)
    .join('|')})[\\s\\S]*`,
  'i',
);
