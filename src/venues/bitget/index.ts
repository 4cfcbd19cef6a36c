/**
 * Bitget, V2 classic, public market data.
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 * @module
 */
import { defineVenue } from '../../contract/venue.js';
import { channels } from './channels.js';
import { instrument, instTypes } from './markets.js';
import type { BitgetMarket } from './markets.js';
import { protocol } from './protocol.js';
import { rawChannels } from './raw-channels.js';

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
  },
  protocol,
  channels,
  raw: rawChannels,
  instrument,
});
