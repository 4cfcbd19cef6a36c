/**
 * An account as tables: what it holds, its open orders, its last fills, its open positions.
 * @module
 */
import type { Balance, Fill, Order, Position } from '../../model/account.js';
import type { AccountKind } from '../../model/kinds.js';
import type { AccountValue } from '../account-rows.js';
import { feesText } from './account-line.js';
import type { Paint } from './paint.js';
import { tableLines } from './table.js';
import type { Column } from './table.js';
import { clockText } from './time-text.js';

/** More fills than a screen has lines are not kept. */
const kept = 60;

/** Keeps what is shown: the latest value of each part of the account, of fills the last ones. */
export function foldAccount(
  shown: ReadonlyMap<string, AccountValue>,
  part: string,
  value: AccountValue,
): ReadonlyMap<string, AccountValue> {
  const key = value.type === 'fill' ? `${part} ${value.symbol} ${value.id}` : part;
  const next = new Map(shown).set(key, value);
  return value.type === 'fill' ? new Map([...next].slice(-kept)) : next;
}

/** Draws a kind in at most so many lines; what has no room is counted. */
export function accountLines(
  kind: AccountKind,
  shown: Iterable<AccountValue>,
  { width, height, paint }: { readonly width: number; readonly height: number; readonly paint: Paint },
): readonly string[] {
  const values = [...shown];
  if (values.length === 0) return [`waiting for the first ${kind}`];
  const rows = values.flatMap(rowsOf);
  if (rows.length === 0) return [`no ${kind}`];
  // A line of titles, and perhaps one that counts.
  const room = Math.max(1, height - 1);
  const fits = rows.length <= room;
  const count = fits ? rows.length : Math.max(1, room - 1);
  const drawn = kind === 'fills' ? rows.slice(-count) : rows.slice(0, count);
  const lines = tableLines(columnsOf(kind, drawn, paint), width, paint);
  return fits ? lines : [...lines, paint.dim(`and ${rows.length - count} more`)].slice(0, height);
}

type Row = Balance | Order | Fill | Position;

function rowsOf(value: AccountValue): readonly Row[] {
  switch (value.type) {
    case 'balances':
      return Object.values(value.assets);
    case 'orders':
      return Object.values(value.open);
    case 'fill':
      return [value];
    case 'positions':
      return value.open;
  }
}

/** A kind's values have rows of that kind only. */
function columnsOf(kind: AccountKind, rows: readonly Row[], paint: Paint): readonly Column[] {
  switch (kind) {
    case 'balances':
      return balanceColumns(rows as readonly Balance[]);
    case 'orders':
      return orderColumns(rows as readonly Order[], paint);
    case 'fills':
      return fillColumns(rows as readonly Fill[], paint);
    case 'positions':
      return positionColumns(rows as readonly Position[], paint);
  }
}

function balanceColumns(rows: readonly Balance[]): readonly Column[] {
  return [
    column(rows, 'asset', ({ asset }) => asset, { align: 'left' }),
    column(rows, 'available', ({ available }) => available),
    column(rows, 'held', ({ held }) => held, { rank: 2 }),
    column(rows, 'total', ({ total }) => total, { rank: 1 }),
  ];
}

function orderColumns(rows: readonly Order[], paint: Paint): readonly Column[] {
  return [
    column(rows, 'symbol', ({ symbol }) => symbol, { align: 'left' }),
    column(rows, 'side', ({ side }) => side, { align: 'left', tint: tintOf(rows, paint) }),
    column(rows, 'type', ({ orderType }) => orderType, { align: 'left', rank: 2 }),
    column(rows, 'price', ({ price }) => price),
    column(rows, 'size', ({ size, quoteSize }) => size ?? quoteSize),
    column(rows, 'filled', ({ filled }) => filled),
    column(rows, 'status', ({ status }) => status, { align: 'left', rank: 1 }),
    column(rows, 'id', ({ id }) => id, { align: 'left', rank: 3 }),
  ];
}

function fillColumns(rows: readonly Fill[], paint: Paint): readonly Column[] {
  return [
    column(rows, 'time', ({ timestamp, receivedAt }) => clockText(timestamp ?? receivedAt), { align: 'left', rank: 4 }),
    column(rows, 'symbol', ({ symbol }) => symbol, { align: 'left' }),
    column(rows, 'side', ({ side }) => side, { align: 'left', tint: tintOf(rows, paint) }),
    column(rows, 'price', ({ price }) => price),
    column(rows, 'size', ({ size }) => size),
    column(rows, 'role', ({ liquidity }) => liquidity, { align: 'left', rank: 3 }),
    column(rows, 'fee', ({ fees }) => feesText(fees), { align: 'right', rank: 1 }),
    column(rows, 'profit', ({ realizedPnl }) => realizedPnl, { rank: 2 }),
  ];
}

function positionColumns(rows: readonly Position[], paint: Paint): readonly Column[] {
  return [
    column(rows, 'symbol', ({ symbol }) => symbol, { align: 'left' }),
    column(rows, 'side', ({ side }) => side, { align: 'left', tint: tintOf(rows, paint) }),
    column(rows, 'size', ({ size }) => size),
    column(rows, 'entry', ({ entryPrice }) => entryPrice, { rank: 1 }),
    column(rows, 'mark', ({ markPrice }) => markPrice, { rank: 3 }),
    column(rows, 'liquidation', ({ liquidationPrice }) => liquidationPrice, { rank: 4 }),
    column(rows, 'leverage', ({ leverage }) => leverage, { rank: 5 }),
    column(rows, 'profit', ({ unrealizedPnl }) => unrealizedPnl, { rank: 2 }),
  ];
}

function column<R>(
  rows: readonly R[],
  title: string,
  text: (row: R) => string | undefined,
  options: Partial<Column> = {},
): Column {
  return { title, align: 'point', ...options, cells: rows.map(row => text(row) ?? '') };
}

function tintOf(rows: readonly { readonly side: string }[], paint: Paint): NonNullable<Column['tint']> {
  return (text, row) => (['sell', 'short'].includes(rows[row]?.side ?? '') ? paint.bad(text) : paint.good(text));
}
