/**
 * Bitget's normalised kinds: the table.
 * @module
 */
import { balances } from './balances-channel.js';
import { book, quotes } from './book-channels.js';
import { candles } from './candles-channel.js';
import { fills } from './fills-channel.js';
import { orders } from './orders-channel.js';
import { positions } from './positions-channel.js';
import { fundingRate, markPrice, openInterest, ticker } from './ticker-channels.js';
import { trades } from './trades-channel.js';

/** How each kind is asked for and read. */
export const channels = {
  ...{ ticker, trades, book, quotes, candles, markPrice, openInterest, fundingRate },
  ...{ balances, orders, fills, positions },
} as const;
