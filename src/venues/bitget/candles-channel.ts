/**
 * Bitget's candles.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { CandleRow } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { intervalOf, tradedMarkets } from './markets.js';
import type { BitgetInterval, TradedMarket } from './markets.js';
import { CandleWire } from './schemas.js';
import type { CandleRowWire } from './schemas.js';
import { topicOf } from './topic.js';

/** Up to 500 candles first, then each change of the open one; Bitget does not say when one is closed. */
export const candles = defineChannel({
  kind: 'candles',
  docs: 'https://www.bitget.com/api-doc/spot/websocket/public/Candlesticks-Channel',
  markets: tradedMarkets,
  topic: ({ market, symbol, interval }: SymbolRequest<TradedMarket> & { readonly interval: BitgetInterval }) =>
    topicOf(`candle${intervalOf(interval)[1]}`, market, symbol, true),
  wire: CandleWire,
  normalise: ({ action, arg, data, ts }, context) => {
    const [interval] = intervalOf(arg.channel.slice('candle'.length));
    const rows = data.map(row => candleOf(row, interval, ts, context)).sort((a, b) => a.start - b.start);
    return action === 'snapshot' ? [{ type: 'candle-snapshot', rows }] : rows;
  },
});

function candleOf(
  row: z.infer<typeof CandleRowWire>,
  interval: string,
  timestamp: number | undefined,
  context: ReadContext,
): CandleRow {
  return {
    type: 'candle-row',
    venue: context.venue,
    market: context.market,
    symbol: context.symbol,
    timestamp,
    receivedAt: context.receivedAt,
    interval,
    start: numberOf(row[0], 'start'),
    open: numberOf(row[1], 'open'),
    high: numberOf(row[2], 'high'),
    low: numberOf(row[3], 'low'),
    close: numberOf(row[4], 'close'),
    volume: numberOf(row[5], 'volume'),
    turnover: numberOf(row[6], 'turnover'),
    closed: undefined,
    raw: row,
  };
}
