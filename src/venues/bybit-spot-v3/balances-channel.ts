/**
 * The stream's balances.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { BalanceUpdate } from '../../model/account.js';
import { addDecimal } from '../../model/decimal.js';
import { decimalOf } from '../../wire/decimal.js';
import { docs } from './docs.js';
import { BalanceWire } from './private-schemas.js';
import type { BalanceRowWire } from './private-schemas.js';
import { markets } from './symbols.js';
import { timeOf } from './time.js';
import { onlyAll, privateTopic } from './topic.js';

/** The assets that changed, each time; none of those that stood before. */
export const balances = defineChannel({
  kind: 'balances',
  docs,
  markets,
  topic: (request: SymbolRequest<'spot'>) => {
    onlyAll('outboundAccountInfo', request);
    return privateTopic('outboundAccountInfo');
  },
  wire: BalanceWire,
  normalise: ({ data }, context) => data.map(row => updateOf(row, context)),
});

function updateOf(row: z.infer<typeof BalanceRowWire>, { venue, market, receivedAt }: ReadContext): BalanceUpdate {
  const stamp = { venue, market, timestamp: timeOf(row.E, 'E'), receivedAt };
  const rows = row.B.map(raw => {
    const available = decimalOf(raw.f, 'f');
    const held = decimalOf(raw.l, 'l');
    const total = addDecimal(available, held);
    return { type: 'balance' as const, ...stamp, asset: raw.a.toUpperCase(), total, available, held, raw };
  });
  return { type: 'balance-update', ...stamp, whole: false, rows };
}
