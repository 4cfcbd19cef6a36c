/**
 * What stands in the CSV file of each kind of an account.
 * @module
 */
import type { Balance, Fee, Fill, Order } from '../model/account.js';
import type { AccountKind } from '../model/kinds.js';
import type { CsvCell, CsvRecord } from '../sinks/csv.js';
import type { AccountRow } from './account-rows.js';
import { isoText } from './render/time-text.js';

/** The columns of a kind, and what of a row stands in them. */
export interface AccountCsvColumns<R = AccountRow> {
  readonly header: readonly string[];
  columns(row: R): CsvRecord;
}

/**
 * Finds the columns of a kind. Amounts are the exact text of the venue; times as in the other CSV files. Several fees
 * stand in one cell each for their amounts and their assets, with blanks between them.
 */
export function accountCsvColumns(kind: AccountKind): AccountCsvColumns {
  // A kind's stream has rows of that kind only.
  return { balances, orders, fills, positions }[kind];
}

const balances = columnsOf<Balance>({
  market: row => row.market,
  asset: row => row.asset,
  total: row => row.total,
  available: row => row.available,
  held: row => row.held,
});

const orders = columnsOf<Order>({
  symbol: row => row.symbol,
  market: row => row.market,
  id: row => row.id,
  client_id: row => row.clientId,
  side: row => row.side,
  order_type: row => row.orderType,
  price: row => row.price,
  size: row => row.size,
  quote_size: row => row.quoteSize,
  filled: row => row.filled,
  average_price: row => row.averagePrice,
  status: row => row.status,
  fee: row => amountsOf(row.fees),
  fee_asset: row => assetsOf(row.fees),
});

const fills = columnsOf<Fill>({
  symbol: row => row.symbol,
  market: row => row.market,
  id: row => row.id,
  order_id: row => row.orderId,
  client_id: row => row.clientId,
  side: row => row.side,
  price: row => row.price,
  size: row => row.size,
  value: row => row.value,
  liquidity: row => row.liquidity,
  fee: row => amountsOf(row.fees),
  fee_asset: row => assetsOf(row.fees),
  realized_pnl: row => row.realizedPnl,
});

const positions = columnsOf<Extract<AccountRow, { readonly type: 'position' }>>({
  symbol: row => row.symbol,
  market: row => row.market,
  side: row => row.side,
  size: row => (row.closed ? '0' : row.size),
  entry_price: row => row.entryPrice,
  mark_price: row => row.markPrice,
  liquidation_price: row => row.liquidationPrice,
  leverage: row => row.leverage,
  margin_mode: row => row.marginMode,
  margin_asset: row => row.marginAsset,
  margin: row => row.margin,
  unrealized_pnl: row => (row.closed ? undefined : row.unrealizedPnl),
  realized_pnl: row => row.realizedPnl,
  closed: row => row.closed,
});

/** Every kind ends with the two times. */
function columnsOf<R extends AccountRow>(own: Readonly<Record<string, (row: R) => CsvCell>>): AccountCsvColumns<R> {
  const all: typeof own = {
    ...own,
    timestamp: row => row.timestamp,
    local_time: row => isoText(row.receivedAt),
  };
  return {
    header: Object.keys(all),
    columns: row => Object.fromEntries(Object.entries(all).map(([name, cell]) => [name, cell(row)])),
  };
}

function amountsOf(fees: readonly Fee[]): string {
  return fees.map(({ amount }) => amount).join(' ');
}

function assetsOf(fees: readonly Fee[]): string {
  return fees.map(({ asset }) => asset).join(' ');
}
