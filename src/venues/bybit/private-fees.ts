/**
 * What Bybit says was paid for orders and fills.
 * @see https://bybit-exchange.github.io/docs/v5/websocket/private/execution
 * @module
 */
import type { Fee } from '../../model/account.js';
import { addDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { decimalIfAny } from '../../wire/decimal.js';
import { settleCoinOf } from './private-settle-coin.js';
import type { CategoryRow } from './private-topic.js';

/** What an order's row tells of its fees, all fills so far together. */
export interface OrderFees extends CategoryRow {
  readonly feeCurrency?: string | null | undefined;
  readonly cumExecFee?: string | undefined;
  /** Amounts by coin. */
  readonly cumFeeDetail?: Readonly<Record<string, string>> | string | null | undefined;
}

/** What a fill's row tells of its fees; `extraFees` are taxes, which come on top. */
export interface FillFees extends CategoryRow {
  readonly feeCurrency?: string | null | undefined;
  readonly execFee?: string | undefined;
  readonly extraFees?: readonly { readonly feeCoin: string; readonly fee: string }[] | string | null | undefined;
}

/** Reads the fees of an order: `cumFeeDetail` on spot and linear, `cumExecFee` on the others, each before the other. */
export function orderFeesOf(row: OrderFees): readonly Fee[] {
  const detail = typeof row.cumFeeDetail === 'object' ? Object.entries(row.cumFeeDetail ?? {}) : [];
  const total: Entries = [[assetOf(row), row.cumExecFee]];
  const isInDetail = row.category === 'spot' || row.category === 'linear';
  const [first, second] = isInDetail ? [summed(detail), summed(total)] : [summed(total), summed(detail)];
  return first.length === 0 ? second : first;
}

/** Reads the fees of one fill; Bybit's sign is ours: positive is paid. */
export function fillFeesOf(row: FillFees): readonly Fee[] {
  const extra = Array.isArray(row.extraFees) ? (row.extraFees as readonly { feeCoin: string; fee: string }[]) : [];
  return summed([[assetOf(row), row.execFee], ...extra.map(({ feeCoin, fee }) => [feeCoin, fee] as const)]);
}

type Entries = readonly (readonly [asset: string | undefined, amount: string | undefined])[];

/** One fee per asset. What is told without an asset that is known is left out: it would be an amount of nothing. */
function summed(entries: Entries): readonly Fee[] {
  const byAsset = new Map<string, Decimal>();
  for (const [asset, text] of entries) {
    const amount = decimalIfAny(text, 'fee');
    if (asset === undefined || asset === '' || amount === undefined) continue;
    const before = byAsset.get(asset);
    byAsset.set(asset, before === undefined ? amount : addDecimal(before, amount));
  }
  return [...byAsset].map(([asset, amount]) => ({ asset, amount }));
}

/** On contracts the coin may be left empty, as it goes without saying. */
function assetOf(row: OrderFees | FillFees): string | undefined {
  const { feeCurrency } = row;
  return feeCurrency === undefined || feeCurrency === null || feeCurrency === '' ? settleCoinOf(row) : feeCurrency;
}
