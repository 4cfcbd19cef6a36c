/**
 * One push of a simulated exchange: what is said of a wish, written down for the wire.
 * @module
 */
import type { Counterpart, Listing, Utterance, Wish } from '../contract/counterpart.js';
import { createRandom } from './random.js';
import { zipped } from './zipped.js';

/** A frame as it leaves: text, or the bytes of a binary one. */
export type Sent = string | Uint8Array;

/** One push to all who listen to a wish. */
export interface Push {
  readonly wish: Wish;
  readonly utterance: Utterance;
  readonly texts: readonly string[];
  /** The same texts, packed where the wish is for packed ones. */
  readonly frames: readonly Sent[];
  /** Packs another text in the same way. */
  readonly pack: (text: string) => Sent;
  /** Writes the frames again: with a wrong checksum, of a change of nothing after it, or with the levels in no order. */
  readonly respeak: (how: 'bad-checksum' | 'empty-delta' | 'unordered-delta') => readonly Sent[];
}

/** Writes a push at this moment of the exchange's clock. `listing` is undefined where it is of many symbols, or of an account. */
export function createPush(
  counterpart: Counterpart,
  wish: Wish,
  utterance: Utterance,
  listing: Listing | undefined,
  at: number,
): Push {
  const speak = (said: Utterance, spoilChecksum = false): readonly string[] =>
    counterpart.speak(wish, said, { listing, now: at, spoilChecksum });
  const pack = (text: string): Sent => (wish.zipped === true ? zipped(text) : text);
  const texts = speak(utterance);
  return {
    ...{ wish, utterance, texts, frames: texts.map(pack), pack },
    respeak: how => (how === 'bad-checksum' ? speak(utterance, true) : speak(altered(utterance, how))).map(pack),
  };
}

/** The same change of a book in another shape; what is none is left as it is. */
function altered(utterance: Utterance, how: 'empty-delta' | 'unordered-delta'): Utterance {
  if (utterance.type !== 'book' || utterance.event.type !== 'book-delta') return utterance;
  const { event } = utterance;
  const { bids, asks, sequence } = event;
  if (how === 'empty-delta') {
    return { ...utterance, first: false, event: { ...event, bids: [], asks: [], previous: sequence } };
  }
  const random = createRandom(sequence ?? '', 'disorder');
  return { ...utterance, event: { ...event, bids: random.shuffled(bids), asks: random.shuffled(asks) } };
}
