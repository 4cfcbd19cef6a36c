/**
 * Bitget's legacy spot stream (V1), private and public, in the guide's dialect and in the exchange's own.
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api
 * @module
 */
import { defineVenue } from '../../contract/venue.js';
import { channels } from './channels.js';
import { guideProtocol, officialPrivateProtocol, officialProtocol } from './protocol.js';
import { rawChannels } from './raw-channels.js';
import { serverTimeOf } from './server-time.js';
import { instrument, markets } from './symbols.js';

/** One address serves all doors: a connection speaks one dialect, and has logged in or not. */
const url = 'wss://ws.bitget.com/spot/v1/stream';

/** The legacy stream's table. */
export const bitgetV1 = defineVenue({
  id: 'bitget-v1',
  name: 'Bitget (legacy spot stream)',
  docs: 'https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api',
  markets,
  defaultMarket: 'spot',
  hosts: {},
  endpoints: {
    guide: { url, private: true },
    official: { url, private: false, protocol: officialProtocol },
    'official-private': { url, private: true, protocol: officialPrivateProtocol },
  },
  protocol: guideProtocol,
  credentials: [
    { name: 'apiKey', variable: 'BITGET_API_KEY' },
    { name: 'secret', variable: 'BITGET_SECRET_KEY' },
    { name: 'passphrase', variable: 'BITGET_PASSPHRASE' },
  ],
  // The legacy interface's own clock is gone; this one is the same.
  serverTime: { url: 'https://api.bitget.com/api/v2/public/time', read: serverTimeOf },
  options: [{ name: 'dialect', values: ['guide', 'official'], about: 'whose words the connection speaks' }],
  channels,
  raw: rawChannels,
  instrument,
});
