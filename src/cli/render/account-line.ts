/**
 * One row of an account as one line for people.
 * @module
 */
import type { Fee } from '../../model/account.js';
import type { Decimal } from '../../model/decimal.js';
import type { Gap } from '../../model/gap.js';
import type { AccountRow } from '../account-rows.js';
import { gapLine } from './gap-text.js';
import { clockText } from './time-text.js';

/** Writes the time, the asset or symbol, and what there is to say; amounts as the venue wrote them. */
export function accountLine(row: AccountRow): string {
  const time = clockText(row.timestamp ?? row.receivedAt);
  const words = wordsOf(row).filter(word => word !== '');
  return `${time} ${row.type === 'balance' ? row.asset : row.symbol} ${words.join('  ')}`;
}

/** Writes a row, or a break before it. */
export function accountTold(row: AccountRow | Gap): string {
  return row.type === 'gap' ? gapLine(row) : accountLine(row);
}

/** Writes fees: "0.001 BTC", several with "+" between them. */
export function feesText(fees: readonly Fee[]): string {
  return fees.map(({ amount, asset }) => `${amount} ${asset}`).join(' + ');
}

function wordsOf(row: AccountRow): readonly string[] {
  switch (row.type) {
    case 'balance':
      return [said('available', row.available), said('held', row.held), said('total', row.total)];
    case 'order': {
      const { id, side, orderType, price, size, quoteSize, filled, averagePrice, status, fees } = row;
      return [
        side.padEnd(4),
        orderType,
        price === undefined ? amountOf(size, quoteSize) : `${price} × ${amountOf(size, quoteSize)}`,
        `filled ${filled}${averagePrice === undefined ? '' : ` at ${averagePrice}`}`,
        status,
        said('fee', feesText(fees)),
        `id ${id}`,
      ];
    }
    case 'fill': {
      const { id, orderId, side, price, size, liquidity = '', fees, realizedPnl } = row;
      return [
        side.padEnd(4),
        `${price} × ${size}`,
        liquidity,
        said('fee', feesText(fees)),
        said('profit', realizedPnl),
        `id ${id}`,
        `order ${orderId}`,
      ];
    }
    case 'position': {
      const { side, size, entryPrice, markPrice, liquidationPrice, leverage, unrealizedPnl, closed } = row;
      if (closed) return [side, 'closed'];
      return [
        side.padEnd(5),
        entryPrice === undefined ? size : `${size} from ${entryPrice}`,
        said('mark', markPrice),
        said('liquidation', liquidationPrice),
        said('leverage', leverage),
        said('profit', unrealizedPnl),
      ];
    }
  }
}

function amountOf(size: Decimal | undefined, quoteSize: Decimal | undefined): string {
  return size ?? (quoteSize === undefined ? '' : `for ${quoteSize}`);
}

function said(name: string, text: string | undefined): string {
  return text === undefined || text === '' ? '' : `${name} ${text}`;
}
