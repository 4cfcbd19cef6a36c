/**
 * How Bybit names a subscription of an account, and which rows of it a request wants.
 * @see https://bybit-exchange.github.io/docs/v5/websocket/private/order
 * @module
 */
import type { SymbolRequest } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';

/**
 * Names a topic of the private door. Of the two forms that Bybit has for orders, fills and positions it is always the one of
 * all categories: all product lines share one subscription, and the two forms never meet in a request, which Bybit forbids.
 */
export function privateTopicOf(name: string): Topic {
  // There is no first push: a late listener gains nothing from asking anew, and silence proves nothing.
  return { key: name, endpoint: 'private', args: name, incremental: false, prompt: false };
}

/** A row of a topic that all product lines share. */
export interface CategoryRow {
  /** In Bybit's word, which is ours: "linear". */
  readonly category: string;
  readonly symbol: string;
}

/** Whether the request wants this row: it is of the request's market and symbol; no symbol, or `default`, is all of them. */
export function isWanted({ market, symbol }: SymbolRequest, row: CategoryRow): boolean {
  return row.category === market && (isAll(symbol) || row.symbol === symbol);
}

/**
 * Refuses a symbol where a topic knows none.
 *
 * @throws RangeError
 */
export function checkAll(name: string, symbol: string): void {
  if (isAll(symbol)) return;
  throw new RangeError(
    `channel ${name} of bybit is told for the whole account: write "default", not ${JSON.stringify(symbol)}`,
  );
}

/** Whether this asks for all symbols. */
export function isAll(symbol: string): boolean {
  return symbol === '' || symbol === 'default';
}
