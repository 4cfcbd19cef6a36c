/**
 * Bitget, V2 classic: market data and accounts.
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 * @module
 */
import { defineVenue } from '../../contract/venue.js';
import { channels } from './channels.js';
import { instrument, instTypes } from './markets.js';
import type { BitgetMarket } from './markets.js';
import { credentials, privateProtocol } from './private-protocol.js';
import { privateRawChannels } from './private-raw-channels.js';
import { protocol } from './protocol.js';
import { rawChannels } from './raw-channels.js';
import { serverTime } from './server-time.js';

/** Bitget's table. */
export const bitget = defineVenue({
  id: 'bitget',
  name: 'Bitget',
  docs: 'https://www.bitget.com/api-doc/common/websocket-intro',
  markets: Object.keys(instTypes) as BitgetMarket[],
  defaultMarket: 'spot',
  hosts: { demo: 'wss://wspap.bitget.com' },
  endpoints: {
    public: { url: 'wss://ws.bitget.com/v2/ws/public', private: false },
    private: { url: 'wss://ws.bitget.com/v2/ws/private', private: true, protocol: privateProtocol },
  },
  protocol,
  credentials,
  serverTime,
  channels,
  raw: { ...rawChannels, ...privateRawChannels },
  instrument,
});
