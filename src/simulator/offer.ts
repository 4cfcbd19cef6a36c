/**
 * What a simulated exchange has to offer: which wishes it grants, and who speaks for them.
 * @module
 */
import type { Counterpart, Listing, Verdict, Wish } from '../contract/counterpart.js';
import type { Market } from './market.js';
import { createVoice, isForMany } from './voice.js';
import type { Voice } from './voice.js';

/** What can be wished for. */
export interface Offer {
  verdictOn(wish: Wish): Verdict;
  /** @throws RangeError where the wish is not granted */
  voiceOf(wish: Wish): Voice;
}

/** What the offer is made of; `hasAccount` judges the wishes of accounts. */
export interface OfferOrigin {
  readonly counterpart: Counterpart;
  readonly listings: readonly Listing[];
  readonly marketOf: (market: string, symbol: string) => Market;
  readonly hasAccount: (wish: Wish) => boolean;
}

/** Makes the offer of an exchange. */
export function createOffer({ counterpart, listings, marketOf, hasAccount }: OfferOrigin): Offer {
  /** The listings that a wish for all symbols is about. */
  function listingsFor({ feed, market }: Wish): readonly Listing[] {
    if (feed === 'indices') return listings.filter(one => one.kind === 'spot');
    return listings.filter(one => market === '' || one.market === market);
  }

  return {
    verdictOn(wish) {
      if (wish.feed === 'nothing') return 'granted';
      if (wish.private) return hasAccount(wish) ? 'granted' : 'unknown-symbol';
      if (isForMany(wish)) return listingsFor(wish).length > 0 ? 'granted' : 'unknown-symbol';
      const namesakes = listings.filter(one => one.symbol === wish.symbol);
      if (namesakes.some(one => one.market === wish.market)) return 'granted';
      return namesakes.length > 0 ? counterpart.wrongMarket : 'unknown-symbol';
    },
    voiceOf(wish) {
      if (!isForMany(wish)) return createVoice(wish, [marketOf(wish.market, wish.symbol)]);
      const [first, ...rest] = listingsFor(wish).map(one => marketOf(one.market, one.symbol));
      if (first === undefined) throw new RangeError(`${counterpart.id} lists nothing that ${wish.feed} are told of`);
      return createVoice(wish, [first, ...rest]);
    },
  };
}
