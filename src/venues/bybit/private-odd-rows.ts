/**
 * Keeps the rows of a push that nobody can read from costing those beside them.
 * @module
 */
import type * as z from 'zod';
import type { Data, Inbound } from '../../contract/inbound.js';
import { ExecutionRowWire, OrderRowWire } from './private-order-schemas.js';
import { isExecution } from './private-order-words.js';
import { PositionRowWire } from './private-schemas.js';

/**
 * Takes a push of orders, fills or positions apart where some of its rows do not fit, or are of a sort that nobody knows: the
 * rows that fit come in one body, each other one in a body of its own, to be found wanting by itself. All else stays as it is.
 */
export function oddRowsApart(inbound: Inbound): readonly Inbound[] {
  const fits = inbound.type === 'data' ? checks.get(inbound.topic) : undefined;
  if (inbound.type !== 'data' || fits === undefined) return [inbound];
  const rows = rowsIn(inbound);
  if (rows.length < 2) return [inbound];
  const odd = rows.filter(row => !fits(row));
  if (odd.length === 0) return [inbound];
  const even = rows.filter(row => !odd.includes(row));
  return [...(even.length > 0 ? [even] : []), ...odd.map(row => [row])].map(data => withRows(inbound, data));
}

const checks: ReadonlyMap<string, (row: unknown) => boolean> = new Map([
  ['order', fitsIn(OrderRowWire)],
  ['position', fitsIn(PositionRowWire)],
  ['execution', fitsIn(ExecutionRowWire.refine(({ execType }) => isExecution(execType)))],
]);

function fitsIn(wire: z.ZodType): (row: unknown) => boolean {
  return row => wire.safeParse(row).success;
}

function rowsIn({ body }: Data): readonly unknown[] {
  const { data } = body as { readonly data?: unknown };
  return Array.isArray(data) ? data : [];
}

function withRows(inbound: Data, data: readonly unknown[]): Data {
  return { ...inbound, body: { ...(inbound.body as object), data } };
}
