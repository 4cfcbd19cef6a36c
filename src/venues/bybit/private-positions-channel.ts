/**
 * Bybit's positions.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Position } from '../../model/account.js';
import { compareDecimal, isZeroDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { markedMarkets } from './markets.js';
import type { MarkedMarket } from './markets.js';
import { nonZero, positionSideOf, stampOf, timeIfAny } from './private-row.js';
import { PositionWire } from './private-schemas.js';
import type { PositionRowWire } from './private-schemas.js';
import { settleCoinOf } from './private-settle-coin.js';
import { isWanted, privateTopicOf } from './private-topic.js';

type PositionRow = z.infer<typeof PositionRowWire>;

/** Each change of a position, and each order that might have been one; Bybit tells none of those that stood before. */
export const positions = defineChannel({
  kind: 'positions',
  docs: 'https://bybit-exchange.github.io/docs/v5/websocket/private/position',
  markets: markedMarkets,
  topic: (_: SymbolRequest<MarkedMarket>) => privateTopicOf('position'),
  wire: PositionWire,
  normalise: ({ data, creationTime }, context) => {
    const timestamp = timeIfAny(creationTime, 'creationTime');
    const rows = data.filter(row => isWanted(context, row)).flatMap(row => positionsOf(row, timestamp, context));
    return rows.length === 0 ? [] : [{ type: 'position-update', ...stampOf(context, timestamp), whole: false, rows }];
  },
});

/**
 * Of a hedged account a row is of one side, and stays so when it is flat. Else it is of both: what is long is not short, and
 * a flat row does not say which of them it was.
 */
function positionsOf(row: PositionRow, pushed: number | undefined, context: ReadContext): readonly Position[] {
  const hedged = positionSideOf(row.positionIdx);
  const size = sizeOf(row);
  if (hedged !== undefined) return [positionOf(row, hedged, size, pushed, context)];
  const open = row.side === 'Buy' ? 'long' : row.side === 'Sell' ? 'short' : undefined;
  return (['long', 'short'] as const).map(side => {
    if (open === side) return positionOf(row, side, size, pushed, context);
    const flat = positionOf(row, side, '0', pushed, context);
    return open === undefined ? flat : { ...flat, ...untold };
  });
}

/** What a row tells of one side only. */
const untold = {
  ...{ entryPrice: undefined, liquidationPrice: undefined, leverage: undefined, margin: undefined },
  ...{ unrealizedPnl: undefined, realizedPnl: undefined, createdAt: undefined },
};

function positionOf(
  row: PositionRow,
  side: Position['side'],
  size: Decimal,
  pushed: number | undefined,
  context: ReadContext,
): Position {
  const updatedAt = timeIfAny(row.updatedTime, 'updatedTime');
  return {
    type: 'position',
    ...stampOf(context, updatedAt ?? pushed),
    symbol: row.symbol,
    side,
    size,
    available: undefined,
    entryPrice: nonZero(row.entryPrice, 'entryPrice'),
    markPrice: nonZero(row.markPrice, 'markPrice'),
    liquidationPrice: positive(row.liqPrice, 'liqPrice'),
    leverage: nonZero(row.leverage, 'leverage'),
    // A matter of the whole account, which is not told here: `tradeMode` is 0 whatever it is.
    marginMode: undefined,
    marginAsset: settleCoinOf(row),
    margin: decimalIfAny(row.positionIM, 'positionIM'),
    unrealizedPnl: decimalIfAny(row.unrealisedPnl, 'unrealisedPnl'),
    realizedPnl: decimalIfAny(row.curRealisedPnl, 'curRealisedPnl'),
    // `createdTime` is when the account first had a position of this symbol, and can be years older.
    createdAt: timeIfAny(row.openTime, 'openTime'),
    updatedAt,
    raw: row,
  };
}

/** Inverse contracts are one USD each; what they are worth is told in base. */
function sizeOf({ category, size, positionValue }: PositionRow): Decimal {
  const contracts = decimalOf(size, 'size');
  const isBase = category !== 'inverse' || isZeroDecimal(contracts);
  return isBase ? contracts : decimalOf(positionValue ?? '', 'positionValue');
}

function positive(text: string | undefined, name: string): Position['liquidationPrice'] {
  const price = nonZero(text, name);
  return price === undefined || compareDecimal(price, '0') < 0 ? undefined : price;
}
