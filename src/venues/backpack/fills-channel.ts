/**
 * Backpack's fills, which are events of orders.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Fill } from '../../model/account.js';
import { amountIfAny, amountOf, sideOf, stampOf } from './account-row.js';
import { pageOf } from './docs.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { OrderWire } from './private-schemas.js';
import type { OrderRowWire } from './private-schemas.js';
import { isWanted, privateTopicOf } from './private-topic.js';
import { digitsOf } from './time.js';

type OrderRow = z.infer<typeof OrderRowWire>;

/** Each new fill; none of those before. */
export const fills = defineChannel({
  kind: 'fills',
  docs: pageOf('Private/Order-update'),
  markets: tradedMarkets,
  topic: ({ symbol }: SymbolRequest<TradedMarket>) => privateTopicOf('account.orderUpdate', symbol, { bySymbol: true }),
  wire: OrderWire,
  normalise: ({ data }, context) =>
    data.e === 'orderFill' && isWanted(context, data.s) ? [fillOf(data, context)] : [],
});

function fillOf(row: OrderRow, context: ReadContext): Fill {
  const amount = amountIfAny(row.n, 'n');
  const asset = row.N ?? undefined;
  return {
    type: 'fill',
    ...stampOf(context, row.T),
    symbol: row.s,
    id: digitsOf(row.t ?? '', 't'),
    orderId: digitsOf(row.i, 'i'),
    clientId: row.c === undefined || row.c === null ? undefined : String(row.c),
    side: sideOf(row.S),
    price: amountOf(row.L, 'L'),
    size: amountOf(row.l, 'l'),
    value: undefined,
    liquidity: row.m === undefined || row.m === null ? undefined : row.m ? 'maker' : 'taker',
    fees: amount === undefined || asset === undefined ? [] : [{ asset, amount }],
    realizedPnl: undefined,
    raw: row,
  };
}
