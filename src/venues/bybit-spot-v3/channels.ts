/**
 * The stream's normalised kinds: the table.
 * @module
 */
import { balances } from './balances-channel.js';
import { book } from './book-channel.js';
import { candles } from './candles-channel.js';
import { fills } from './fills-channel.js';
import { quotes, ticker, trades } from './market-channels.js';
import { orders } from './orders-channel.js';

/** How each kind is asked for and read. */
export const channels = { ticker, trades, book, quotes, candles, balances, orders, fills } as const;
