/**
 * Backpack's positions: one per symbol, long where its quantity is positive.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Position } from '../../model/account.js';
import { absDecimal, isZeroDecimal } from '../../model/decimal.js';
import { amountIfAny, amountOf, nonZero, stampOf } from './account-row.js';
import { pageOf } from './docs.js';
import { contractMarkets } from './markets.js';
import type { ContractMarket } from './markets.js';
import { PositionWire } from './private-schemas.js';
import type { PositionRowWire } from './private-schemas.js';
import { isWanted, privateTopicOf } from './private-topic.js';

type PositionRow = z.infer<typeof PositionRowWire>;

/** The open positions first, each by itself, and nothing where there are none; then each change. */
export const positions = defineChannel({
  kind: 'positions',
  docs: pageOf('Private/Position-update'),
  markets: contractMarkets,
  topic: ({ symbol }: SymbolRequest<ContractMarket>) =>
    privateTopicOf('account.positionUpdate', symbol, { bySymbol: true, standing: true }),
  wire: PositionWire,
  normalise: ({ data }, context) => {
    const wanted = [data].flat().filter(row => isWanted(context, row.s));
    const [first] = wanted;
    if (first === undefined) return [];
    const rows = wanted.flatMap(row => sidesOf(row, context));
    return [{ type: 'position-update', ...stampOf(context, first.T), whole: false, rows }];
  },
});

/** A position has one side: whatever was known of the other is gone. */
function sidesOf(row: PositionRow, context: ReadContext): readonly Position[] {
  const quantity = amountOf(row.q, 'q');
  const size = absDecimal(quantity);
  const isShort = quantity.startsWith('-');
  const none = isZeroDecimal(size) ? size : '0';
  return [
    positionOf(row, 'long', isShort ? none : size, context),
    positionOf(row, 'short', isShort ? size : none, context),
  ];
}

function positionOf(row: PositionRow, side: Position['side'], size: Position['size'], context: ReadContext): Position {
  const stamp = stampOf(context, row.T);
  return {
    type: 'position',
    ...stamp,
    symbol: row.s,
    side,
    size,
    available: undefined,
    entryPrice: nonZero(row.B, 'B'),
    markPrice: nonZero(row.M, 'M'),
    // Dead since September 2025, and zero from then on.
    liquidationPrice: nonZero(row.l, 'l'),
    leverage: undefined,
    marginMode: undefined,
    marginAsset: undefined,
    margin: undefined,
    unrealizedPnl: amountIfAny(row.P, 'P'),
    realizedPnl: amountIfAny(row.p, 'p'),
    createdAt: undefined,
    updatedAt: stamp.timestamp,
    raw: row,
  };
}
