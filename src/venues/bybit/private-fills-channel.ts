/**
 * Bybit's fills.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Fill } from '../../model/account.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { fillFeesOf } from './private-fees.js';
import { ExecutionWire } from './private-order-schemas.js';
import type { ExecutionRowWire } from './private-order-schemas.js';
import { isTrade } from './private-order-words.js';
import { idIfAny, sideOf, stampOf, timeIfAny } from './private-row.js';
import { isWanted, privateTopicOf } from './private-topic.js';

/** Each new fill, oldest first within a push; none of those before. Payments and the like, which come beside, are left out. */
export const fills = defineChannel({
  kind: 'fills',
  docs: 'https://bybit-exchange.github.io/docs/v5/websocket/private/execution',
  markets: tradedMarkets,
  topic: (_: SymbolRequest<TradedMarket>) => privateTopicOf('execution'),
  wire: ExecutionWire,
  normalise: ({ data, creationTime }, context) =>
    data
      .filter(row => isWanted(context, row) && isTrade(row.execType, row.execId))
      .map(row => fillOf(row, timeIfAny(creationTime, 'creationTime'), context))
      .sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0)),
});

function fillOf(row: z.infer<typeof ExecutionRowWire>, pushed: number | undefined, context: ReadContext): Fill {
  return {
    type: 'fill',
    ...stampOf(context, timeIfAny(row.execTime, 'execTime') ?? pushed),
    symbol: row.symbol,
    id: row.execId,
    orderId: row.orderId,
    clientId: idIfAny(row.orderLinkId),
    side: sideOf(row.side),
    price: decimalOf(row.execPrice, 'execPrice'),
    ...amountsOf(row),
    liquidity: row.isMaker === undefined ? undefined : row.isMaker ? 'maker' : 'taker',
    fees: fillFeesOf(row),
    realizedPnl: context.market === 'spot' ? undefined : decimalIfAny(row.execPnl, 'execPnl'),
    raw: row,
  };
}

/** Inverse contracts are one USD each: their number is an amount of quote, and their value one of base. */
function amountsOf({ category, execQty, execValue }: z.infer<typeof ExecutionRowWire>): Pick<Fill, 'size' | 'value'> {
  const quantity = decimalOf(execQty, 'execQty');
  return category === 'inverse'
    ? { size: decimalOf(execValue ?? '', 'execValue'), value: quantity }
    : { size: quantity, value: decimalIfAny(execValue, 'execValue') };
}
