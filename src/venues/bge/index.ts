/**
 * BGE, V2: market data and accounts.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/tc/_ws-base.md
 * @module
 */
import { defineVenue } from '../../contract/venue.js';
import { channels } from './channels.js';
import { basePage } from './docs.js';
import { levels } from './levels.js';
import { credentials, privateProtocol } from './private-protocol.js';
import { protocol } from './protocol.js';
import { rawChannels } from './raw-channels.js';
import { instrument, markets } from './symbols.js';

/** Market and account have the same address, and a connection each. */
const url = 'wss://ws.bg.exchange/v2/ws';

/** BGE's table. */
export const bge = defineVenue({
  id: 'bge',
  name: 'BGE',
  docs: basePage,
  markets,
  defaultMarket: 'spot',
  hosts: {},
  endpoints: {
    public: { url, private: false },
    private: { url, private: true, protocol: privateProtocol },
  },
  protocol,
  credentials,
  options: [
    { name: 'zip', values: [false, true], about: 'whether pushes come as gzip' },
    { name: 'level', values: levels, about: 'how finely the prices of a book are told: 0 and 6 all of them' },
  ],
  channels,
  raw: rawChannels,
  instrument,
});
