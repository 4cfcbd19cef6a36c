/**
 * Bybit's candles.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { SymbolRequest } from '../../contract/channel.js';
import type { CandleRow } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { candleMarkets, intervalOf } from './markets.js';
import type { BybitInterval, CandleMarket } from './markets.js';
import { CandleWire } from './schemas.js';
import { topicOf } from './topic.js';

/** A candle of one length. */
export interface CandlesRequest extends SymbolRequest<CandleMarket> {
  readonly interval: BybitInterval;
}

/** Each change of the open candle, then once its final values; nothing of the past. All open on boundaries of UTC. */
export const candles = defineChannel({
  kind: 'candles',
  docs: 'https://bybit-exchange.github.io/docs/v5/websocket/public/kline',
  markets: candleMarkets,
  topic: ({ market, symbol, interval }: CandlesRequest) =>
    topicOf(market, `kline.${intervalOf(interval)[1]}.${symbol}`, { incremental: true, prompt: false }),
  wire: CandleWire,
  normalise: ({ ts, data }, { venue, market, symbol, receivedAt }) => {
    // On inverse the volume is in contracts of one USD, which is quote, and the turnover in coins.
    const [volume, turnover] =
      market === 'inverse' ? (['turnover', 'volume'] as const) : (['volume', 'turnover'] as const);
    const rows = data.map((row): CandleRow => ({
      type: 'candle-row',
      venue,
      market,
      symbol,
      timestamp: ts,
      receivedAt,
      interval: intervalOf(row.interval)[0],
      start: row.start,
      open: numberOf(row.open, 'open'),
      high: numberOf(row.high, 'high'),
      low: numberOf(row.low, 'low'),
      close: numberOf(row.close, 'close'),
      volume: numberOf(row[volume], volume),
      turnover: numberOf(row[turnover], turnover),
      closed: row.confirm,
      raw: row,
    }));
    return rows.length < 2 ? rows : rows.sort((one, other) => one.start - other.start);
  },
});
