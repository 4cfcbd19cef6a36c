/**
 * Bitget's positions on futures.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Position } from '../../model/account.js';
import { compareDecimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { stampOf, timeIfAny } from './account-row.js';
import { futuresMarkets } from './markets.js';
import type { FuturesMarket } from './markets.js';
import { PositionWire } from './private-schemas.js';
import type { PositionRowWire } from './private-schemas.js';
import { isWanted, privateTopicOf } from './private-topic.js';

/** All open positions of a product line with each push: what is missing is closed, none are left where there is no row. */
export const positions = defineChannel({
  kind: 'positions',
  docs: 'https://www.bitget.com/api-doc/contract/websocket/private/Positions-Channel',
  markets: futuresMarkets,
  // A symbol is refused, whatever the page says.
  topic: ({ market }: SymbolRequest<FuturesMarket>) =>
    privateTopicOf({ channel: 'positions', by: 'all', standing: 'surely' }, { market, symbol: '' }),
  wire: PositionWire,
  normalise: ({ data, ts }, context) => {
    const rows = data.filter(row => isWanted(context, row.instId)).map(row => positionOf(row, ts, context));
    return [{ type: 'position-update', ...stampOf(context, ts), whole: true, rows }];
  },
});

function positionOf(row: z.infer<typeof PositionRowWire>, ts: number | undefined, context: ReadContext): Position {
  const updatedAt = timeIfAny(row.uTime, 'uTime');
  return {
    type: 'position',
    ...stampOf(context, updatedAt ?? ts),
    symbol: row.instId,
    side: row.holdSide,
    size: decimalOf(row.total, 'total'),
    available: decimalIfAny(row.available, 'available'),
    entryPrice: decimalIfAny(row.openPriceAvg, 'openPriceAvg'),
    markPrice: decimalIfAny(row.markPrice, 'markPrice'),
    liquidationPrice: liquidationPriceOf(row.liquidationPrice),
    leverage: decimalIfAny(row.leverage === undefined ? undefined : String(row.leverage), 'leverage'),
    marginMode: marginModes.get(row.marginMode),
    marginAsset: row.marginCoin,
    margin: decimalIfAny(row.marginSize, 'marginSize'),
    unrealizedPnl: decimalIfAny(row.unrealizedPL, 'unrealizedPL'),
    realizedPnl: decimalIfAny(row.achievedProfits, 'achievedProfits'),
    // Bitget's `cTime` is of the place that a position takes, and can be years older than the position.
    createdAt: undefined,
    updatedAt,
    raw: row,
  };
}

/** Zero or less says that no price can liquidate the position. */
function liquidationPriceOf(text: string | undefined): Position['liquidationPrice'] {
  const price = decimalIfAny(text, 'liquidationPrice');
  return price === undefined || compareDecimal(price, '0') <= 0 ? undefined : price;
}

const marginModes: ReadonlyMap<string, 'cross' | 'isolated'> = new Map([
  ['crossed', 'cross'],
  ['isolated', 'isolated'],
  ['fixed', 'isolated'],
]);
