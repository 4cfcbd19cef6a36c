/**
 * The stream's fills.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Fill } from '../../model/account.js';
import { decimalOf } from '../../wire/decimal.js';
import { docs } from './docs.js';
import { sideOf } from './order-words.js';
import { FillWire } from './private-schemas.js';
import type { FillRowWire } from './private-schemas.js';
import { markets } from './symbols.js';
import { timeOf } from './time.js';
import { isWanted, privateTopic } from './topic.js';

/** Each new fill, oldest first; none of those before. Its fee is told with the order. */
export const fills = defineChannel({
  kind: 'fills',
  docs,
  markets,
  topic: (_request: SymbolRequest<'spot'>) => privateTopic('ticketInfo'),
  wire: FillWire,
  normalise: ({ data }, context) =>
    data
      .filter(row => isWanted(context, row.s))
      .map(row => fillOf(row, context))
      .sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0)),
});

function fillOf(row: z.infer<typeof FillRowWire>, { venue, market, receivedAt }: ReadContext): Fill {
  return {
    type: 'fill',
    venue,
    market,
    symbol: row.s,
    timestamp: timeOf(row.t, 't'),
    receivedAt,
    id: row.T,
    orderId: row.o,
    clientId: row.c === '' ? undefined : row.c,
    side: sideOf(row.S),
    price: decimalOf(row.p, 'p'),
    size: decimalOf(row.q, 'q'),
    value: undefined,
    liquidity: row.m ? 'maker' : 'taker',
    fees: [],
    realizedPnl: undefined,
    raw: row,
  };
}
