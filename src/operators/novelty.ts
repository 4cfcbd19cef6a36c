/**
 * Which values of two feeds of one topic are told for the first time.
 * @module
 */
import { compareSequence } from '../model/decimal.js';
import type { Sequence } from '../model/decimal.js';
import { createCandleNovelty } from './candle-novelty.js';
import { createRecall, createTally } from './recall.js';

/** Which of the two feeds. */
export type Which = 0 | 1;

/** Tells whether a value is new; to ask is to remember. */
export type Novelty<T> = (value: T, feed: Which) => boolean;

/** How a value is known again. */
export interface NoveltyOptions<T> {
  /** Names a value. */
  readonly key?: ((value: T) => string | undefined) | undefined;
  /** Says where a value stands. */
  readonly sequence?: ((value: T) => Sequence | number | undefined) | undefined;
  /** How many names are remembered. */
  readonly capacity: number;
}

/**
 * Makes the question whether a value is new, by `key`, else by `sequence`, else by what it is:
 *
 * - what happens (trades, fills, liquidations, messages): by id, else by content, where several may be alike
 * - candles: by start, and what they say
 * - what is (books, tickers …): by sequence, else by the venue's time; neither ever goes back
 *
 * @throws TypeError where a value has nothing of all that
 */
export function createNovelty<T>({ key, sequence, capacity }: NoveltyOptions<T>): Novelty<T> {
  const names = createRecall<true>(capacity);
  const isNewContent = createTally(capacity);
  const isNewCandle = createCandleNovelty();
  const isNewPlace = createOrder();
  const isNewTime = createTimeOrder();

  const isNewName = (name: string): boolean => {
    if (names.get(name) !== undefined) return false;
    names.set(name, true);
    return true;
  };

  return (value, feed) => {
    const name = key?.(value);
    if (name !== undefined) return isNewName(name);
    const facts = factsOf(value);
    const place = sequence?.(value);
    if (place !== undefined) return isNewPlace(place, facts.timestamp, feed);
    if (facts.type !== undefined && HAPPENINGS.has(facts.type)) {
      return facts.id === undefined ? isNewContent(contentOf(value), feed) : isNewName(facts.id);
    }
    if (facts.type === 'candle') return isNewCandle(value as Parameters<typeof isNewCandle>[0]);
    if (facts.sequence !== undefined) return isNewPlace(facts.sequence, facts.timestamp, feed);
    if (facts.timestamp !== undefined) return isNewTime(value, facts.timestamp, feed);
    throw new TypeError(
      'value of a redundant feed must have an id, a sequence or a timestamp; else give key or sequence',
    );
  };
}

/** So many different states of one ms are remembered. */
const MOST_ALIKE = 100;

const HAPPENINGS: ReadonlySet<string> = new Set(['trade', 'fill', 'liquidation', 'message']);

interface Facts {
  readonly type?: string;
  readonly id?: string | undefined;
  readonly sequence?: Sequence | undefined;
  readonly timestamp?: number | undefined;
}

function factsOf(value: unknown): Facts {
  return typeof value === 'object' && value !== null ? value : {};
}

/** What two feeds tell alike of the same thing: all but when it arrived, and the row it was made from. */
function contentOf(value: unknown): string {
  return JSON.stringify(value, (name, part: unknown) => (name === 'receivedAt' || name === 'raw' ? undefined : part));
}

/** Strictly upwards. A feed whose own numbers go back, while the venue's time does not, has begun to count anew. */
function createOrder(): (place: Sequence | number, time: number | undefined, feed: Which) => boolean {
  let told: Sequence | number | undefined;
  let toldTime: number | undefined;
  let age = 0;
  const ages: [number, number] = [0, 0];
  const own: [Sequence | number | undefined, Sequence | number | undefined] = [undefined, undefined];

  const isBehind = (time: number | undefined): boolean =>
    time !== undefined && toldTime !== undefined && time < toldTime;

  return (place, time, feed) => {
    const before = own[feed];
    const isBack = before !== undefined && compare(place, before) < 0;
    own[feed] = place;
    const isAhead = told === undefined || compare(place, told) > 0;
    if (isAhead) {
      // Who has not yet noticed that the venue counts anew is ahead in old numbers, but not in time.
      if (ages[feed] < age && !isBack && (time === undefined || isBehind(time))) return false;
      ages[feed] = age;
    } else if (isBack) {
      const isFirst = ages[feed] === age;
      if (isFirst && isBehind(time)) return false;
      ages[feed] = isFirst ? (age += 1) : age;
      if (!isFirst) return false;
    } else return false;
    told = place;
    toldTime = time;
    return true;
  };
}

/** Upwards by time; of what is of the same time, each content as often as one feed tells it. */
function createTimeOrder(): (value: unknown, time: number, feed: Which) => boolean {
  let told = -Infinity;
  let alike: { readonly value: unknown; lead: number }[] = [];
  return (value, time, feed) => {
    if (time < told) return false;
    if (time > told) {
      told = time;
      alike = [];
    }
    const step = feed === 0 ? 1 : -1;
    const known = alike.find(each => isAlike(each.value, value));
    if (known === undefined) {
      if (alike.length === MOST_ALIKE) alike.shift();
      alike.push({ value, lead: step });
      return true;
    }
    known.lead += step;
    return known.lead * step > 0;
  };
}

function isAlike(a: unknown, b: unknown): boolean {
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  for (const name in left) {
    if (name === 'receivedAt' || name === 'raw' || left[name] === right[name]) continue;
    if (typeof left[name] !== 'object' || contentOf(left[name]) !== contentOf(right[name])) return false;
  }
  return true;
}

function compare(a: Sequence | number, b: Sequence | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareSequence(String(a), String(b));
}
