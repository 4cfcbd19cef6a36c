/**
 * Backpack's best bid and ask.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { SymbolRequest } from '../../contract/channel.js';
import type { Quote } from '../../model/market.js';
import { numberIfAny } from '../../wire/number.js';
import { pageOf } from './docs.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { BookTickerWire } from './schemas.js';
import { topicOf } from './stream.js';
import { digitsOf, msOfMicros } from './time.js';

/** Each change of the best bid and ask, numbered as the book; before or after the book's own push of that change. */
export const quotes = defineChannel({
  kind: 'quotes',
  docs: pageOf('Public/Book-ticker'),
  markets: tradedMarkets,
  topic: ({ symbol }: SymbolRequest<TradedMarket>) => topicOf('bookTicker', symbol),
  wire: BookTickerWire,
  normalise: ({ data }, { venue, market, symbol, receivedAt }): readonly Quote[] => [
    {
      type: 'quote',
      ...{ venue, market, symbol, timestamp: msOfMicros(data.T, 'T'), receivedAt },
      bid: numberIfAny(data.b ?? undefined, 'b'),
      bidSize: numberIfAny(data.B ?? undefined, 'B'),
      ask: numberIfAny(data.a ?? undefined, 'a'),
      askSize: numberIfAny(data.A ?? undefined, 'A'),
      sequence: digitsOf(data.u, 'u'),
      raw: data,
    },
  ],
});
