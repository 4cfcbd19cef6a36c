/**
 * BGE's candles.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext } from '../../contract/channel.js';
import type { CandleRow } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { publicPage } from './docs.js';
import { intervalOf } from './intervals.js';
import { candlesTopic } from './public-topic.js';
import { listOf } from './rows.js';
import { CandlesWire } from './schemas.js';
import type { CandleRowWire } from './schemas.js';
import { markets } from './symbols.js';

/** Up to 500 candles first, then each change of the newest one; BGE does not say when one is closed. */
export const candles = defineChannel({
  kind: 'candles',
  docs: publicPage,
  markets,
  topic: candlesTopic,
  wire: CandlesWire,
  normalise: ({ data, interval, event }, context) => {
    const { ours } = intervalOf(interval);
    const rows = listOf(data).map(row => candleOf(row, ours, context));
    if (event === undefined) return rows;
    return [{ type: 'candle-snapshot', rows: [...rows].sort((a, b) => a.start - b.start) }];
  },
});

function candleOf(
  row: z.infer<typeof CandleRowWire>,
  interval: string,
  { venue, market, symbol, receivedAt }: ReadContext,
): CandleRow {
  return {
    type: 'candle-row',
    ...{ venue, market, symbol, timestamp: undefined, receivedAt },
    interval,
    start: row.id * 1_000,
    open: numberOf(row.open, 'open'),
    high: numberOf(row.high, 'high'),
    low: numberOf(row.low, 'low'),
    close: numberOf(row.close, 'close'),
    volume: numberOf(row.vol, 'vol'),
    turnover: numberOf(row.filled_size, 'filled_size'),
    closed: undefined,
    raw: row,
  };
}
