/**
 * Bitget's normalised kinds: the table.
 * @module
 */
import { book, quotes } from './book-channels.js';
import { candles } from './candles-channel.js';
import { fundingRate, markPrice, openInterest, ticker } from './ticker-channels.js';
import { trades } from './trades-channel.js';

/** How each kind is asked for and read. */
export const channels = { ticker, trades, book, quotes, candles, markPrice, openInterest, fundingRate } as const;
