/**
 * The legacy stream's normalised kinds: the table.
 * @module
 */
import { book } from './book-channel.js';
import { eitherDialect } from './dialect.js';
import { guideBalances, guideFills, guideOrders, guidePositions } from './guide-channels.js';
import { candles, ticker, trades } from './market-channels.js';
import { officialBalances, officialFills, officialOrders } from './official-channels.js';

/** How each kind is asked for and read. */
export const channels = {
  ticker,
  trades,
  book,
  candles,
  balances: eitherDialect(guideBalances, officialBalances),
  orders: eitherDialect(guideOrders, officialOrders),
  fills: eitherDialect(guideFills, officialFills),
  positions: guidePositions,
} as const;
