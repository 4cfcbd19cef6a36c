/**
 * Bybit's normalised kinds: the table.
 * @module
 */
import { book } from './book-channel.js';
import { candles } from './candles-channel.js';
import { liquidations } from './liquidations-channel.js';
import { accountChannels } from './private-channels.js';
import { quotes } from './quotes-channel.js';
import { fundingRate, markPrice, openInterest, ticker } from './ticker-channels.js';
import { trades } from './trades-channel.js';

/** How each kind is asked for and read. */
export const channels = {
  ...{ ticker, trades, book, quotes, candles, markPrice, openInterest, fundingRate, liquidations },
  ...accountChannels,
} as const;
