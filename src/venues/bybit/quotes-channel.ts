/**
 * Bybit's best bid and ask: the book of level 1.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import { SequenceError } from '../../model/errors.js';
import type { Level, Quote } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { candleMarkets } from './markets.js';
import type { CandleMarket } from './markets.js';
import { QuoteWire } from './schemas.js';
import { topicOf } from './topic.js';

/** The best bid and ask of all markets but options, whose smallest book is one of 25. Told again after 3 s without change. */
export const quotes = defineChannel({
  kind: 'quotes',
  docs: 'https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook',
  markets: candleMarkets,
  topic: ({ market, symbol }: SymbolRequest<CandleMarket>) =>
    topicOf(market, `orderbook.1.${symbol}`, { incremental: true, prompt: true }),
  wire: QuoteWire,
  normalise: ({ type, ts, cts, data, best }, context) => {
    // A delta tells the side that changed: without the other one it is no quote.
    const sides = type === 'snapshot' || data.u <= 1 ? data : best;
    if (sides === undefined) throw unconnected(data.u, context);
    const bid = bestOf(sides.b, 1);
    const ask = bestOf(sides.a, -1);
    const quote: Quote = {
      type: 'quote',
      venue: context.venue,
      market: context.market,
      symbol: context.symbol,
      timestamp: cts ?? ts,
      receivedAt: context.receivedAt,
      bid: bid?.[0],
      bidSize: bid?.[1],
      ask: ask?.[0],
      askSize: ask?.[1],
      sequence: String(data.u),
      raw: data,
    };
    return [quote];
  },
});

/** The highest price where `order` is 1, the lowest where it is -1; there is one level, or two while one is on its way out. */
function bestOf(levels: readonly (readonly [string, string, ...string[]])[], order: 1 | -1): Level | undefined {
  let found: Level | undefined;
  for (const [price, size] of levels) {
    const level = [numberOf(price, 'price'), numberOf(size, 'size')] as const;
    if (found === undefined || (level[0] - found[0]) * order > 0) found = level;
  }
  return found;
}

function unconnected(u: number, { venue, market, symbol, topic }: ReadContext): SequenceError {
  const message = `${venue} ${market} ${symbol}: delta ${u} of the best bid and ask follows on nothing known`;
  return new SequenceError(message, { venue, topic });
}
