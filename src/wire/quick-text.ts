/**
 * A place in JSON text that moves on over what must stand there: what readers of frequent frames are made of.
 * @module
 */

/** A place in a text. What each step takes is gone over; after one that fails, the place is anywhere. */
export interface QuickText {
  /** Goes to a place in a text. The text has no backslash, behind which a quote would end nothing. */
  begin(text: string, at: number): void;
  isAtEnd(): boolean;
  /** Steps over what is expected; stays where something else stands. */
  over(expected: string): boolean;
  /** Takes the text up to the next quote, and the quote; what is left of the text where there is none. */
  upToQuote(): string;
  /** Takes an integer; undefined where there is none, or one of more than 15 digits. */
  integer(): number | undefined;
  /** Takes `true` or `false`. */
  truth(): boolean | undefined;
  /** Takes a list of pairs of text. */
  pairs(): [string, string][] | undefined;
}

/**
 * Makes a place. Text that is taken is copied, so that it does not keep the whole frame in memory. Raw control characters
 * inside of text, which JSON forbids, are taken as they are.
 */
export function createQuickText(): QuickText {
  let text = '';
  let at = 0;

  const over = (expected: string): boolean => {
    if (!text.startsWith(expected, at)) return false;
    at += expected.length;
    return true;
  };

  const upToQuote = (): string => {
    const from = at;
    const to = text.indexOf('"', from);
    at = to === -1 ? text.length : to + 1;
    return copied(text, from, to === -1 ? text.length : to);
  };

  return {
    begin: (given, from) => {
      text = given;
      at = from;
    },
    isAtEnd: () => at === text.length,
    over,
    upToQuote,
    integer: () => {
      const from = at;
      if (text.charCodeAt(at) === MINUS) at++;
      const begin = at;
      let value = 0;
      for (let code = text.charCodeAt(at); code >= ZERO && code <= NINE; code = text.charCodeAt(++at)) {
        value = value * 10 + code - ZERO;
      }
      const digits = at - begin;
      if (digits === 0 || digits > SAFE_DIGITS || (digits > 1 && text.charCodeAt(begin) === ZERO)) return undefined;
      return begin === from ? value : -value;
    },
    truth: () => (over('false') ? false : over('true') ? true : undefined),
    pairs: () => {
      const list: [string, string][] = [];
      if (over('[]')) return list;
      if (text.charCodeAt(at) !== OPENING) return undefined;
      do {
        at++;
        if (!over('["')) return undefined;
        const first = upToQuote();
        if (!over(',"')) return undefined;
        list.push([first, upToQuote()]);
        if (text.charCodeAt(at++) !== CLOSING) return undefined;
      } while (text.charCodeAt(at) === COMMA);
      return text.charCodeAt(at++) === CLOSING ? list : undefined;
    },
  };
}

const SAFE_DIGITS = 15;
/** Up to here the engine copies a slice; a longer one is a view that keeps the whole text in memory. */
const COPIED = 12;

const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const OPENING = 91;
const CLOSING = 93;

/** Longer text is joined, not added up: a sum is a tree of its parts until somebody looks into it. */
function copied(text: string, from: number, to: number): string {
  if (to - from <= COPIED) return text.slice(from, to);
  const begin = text.slice(from, from + COPIED);
  const rest = from + COPIED;
  return to - rest <= COPIED ? begin + text.slice(rest, to) : [begin, copiedLong(text, rest, to)].join('');
}

function copiedLong(text: string, from: number, to: number): string {
  let copy = '';
  for (let at = from; at < to; at += COPIED) copy += text.slice(at, Math.min(at + COPIED, to));
  return copy;
}
