/**
 * Bitget's fills on spot and futures.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Fill } from '../../model/account.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { feesOf, idIfAny, stampOf, timeIfAny } from './account-row.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { FillWire } from './order-schemas.js';
import type { FillRowWire } from './order-schemas.js';
import { isWanted, privateTopicOf } from './private-topic.js';

/** Each new fill, oldest first; none of those before. */
export const fills = defineChannel({
  kind: 'fills',
  docs: 'https://www.bitget.com/api-doc/spot/websocket/private/Fill-Channel',
  markets: tradedMarkets,
  topic: ({ market }: SymbolRequest<TradedMarket>) =>
    privateTopicOf({ channel: 'fill', by: 'all', standing: 'never' }, { market, symbol: '' }),
  wire: FillWire,
  normalise: ({ data, ts }, context) =>
    data
      .filter(row => isWanted(context, row.symbol))
      .map(row => fillOf(row, ts, context))
      .sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0)),
});

function fillOf(row: z.infer<typeof FillRowWire>, ts: number | undefined, context: ReadContext): Fill {
  const isSpot = context.market === 'spot';
  const fees = (row.feeDetail ?? []).map(({ feeCoin, totalFee }) => ({ feeCoin, amount: totalFee }));
  return {
    type: 'fill',
    ...stampOf(context, timeIfAny(row.cTime, 'cTime') ?? ts),
    symbol: row.symbol,
    id: row.tradeId,
    orderId: row.orderId,
    clientId: idIfAny(row.clientOid),
    side: row.side,
    ...(isSpot ? spotAmounts(row) : futuresAmounts(row)),
    liquidity: liquidityOf(row.tradeScope),
    // Paid fees are positive on spot, negative on futures.
    fees: feesOf(fees, isSpot ? 'positive' : 'negative'),
    raw: row,
  };
}

type Amounts = Pick<Fill, 'price' | 'size' | 'value' | 'realizedPnl'>;

function spotAmounts({ priceAvg, size, amount }: z.infer<typeof FillRowWire>): Amounts {
  return {
    price: decimalOf(priceAvg ?? '', 'priceAvg'),
    size: decimalOf(size ?? '', 'size'),
    value: decimalIfAny(amount, 'amount'),
    realizedPnl: undefined,
  };
}

function futuresAmounts({ price, baseVolume, quoteVolume, profit }: z.infer<typeof FillRowWire>): Amounts {
  return {
    price: decimalOf(price ?? '', 'price'),
    size: decimalOf(baseVolume ?? '', 'baseVolume'),
    value: decimalIfAny(quoteVolume, 'quoteVolume'),
    realizedPnl: decimalIfAny(profit, 'profit'),
  };
}

/** The page itself writes "marker". */
function liquidityOf(word: string | undefined): Fill['liquidity'] {
  if (word === 'taker') return 'taker';
  return word === 'maker' || word === 'marker' ? 'maker' : undefined;
}
