/**
 * Bybit's spot stream, version 3: market data and accounts. The venue took it offline at the end of 2024.
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v3/_websockets.md
 * @module
 */
import { defineVenue } from '../../contract/venue.js';
import { channels } from './channels.js';
import { docs } from './docs.js';
import { credentials, privateProtocol } from './private-protocol.js';
import { protocol } from './protocol.js';
import { rawChannels } from './raw-channels.js';
import { serverTime } from './server-time.js';
import { instrument, markets } from './symbols.js';

/** The stream's table. */
export const bybitSpotV3 = defineVenue({
  id: 'bybit-spot-v3',
  name: 'Bybit (spot stream, version 3)',
  docs,
  markets,
  defaultMarket: 'spot',
  hosts: { testnet: 'wss://stream-testnet.bybit.com', bytick: 'wss://stream.bytick.com' },
  endpoints: {
    public: { url: 'wss://stream.bybit.com/spot/public/v3', private: false },
    private: { url: 'wss://stream.bybit.com/spot/private/v3', private: true, protocol: privateProtocol },
  },
  protocol,
  credentials,
  serverTime,
  channels,
  raw: rawChannels,
  instrument,
});
