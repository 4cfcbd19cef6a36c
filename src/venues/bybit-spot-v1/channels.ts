/**
 * The legacy stream's normalised kinds: the table.
 * @module
 */
import { balances, fills, orders } from './account-channels.js';
import { book } from './book-channel.js';
import { candles, quotes, ticker, trades } from './market-channels.js';

/** How each kind is asked for and read. */
export const channels = { ticker, trades, book, quotes, candles, balances, orders, fills } as const;
