/**
 * Bybit's legacy spot stream: version 1 as the guide shows it, its sibling version 2, and the private stream of both.
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md
 * @module
 */
import { defineVenue } from '../../contract/venue.js';
import { channels } from './channels.js';
import { docs } from './docs.js';
import { privateProtocol, v1Protocol, v2Protocol } from './protocol.js';
import { rawChannels } from './raw-channels.js';
import { serverTimeOf } from './server-time.js';
import { instrument } from './symbols.js';

/** The legacy stream's table. */
export const bybitSpotV1 = defineVenue({
  id: 'bybit-spot-v1',
  name: 'Bybit (legacy spot stream, V1 and V2)',
  docs,
  markets: ['spot'],
  defaultMarket: 'spot',
  hosts: { testnet: 'wss://stream-testnet.bybit.com', bytick: 'wss://stream.bytick.com' },
  endpoints: {
    v1: { url: 'wss://stream.bybit.com/spot/quote/ws/v1', private: false },
    v2: { url: 'wss://stream.bybit.com/spot/quote/ws/v2', private: false, protocol: v2Protocol },
    private: { url: 'wss://stream.bybit.com/spot/ws', private: true, protocol: privateProtocol },
  },
  protocol: v1Protocol,
  credentials: [
    { name: 'apiKey', variable: 'BYBIT_API_KEY' },
    { name: 'secret', variable: 'BYBIT_SECRET_KEY' },
  ],
  // The legacy interface's own clock is gone; this one is the same.
  serverTime: { url: 'https://api.bybit.com/v5/market/time', read: serverTimeOf },
  options: [
    { name: 'form', values: ['v1', 'v2'], about: 'which version of the public stream is asked' },
    { name: 'binary', values: [false, true], about: 'whether market data come as gzip in binary frames' },
  ],
  channels,
  raw: rawChannels,
  instrument,
});
