/**
 * Backpack's candles.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { SymbolRequest } from '../../contract/channel.js';
import type { CandleRow } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { pageOf } from './docs.js';
import { intervalOf, tradedMarkets } from './markets.js';
import type { BackpackInterval, TradedMarket } from './markets.js';
import { KlineWire } from './schemas.js';
import { streamNameOf, topicOf } from './stream.js';
import { msOfDate, msOfMicros } from './time.js';

/** What candles are asked for by. */
export interface CandlesRequest extends SymbolRequest<TradedMarket> {
  readonly interval: BackpackInterval;
}

/** Each change of the open candle, and its end; no history. A candle in which nothing was traded is not told at all. */
export const candles = defineChannel({
  kind: 'candles',
  docs: pageOf('Public/K-Line'),
  markets: tradedMarkets,
  topic: ({ symbol, interval }: CandlesRequest) =>
    topicOf(`kline.${intervalOf(interval)[1]}`, symbol, { incremental: true }),
  wire: KlineWire,
  normalise: ({ stream, data }, { venue, market, symbol, receivedAt }): readonly CandleRow[] => {
    const { o, h, l, c, v } = data;
    // It had no trade, and so no price: only its end is told, with null for all of them.
    if (o === null && h === null && l === null && c === null) return [];
    return [
      {
        type: 'candle-row',
        ...{ venue, market, symbol, timestamp: msOfMicros(data.E, 'E'), receivedAt },
        // The push itself does not say it.
        interval: intervalOf(streamNameOf(stream).detail ?? '')[0],
        start: msOfDate(data.t, 't'),
        open: numberOf(o ?? '', 'o'),
        high: numberOf(h ?? '', 'h'),
        low: numberOf(l ?? '', 'l'),
        close: numberOf(c ?? '', 'c'),
        volume: numberOf(v ?? '', 'v'),
        turnover: undefined,
        closed: data.X,
        raw: data,
      },
    ];
  },
});
