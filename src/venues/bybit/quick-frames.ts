/**
 * Reads the frames of books and trades quicker than `JSON.parse`, to the same value.
 * @module
 */
import { createQuickText } from '../../wire/quick-text.js';
import { createBookRowReader } from './quick-book-row.js';
import { createTradeRowsReader } from './quick-trade-rows.js';

/** A data frame as `JSON.parse` gives it. */
export interface QuickFrame {
  readonly topic: string;
  readonly type: 'snapshot' | 'delta';
  /** ms since the epoch */
  readonly ts: number;
  readonly data: object;
  /** ms since the epoch */
  readonly cts?: number;
}

/** The quick reader of one connection. */
export interface QuickFrames {
  /** Reads a frame; undefined where `JSON.parse` must read it, be it right or wrong. */
  read(text: string): QuickFrame | undefined;
}

/** A topic and what stands in its frames. */
interface Subject {
  /** One text for all its frames. */
  readonly topic: string;
  readonly symbol: string;
  readonly isBook: boolean;
}

/**
 * Makes a quick reader. It takes frames as Bybit writes them today, to the character, and leaves whatever else comes to
 * `JSON.parse`: tickers too, whose deltas differ in their members each time, which the engine's own reader is made for. It
 * does not look for raw control characters inside of text, which JSON forbids.
 */
export function createQuickFrames(): QuickFrames {
  const subjects = new Map<string, Subject>();
  const place = createQuickText();
  const bookRow = createBookRowReader(place);
  const tradeRows = createTradeRowsReader(place);

  const subjectOf = (name: string): Subject | undefined => {
    const known = subjects.get(name);
    if (known !== undefined || subjects.size === MOST_SUBJECTS || !plain.test(name)) return known;
    // A copy: a slice is a view of the whole frame, and keeps it.
    const topic = [name.slice(0, 1), name.slice(1)].join('');
    const isBook = topic.startsWith('orderbook');
    const subject = { topic, symbol: topic.slice(topic.lastIndexOf('.') + 1), isBook };
    subjects.set(topic, subject);
    return subject;
  };

  const typeHere = (): QuickFrame['type'] | undefined =>
    place.over('delta"') ? 'delta' : place.over('snapshot"') ? 'snapshot' : undefined;

  const dataOf = ({ isBook, symbol }: Subject): object | undefined => (isBook ? bookRow(symbol) : tradeRows(symbol));

  /** The type comes before the time on contracts, but for their books of level 1. */
  const byType = (subject: Subject): QuickFrame | undefined => {
    const type = typeHere();
    if (type === undefined) return undefined;
    const { topic } = subject;
    const ts = place.over(',"ts":') ? place.integer() : undefined;
    if (ts === undefined || !place.over(',"data":')) return undefined;
    const data = dataOf(subject);
    if (data === undefined) return undefined;
    if (place.over('}')) return { topic, type, ts, data };
    const cts = place.over(',"cts":') ? place.integer() : undefined;
    return cts === undefined || !place.over('}') ? undefined : { topic, type, ts, data, cts };
  };

  const byTime = (subject: Subject): QuickFrame | undefined => {
    const ts = place.integer();
    const type = place.over(',"type":"') ? typeHere() : undefined;
    if (ts === undefined || type === undefined || !place.over(',"data":')) return undefined;
    const { topic } = subject;
    const data = dataOf(subject);
    if (data === undefined) return undefined;
    if (place.over('}')) return { topic, ts, type, data };
    const cts = place.over(',"cts":') ? place.integer() : undefined;
    return cts === undefined || !place.over('}') ? undefined : { topic, ts, type, data, cts };
  };

  return {
    read: text => {
      if (!text.startsWith(TOPIC)) return undefined;
      const initial = text.charCodeAt(TOPIC.length);
      if (initial !== LOWER_O && initial !== LOWER_P) return undefined;
      const end = text.indexOf('"', TOPIC.length);
      const subject = end === -1 ? undefined : subjectOf(text.slice(TOPIC.length, end));
      // Behind a backslash a quote ends nothing.
      if (subject === undefined || text.includes('\\')) return undefined;
      place.begin(text, end + 1);
      const frame = place.over(',"type":"') ? byType(subject) : place.over(',"ts":') ? byTime(subject) : undefined;
      return place.isAtEnd() ? frame : undefined;
    },
  };
}

const TOPIC = '{"topic":"';
const MOST_SUBJECTS = 1_000;
/** What needs no escape; books of three sizes a level are others. */
const plain = /^(?:orderbook\.\d+|publicTrade)\.[\w-]+$/;

const LOWER_O = 111;
const LOWER_P = 112;
