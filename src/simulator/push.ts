/**
 * One push of a simulated exchange: what is said of a wish, written down for the wire.
 * @module
 */
import type { Counterpart, Listing, Utterance, Wish } from '../contract/counterpart.js';
import { now } from '../operators/clock.js';
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
  /** Writes the frames again, with a wrong checksum. */
  readonly respeak: () => readonly Sent[];
}

/** Writes a push. `listing` is undefined where it is of many symbols, or of an account. */
export function createPush(
  counterpart: Counterpart,
  wish: Wish,
  utterance: Utterance,
  listing: Listing | undefined,
): Push {
  const context = { listing, now: now() };
  const speak = (spoilChecksum: boolean): readonly string[] =>
    counterpart.speak(wish, utterance, { ...context, spoilChecksum });
  const pack = (text: string): Sent => (wish.zipped === true ? zipped(text) : text);
  const texts = speak(false);
  return { wish, utterance, texts, frames: texts.map(pack), pack, respeak: () => speak(true).map(pack) };
}
