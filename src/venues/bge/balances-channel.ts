/**
 * BGE's balances.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { Balance } from '../../model/account.js';
import { addDecimal } from '../../model/decimal.js';
import { decimalOf } from '../../wire/decimal.js';
import { privatePage } from './docs.js';
import { AssetsWire } from './private-schemas.js';
import { assetsTopic } from './private-topic.js';
import { markets } from './symbols.js';

/** The two currencies of a product, which must be named: both first, then those that change. */
export const balances = defineChannel({
  kind: 'balances',
  docs: privatePage,
  markets,
  topic: assetsTopic,
  wire: AssetsWire,
  normalise: ({ data, ts: timestamp }, { venue, market, receivedAt }) => {
    const stamp = { venue, market, timestamp, receivedAt };
    const rows = data.map((row): Balance => {
      const available = decimalOf(row.available, 'available');
      const held = decimalOf(row.hold, 'hold');
      const asset = row.currency.toUpperCase();
      return { type: 'balance', ...stamp, asset, total: addDecimal(available, held), available, held, raw: row };
    });
    return [{ type: 'balance-update', ...stamp, whole: false, rows }];
  },
});
