/**
 * Backpack's normalised kinds: the table.
 * @module
 */
import { balances } from './balances-channel.js';
import { book } from './book-channel.js';
import { candles } from './candles-channel.js';
import { fundingRate, markPrice, openInterest } from './contract-channels.js';
import { fills } from './fills-channel.js';
import { liquidations } from './liquidations-channel.js';
import { orders } from './orders-channel.js';
import { positions } from './positions-channel.js';
import { quotes } from './quotes-channel.js';
import { ticker } from './ticker-channel.js';
import { trades } from './trades-channel.js';

/** How each kind is asked for and read. */
export const channels = {
  ...{ ticker, trades, book, quotes, candles, markPrice, openInterest, fundingRate, liquidations },
  ...{ balances, orders, fills, positions },
} as const;
