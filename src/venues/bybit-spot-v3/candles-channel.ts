/**
 * The stream's candles.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { CandleRow } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { docs } from './docs.js';
import { intervalOf } from './intervals.js';
import type { SpotV3Interval } from './intervals.js';
import { CandleWire } from './schemas.js';
import type { CandleRowWire } from './schemas.js';
import { markets } from './symbols.js';
import { timeOf } from './time.js';
import { publicTopic } from './topic.js';

/** Each change of the open candle, without a history; Bybit does not say when one is closed. */
export const candles = defineChannel({
  kind: 'candles',
  docs,
  markets,
  topic: (request: SymbolRequest<'spot'> & { readonly interval: SpotV3Interval }) =>
    publicTopic(`kline.${intervalOf(request.interval)}`, request, true),
  wire: CandleWire,
  normalise: ({ topic, ts, data }, context) => {
    const [, interval = ''] = topic.split('.');
    return [candleOf(data, intervalOf(interval), timeOf(ts, 'ts'), context)];
  },
});

function candleOf(
  row: z.infer<typeof CandleRowWire>,
  interval: SpotV3Interval,
  timestamp: number,
  { venue, market, symbol, receivedAt }: ReadContext,
): CandleRow {
  return {
    type: 'candle-row',
    venue,
    market,
    symbol,
    timestamp,
    receivedAt,
    interval,
    start: timeOf(row.t, 't'),
    open: numberOf(row.o, 'o'),
    high: numberOf(row.h, 'h'),
    low: numberOf(row.l, 'l'),
    close: numberOf(row.c, 'c'),
    volume: numberOf(row.v, 'v'),
    turnover: undefined,
    closed: undefined,
    raw: row,
  };
}
