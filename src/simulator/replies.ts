/**
 * How a simulated exchange answers the question for a state.
 * @module
 */
import type { Counterpart, Listing, Utterance, Verdict, Wish } from '../contract/counterpart.js';
import { now } from '../operators/clock.js';
import type { ClientSession, House } from './house.js';
import { zipped } from './zipped.js';

/**
 * Makes what answers questions: with what a new listener would hear first, packed where the wish is for packed frames.
 *
 * @param first - what a new listener would hear first; asked only where the wish is granted
 */
export function createReplies(
  counterpart: Counterpart,
  listings: readonly Listing[],
  verdictOn: (wish: Wish) => Verdict,
  first: (session: ClientSession, wish: Wish) => Utterance | undefined,
): House['reply'] {
  return (session, heard) => {
    const { wish } = heard;
    const utterance = verdictOn(wish) === 'granted' ? first(session, wish) : undefined;
    const listing = listings.find(one => one.market === wish.market && one.symbol === wish.symbol);
    const context = { listing: wish.private ? undefined : listing, now: now() };
    const texts = counterpart.reply?.(heard, utterance, context) ?? [];
    return wish.zipped === true ? texts.map(zipped) : texts;
  };
}
