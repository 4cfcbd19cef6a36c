/**
 * Backpack's ticker.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { SymbolRequest } from '../../contract/channel.js';
import type { Ticker } from '../../model/market.js';
import { numberIfAny } from '../../wire/number.js';
import { pageOf } from './docs.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { TickerWire } from './schemas.js';
import { topicOf } from './stream.js';
import { msOfMicros } from './time.js';

/** The last 24 hours of a symbol, once a second, changed or not. It holds neither bid and ask nor mark price. */
export const ticker = defineChannel({
  kind: 'ticker',
  docs: pageOf('Public/Ticker'),
  markets: tradedMarkets,
  topic: ({ symbol }: SymbolRequest<TradedMarket>) => topicOf('ticker', symbol, { prompt: true }),
  wire: TickerWire,
  normalise: ({ data }, { venue, market, symbol, receivedAt }): readonly Ticker[] => [
    {
      type: 'ticker',
      ...{ venue, market, symbol, timestamp: msOfMicros(data.E, 'E'), receivedAt },
      price: numberIfAny(data.c ?? undefined, 'c'),
      ...{ bid: undefined, bidSize: undefined, ask: undefined, askSize: undefined },
      open24h: numberIfAny(data.o ?? undefined, 'o'),
      high24h: numberIfAny(data.h ?? undefined, 'h'),
      low24h: numberIfAny(data.l ?? undefined, 'l'),
      change24h: undefined,
      volume24h: numberIfAny(data.v ?? undefined, 'v'),
      turnover24h: numberIfAny(data.V ?? undefined, 'V'),
      ...{ openUtc: undefined, changeUtc: undefined, markPrice: undefined, indexPrice: undefined },
      ...{ fundingRate: undefined, nextFundingTime: undefined, openInterest: undefined },
      raw: data,
    },
  ],
});
