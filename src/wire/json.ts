/**
 * JSON text, read plainly, or with integers beyond 2^53 kept exact.
 * @module
 */

/**
 * Reads JSON text; integers beyond 2^53 are rounded, as `JSON.parse` does.
 *
 * @throws SyntaxError in one sentence with the length and the head of the text
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(text, cause);
  }
}

/**
 * Reads JSON text; an integer that a number cannot hold exactly (beyond 2^53) comes out as its text, e.g.
 * "1352182127898370048". Numbers with a fraction or an exponent stay numbers.
 *
 * @throws SyntaxError in one sentence with the length and the head of the text
 */
export function parseExact(text: string): unknown {
  // Most frames have no digits in such a row, not even inside strings.
  const exact = LONG_DIGITS.test(text) ? quoteLongIntegers(text) : text;
  try {
    return JSON.parse(exact);
  } catch (cause) {
    throw unreadable(text, cause);
  }
}

/**
 * Finds the last member of a name in JSON text and gives its integer as text, exact at any length, without reading the
 * rest of the text.
 *
 * @param text - valid JSON
 * @param name - the member's name, written as in the text (no escapes)
 * @returns digits, with "-" before them where negative; undefined where no object has the member, or where the last
 * one is no integer
 */
export function integerText(text: string, name: string): string | undefined {
  const key = `"${name}"`;
  for (let at = text.lastIndexOf(key); at !== -1; at = at === 0 ? -1 : text.lastIndexOf(key, at - 1)) {
    const colon = afterSpace(text, at + key.length);
    // A quote that is escaped stands inside a string; a string that no colon follows is a value.
    if (text.charCodeAt(colon) !== COLON || text.charCodeAt(at - 1) === BACKSLASH) continue;
    const from = afterSpace(text, colon + 1);
    const digits = text.charCodeAt(from) === MINUS ? from + 1 : from;
    const to = afterDigits(text, digits);
    return isInteger(text, digits, to) ? text.slice(from, to) : undefined;
  }
  return undefined;
}

const LONG_DIGITS = /[1-9]\d{15}/;
/** Characters that would break or garble a line of a log. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;
const HEAD = 80;

const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const UPPER_E = 69;
const BACKSLASH = 92;
const LOWER_E = 101;

function unreadable(text: string, cause: unknown): SyntaxError {
  const head = text
    .slice(0, HEAD)
    .replace(UNPRINTABLE, character => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
  const more = text.length > HEAD ? '…' : '';
  return new SyntaxError(`text of ${text.length} characters is not JSON: ${head}${more}`, { cause });
}

/** Puts quotes around each integer that a number cannot hold, and leaves text that is not JSON not JSON. */
function quoteLongIntegers(text: string): string {
  let quoted = '';
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = afterString(text, at);
    } else if (isDigit(code)) {
      const to = afterDigits(text, at);
      if (to - at > 15 && isInteger(text, at, to) && !Number.isSafeInteger(Number(text.slice(at, to)))) {
        const from = text.charCodeAt(at - 1) === MINUS ? at - 1 : at;
        quoted += `${text.slice(copied, from)}"${text.slice(from, to)}"`;
        copied = to;
      }
      at = afterNumber(text, to);
    } else {
      at++;
    }
  }
  return quoted + text.slice(copied);
}

/** Whether the digits from `start` to `end` are a whole JSON number, and no member's name. */
function isInteger(text: string, start: number, end: number): boolean {
  if (end === start) return false;
  if (text.charCodeAt(start) === ZERO && end - start > 1) return false;
  const next = text.charCodeAt(end);
  if (next === DOT || next === LOWER_E || next === UPPER_E) return false;
  return text.charCodeAt(afterSpace(text, end)) !== COLON;
}

function afterString(text: string, opening: number): number {
  let closing = text.indexOf('"', opening + 1);
  while (closing !== -1 && isEscaped(text, closing)) closing = text.indexOf('"', closing + 1);
  return closing === -1 ? text.length : closing + 1;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (at - first) % 2 === 1;
}

function afterDigits(text: string, at: number): number {
  let end = at;
  while (isDigit(text.charCodeAt(end))) end++;
  return end;
}

function afterNumber(text: string, at: number): number {
  let end = at;
  for (;;) {
    const code = text.charCodeAt(end);
    if (!isDigit(code) && code !== DOT && code !== LOWER_E && code !== UPPER_E && code !== PLUS && code !== MINUS)
      break;
    end++;
  }
  return end;
}

function afterSpace(text: string, at: number): number {
  let end = at;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code !== SPACE && code !== NEWLINE && code !== RETURN && code !== TAB) break;
    end++;
  }
  return end;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
