/**
 * BGE's normalised kinds: the table.
 * @module
 */
import { balances } from './balances-channel.js';
import { book, quotes } from './book-channels.js';
import { candles } from './candles-channel.js';
import { orders } from './orders-channel.js';
import { ticker } from './ticker-channel.js';
import { trades } from './trades-channel.js';

/** How each kind is asked for and read. */
export const channels = { ticker, trades, book, quotes, candles, balances, orders } as const;
