/**
 * Bybit, v5: market data and accounts.
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */
import { defineVenue } from '../../contract/venue.js';
import { channels } from './channels.js';
import { credentials } from './credentials.js';
import { hosts, urls } from './hosts.js';
import { markets } from './markets.js';
import { privateProtocol } from './private-protocol.js';
import { privateRawChannels } from './private-raw-channels.js';
import { protocol } from './protocol.js';
import { rawChannels } from './raw-channels.js';
import { serverTime } from './server-time.js';
import { instrument } from './symbols.js';

/** Bybit's table. */
export const bybit = defineVenue({
  id: 'bybit',
  name: 'Bybit',
  docs: 'https://bybit-exchange.github.io/docs/v5/ws/connect',
  markets,
  defaultMarket: 'spot',
  hosts,
  endpoints: {
    spot: { url: urls.spot, private: false },
    linear: { url: urls.linear, private: false },
    inverse: { url: urls.inverse, private: false },
    option: { url: urls.option, private: false },
    spread: { url: urls.spread, private: false },
    rfq: { url: urls.rfq, private: false },
    status: { url: urls.status, private: false },
    private: { url: urls.private, private: true, protocol: privateProtocol },
  },
  protocol,
  credentials,
  serverTime,
  channels,
  raw: { ...rawChannels, ...privateRawChannels },
  instrument,
});
