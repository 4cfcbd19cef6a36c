/**
 * Bybit's normalised kinds of an account: the table.
 * @module
 */
import { balances } from './private-balances-channel.js';
import { fills } from './private-fills-channel.js';
import { orders } from './private-orders-channel.js';
import { positions } from './private-positions-channel.js';

/** How each kind of an account is asked for and read. */
export const accountChannels = { balances, orders, fills, positions } as const;
