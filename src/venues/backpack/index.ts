/**
 * Backpack Exchange: market data and accounts.
 * @see https://docs.backpack.exchange/#tag/Streams
 * @module
 */
import { defineVenue } from '../../contract/venue.js';
import { bookWindows } from './book-channel.js';
import { channels } from './channels.js';
import { checkCredentials, credentials } from './credentials.js';
import { streamsPage } from './docs.js';
import { liquidationForms } from './liquidations-channel.js';
import { markets } from './markets.js';
import { privateRawChannels } from './private-raw-channels.js';
import { privateProtocol, protocol } from './protocol.js';
import { rawChannels } from './raw-channels.js';
import { serverTime, symbolList } from './rest.js';
import { instrument } from './symbols.js';

const url = 'wss://ws.backpack.exchange';

/** Backpack's table. */
export const backpack = defineVenue({
  id: 'backpack',
  name: 'Backpack',
  docs: streamsPage,
  markets,
  defaultMarket: 'spot',
  hosts: {},
  endpoints: {
    public: { url, private: false },
    private: { url, private: true, protocol: privateProtocol },
  },
  protocol,
  credentials,
  checkCredentials,
  serverTime,
  symbolList,
  options: [
    { name: 'window', values: bookWindows, about: 'how often the changes of a book are told' },
    { name: 'by', values: liquidationForms, about: 'whether liquidations are asked for by symbol or all together' },
  ],
  channels,
  raw: { ...rawChannels, ...privateRawChannels },
  instrument,
});
