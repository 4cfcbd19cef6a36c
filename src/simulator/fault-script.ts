/**
 * Faults as a script: a timeline in words, one fault per line.
 * @module
 */
import { lastsOf } from './fault-rules.js';
import { FAULTS } from './faults.js';
import type { FaultName, FaultRule } from './faults.js';

/**
 * Reads a script of faults. Each line, or part of a line between commas, is one fault, and what is known of it in any
 * order:
 *
 * - `at 5 s`: once, the first chance from then on; `every 10 s`: again and again, first after that time; `from 60 s`,
 *   `to 90 s`: not before, not from then on. All times are from the start of the exchange, in ms, s, min or h.
 * - `rate 5%` or `rate 0.05`: by chance, see {@link Fault.rate}. Where it is not said, a fault with a time strikes at
 *   every chance in its time, and one without strikes at its usual rate.
 * - `on BTCUSDT`: only that symbol; `of book`: only that feed.
 * - `for 20 s`: how long it lasts, where it lasts, see {@link FaultRule.for}.
 *
 * What follows a `#` is a comment.
 *
 * @example
 * ```ts
 * import { parseFaultScript } from 'rxtape/simulator';
 *
 * parseFaultScript(`
 *   at 5 s half-open for 20 s, at 30 s close 1006
 *   every 10 s drop-frame on BTCUSDT
 *   from 60 s to 90 s refuse-connection   # nobody comes in
 *   duplicate rate 5%
 * `);
 * ```
 * @throws RangeError at a line that says no such thing, with its number
 */
export function parseFaultScript(text: string): readonly FaultRule[] {
  return text.split(/\r?\n/).flatMap((line, i) =>
    (line.split('#')[0] ?? '')
      .split(/[,;]/)
      .map(part => part.trim())
      .filter(part => part !== '')
      .map(part => ruleIn(part, `fault script line ${i + 1}`)),
  );
}

interface Clauses {
  at?: number;
  every?: number;
  from?: number;
  until?: number;
  for?: number;
  rate?: number;
  symbol?: string;
  feed?: string;
}

const TIMES = { at: 'at', every: 'every', from: 'from', to: 'until', until: 'until', for: 'for' } as const;
const WORDS = [...Object.keys(TIMES), 'rate', 'on', 'of'];
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, m: 60_000, h: 3_600_000 };
const FEEDS: readonly string[] = [
  ...['book', 'ticker', 'trades', 'candles', 'quotes', 'liquidations'],
  ...['balances', 'orders', 'fills', 'positions'],
];

function ruleIn(part: string, where: string): FaultRule {
  const words = part.split(/\s+/);
  const names: string[] = [];
  const clauses: Clauses = {};
  const once = (name: keyof Clauses, word: string): void => {
    if (clauses[name] !== undefined) throw new RangeError(`${where}: ${word} stands twice in ${JSON.stringify(part)}`);
  };
  while (words.length > 0) {
    const word = words.shift() ?? '';
    if (isTime(word)) {
      once(TIMES[word], word);
      clauses[TIMES[word]] = timeIn(word, words, where);
    } else if (word === 'rate') {
      once('rate', word);
      clauses.rate = rateIn(words.shift() ?? '', where);
    } else if (word === 'on') {
      once('symbol', word);
      clauses.symbol = nextOf(words, where, 'on needs a symbol, as in "on BTCUSDT"');
    } else if (word === 'of') {
      once('feed', word);
      clauses.feed = feedIn(nextOf(words, where, `of needs a feed: ${FEEDS.join(', ')}`), where);
    } else names.push(word);
  }
  return checked({ fault: faultIn(names, where), ...clauses }, where);
}

function isTime(word: string): word is keyof typeof TIMES {
  return Object.hasOwn(TIMES, word);
}

/** A number and its unit, in one word or in two. */
function timeIn(clause: string, words: string[], where: string): number {
  const first = words.shift() ?? '';
  const isBare = /^\d+(\.\d+)?$/.test(first) && Object.hasOwn(UNITS, words[0] ?? '');
  const text = isBare ? `${first}${words.shift() ?? ''}` : first;
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([a-z]+)$/.exec(text) ?? [];
  const scale = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
  if (scale === undefined) {
    throw new RangeError(
      `${where}: ${clause} needs a time, a number and ms, s, min or h, as in "${clause} 5 s", not ${JSON.stringify(text)}`,
    );
  }
  return Number(number) * scale;
}

function rateIn(text: string, where: string): number {
  const value = /^\d+(\.\d+)?%$/.test(text) ? Number(text.slice(0, -1)) / 100 : text === '' ? NaN : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new RangeError(`${where}: rate must be from 0 to 1, or from 0% to 100%, not ${JSON.stringify(text)}`);
}

function nextOf(words: string[], where: string, need: string): string {
  const word = words.shift();
  if (word !== undefined) return word;
  throw new RangeError(`${where}: ${need}`);
}

function feedIn(word: string, where: string): string {
  if (FEEDS.includes(word)) return word;
  throw new RangeError(`${where}: feed ${JSON.stringify(word)} is unknown; possible are ${FEEDS.join(', ')}`);
}

/** The words that are none of a clause: a fault's name, whether it is written with hyphens or with blanks. */
function faultIn(words: readonly string[], where: string): FaultName {
  const name = words.join('-');
  if (isFault(name)) return name;
  if (name === '') throw new RangeError(`${where}: no fault is named; possible are ${Object.keys(FAULTS).join(', ')}`);
  throw new RangeError(
    `${where}: fault ${JSON.stringify(words.join(' '))} is unknown; possible are ${Object.keys(FAULTS).join(', ')}, each with any of ${WORDS.join(', ')}`,
  );
}

function isFault(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

/** A fault with a time and without a rate strikes whenever it can. */
function checked(rule: FaultRule, where: string): FaultRule {
  const { fault, at, every, from, until, rate } = rule;
  if (at !== undefined && (every ?? from ?? until) !== undefined) {
    throw new RangeError(`${where}: at strikes once, it goes with none of every, from and to`);
  }
  if (every === 0) throw new RangeError(`${where}: every must be more than 0 ms`);
  if (from !== undefined && until !== undefined && until <= from) {
    throw new RangeError(`${where}: to must be later than from`);
  }
  if (rule.for !== undefined && lastsOf(fault) === 0) {
    const lasting = Object.keys(FAULTS).filter(name => isFault(name) && lastsOf(name) > 0);
    throw new RangeError(
      `${where}: ${fault} is over at once, it has no for; those that last are ${lasting.join(', ')}`,
    );
  }
  if (rule.for === 0) throw new RangeError(`${where}: for must be more than 0 ms`);
  const isTimed = (from ?? until) !== undefined && every === undefined;
  return isTimed && rate === undefined ? { ...rule, rate: 1 } : rule;
}
