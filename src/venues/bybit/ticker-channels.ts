/**
 * Bybit's ticker, and the three kinds that Bybit tells in its ticker only.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import type { Ticker, TickerPatch } from '../../model/market.js';
import { contractMarkets, isPatched, markedMarkets, tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { isTicker } from './quick-ticker-check.js';
import { TickerWire } from './schemas.js';
import { changesOf, wholeOf } from './ticker-fields.js';
import { topicOf } from './topic.js';

const docs = 'https://bybit-exchange.github.io/docs/v5/websocket/public/ticker';

/** All four are one topic, and share one subscription. */
const fromTicker = {
  docs,
  topic: ({ market, symbol }: SymbolRequest<TradedMarket>): Topic =>
    topicOf(market, `tickers.${symbol}`, { incremental: isPatched(market), prompt: true }),
  wire: TickerWire,
  fits: isTicker,
  normalise: ({ type, ts, data }: z.infer<typeof TickerWire>, context: ReadContext) => [
    type === 'delta' ? patchOf(data, ts, context) : tickerOf(data, ts, context),
  ],
} as const;

/**
 * The whole state of a symbol: at most ten times a second, spot twenty. Spot tells no bid and ask; linear and inverse tell
 * it once and then what changed.
 */
export const ticker = defineChannel({ kind: 'ticker', markets: tradedMarkets, ...fromTicker });

/** The mark price of a contract or an option, from its ticker. */
export const markPrice = defineChannel({ kind: 'markPrice', markets: markedMarkets, ...fromTicker });

/** The open interest of a contract or an option, from its ticker; on inverse it follows the mark price as well. */
export const openInterest = defineChannel({ kind: 'openInterest', markets: markedMarkets, ...fromTicker });

/** The funding rate of a perpetual, from its ticker; nothing on contracts with a date. */
export const fundingRate = defineChannel({ kind: 'fundingRate', markets: contractMarkets, ...fromTicker });

type Row = z.infer<typeof TickerWire>['data'];

function tickerOf(row: Row, timestamp: number, { venue, market, symbol, receivedAt }: ReadContext): Ticker {
  return { type: 'ticker', venue, market, symbol, timestamp, receivedAt, ...wholeOf(row, market), raw: row };
}

function patchOf(row: Row, timestamp: number, { venue, market, symbol, receivedAt }: ReadContext): TickerPatch {
  const changes = changesOf(row, market);
  return { type: 'ticker-patch', venue, market, symbol, timestamp, receivedAt, changes, raw: row };
}
