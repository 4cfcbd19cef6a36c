/**
 * What Backpack tells of perpetuals only: mark price, funding, open interest.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { SymbolRequest } from '../../contract/channel.js';
import type { FundingRate, MarkPrice, OpenInterest } from '../../model/market.js';
import { numberIfAny, numberOf } from '../../wire/number.js';
import { pageOf } from './docs.js';
import { contractMarkets } from './markets.js';
import type { ContractMarket } from './markets.js';
import { MarkPriceWire, OpenInterestWire } from './schemas.js';
import { topicOf } from './stream.js';
import { msOfMicros } from './time.js';

/** Mark price and funding come together, once a second. */
const fromMarkPrice = {
  docs: pageOf('Public/Mark-price'),
  markets: contractMarkets,
  topic: ({ symbol }: SymbolRequest<ContractMarket>) => topicOf('markPrice', symbol, { prompt: true }),
  wire: MarkPriceWire,
} as const;

/** The mark price, and the index price beside it. */
export const markPrice = defineChannel({
  kind: 'markPrice',
  ...fromMarkPrice,
  normalise: ({ data }, { venue, market, symbol, receivedAt }): readonly MarkPrice[] => [
    {
      type: 'mark-price',
      ...{ venue, market, symbol, timestamp: msOfMicros(data.T, 'T'), receivedAt },
      price: numberOf(data.p, 'p'),
      indexPrice: numberIfAny(data.i ?? undefined, 'i'),
      raw: data,
    },
  ],
});

/** The funding rate as it is estimated now; nothing where a market has none. */
export const fundingRate = defineChannel({
  kind: 'fundingRate',
  ...fromMarkPrice,
  normalise: ({ data }, { venue, market, symbol, receivedAt }): readonly FundingRate[] => {
    const rate = numberIfAny(data.f ?? undefined, 'f');
    if (rate === undefined) return [];
    // This time alone is in milliseconds.
    const nextFundingTime = data.n ?? undefined;
    const stamp = { venue, market, symbol, timestamp: msOfMicros(data.T, 'T'), receivedAt };
    return [{ type: 'funding-rate', ...stamp, rate, nextFundingTime, raw: data }];
  },
});

/** The open interest, once a minute. */
export const openInterest = defineChannel({
  kind: 'openInterest',
  docs: pageOf('Public/Open-interest'),
  markets: contractMarkets,
  topic: ({ symbol }: SymbolRequest<ContractMarket>) => topicOf('openInterest', symbol),
  wire: OpenInterestWire,
  normalise: ({ data }, { venue, market, symbol, receivedAt }): readonly OpenInterest[] => [
    {
      type: 'open-interest',
      ...{ venue, market, symbol, timestamp: msOfMicros(data.E, 'E'), receivedAt },
      openInterest: numberOf(data.o, 'o'),
      raw: data,
    },
  ],
});
