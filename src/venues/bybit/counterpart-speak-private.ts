/**
 * What becomes of an account in the words of Bybit's private topics.
 *
 * @see https://bybit-exchange.github.io/docs/v5/websocket/private/wallet
 * @module
 */
import type { AccountNews, Worth } from '../../contract/account-news.js';
import type { Wish } from '../../contract/counterpart.js';
import type { Balance, Position } from '../../model/account.js';
import { multiplyDecimal, subtractDecimal } from '../../model/decimal.js';
import { crc32 } from '../../wire/crc32.js';
import { trimmed } from './counterpart-amounts.js';
import { accountSizesOf, positionCategoryOf } from './counterpart-categories.js';
import { executionRow, fastExecutionRow } from './counterpart-speak-executions.js';
import { orderRows } from './counterpart-speak-orders.js';
import { topicOf } from './counterpart-topics.js';

type Row = Readonly<Record<string, unknown>>;

/** The frames of what became of an account; none where the wish is not for it. How things stand is never told. */
export function speakAccount(wish: Wish, news: AccountNews, now: number): readonly string[] {
  const topic = topicOf(wish);
  const fast = topic.startsWith('execution.fast');
  const frame = (row: Row): string => {
    const id = `1003076_${String(crc32(JSON.stringify(row)) >>> 0)}_${now}`;
    return JSON.stringify({ ...(fast ? {} : { id }), topic, creationTime: now, data: row['rows'] ?? [row] });
  };
  return rowsOf(wish, news, now, fast).map(frame);
}

/** One row per frame; `rows` where several go together. */
function rowsOf(wish: Wish, news: AccountNews, now: number, fast: boolean): readonly Row[] {
  const elsewhere = (market: string): boolean => wish.market !== '' && wish.market !== market;
  switch (news.type) {
    case 'balances':
      return wish.feed === 'balances' ? [walletRow(news.rows, news.worth)] : [];
    case 'order':
      return wish.feed === 'orders' && !elsewhere(news.order.market) ? orderRows(news) : [];
    case 'fill':
      if (wish.feed !== 'fills' || elsewhere(news.fill.market)) return [];
      return [fast ? fastExecutionRow(news) : executionRow(news)];
    case 'positions': {
      const category = positionCategoryOf(news.symbol);
      if (wish.feed !== 'positions' || elsewhere(category)) return [];
      // Long and short are apart, and both are told when something happens to one of them.
      const rows = (['long', 'short'] as const).map(side => {
        const row = news.rows.find(one => one.symbol === news.symbol && one.side === side);
        return positionRow(row, side, category, news.symbol, now);
      });
      return [{ rows }];
    }
    default:
      return [];
  }
}

function walletRow(rows: readonly Balance[], worth: Readonly<Record<string, Worth>>): Row {
  const total = sum(Object.values(worth).map(one => Number(one.usd)));
  const open = sum(
    Object.entries(worth).map(([asset, one]) => {
      const row = rows.find(other => other.asset === asset);
      return Number(one.unrealized) * rateOf(one, row);
    }),
  );
  const usd = (amount: number): string => trimmed(amount.toFixed(8));
  return {
    accountIMRate: '0',
    accountIMRateByMp: '0',
    accountMMRate: '0',
    accountMMRateByMp: '0',
    totalEquity: usd(total),
    totalWalletBalance: usd(total - open),
    totalMarginBalance: usd(total),
    totalAvailableBalance: usd(total),
    totalPerpUPL: usd(open),
    totalInitialMargin: '0',
    totalInitialMarginByMp: '0',
    totalMaintenanceMargin: '0',
    totalMaintenanceMarginByMp: '0',
    coin: rows.map(row => coinRow(row, worth[row.asset])),
    accountLTV: '0',
    accountType: 'UNIFIED',
  };
}

/** What one coin is worth in dollars, as far as it can be seen here; coins that did not change are taken for dollars. */
function rateOf({ usd }: Worth, row: Balance | undefined): number {
  const total = Number(row?.total ?? 0);
  return total === 0 ? 1 : Number(usd) / total;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((all, one) => all + one, 0);
}

function coinRow(row: Balance, worth: Worth | undefined): Row {
  const equity = row.total ?? row.available;
  const unrealised = worth?.unrealized ?? '0';
  return {
    coin: row.asset,
    equity: trimmed(equity),
    usdValue: trimmed(worth?.usd ?? '0'),
    walletBalance: trimmed(subtractDecimal(equity, unrealised)),
    availableToWithdraw: '',
    availableToBorrow: '',
    borrowAmount: '0',
    accruedInterest: '0',
    // What is held of a coin is told in one sum here: for orders, and for positions.
    totalOrderIM: '0',
    totalPositionIM: '0',
    totalPositionMM: '0',
    unrealisedPnl: trimmed(unrealised),
    cumRealisedPnl: '0',
    bonus: '0',
    collateralSwitch: true,
    marginCollateral: true,
    locked: trimmed(row.held ?? '0'),
    spotHedgingQty: '0',
    spotBorrow: '0',
  };
}

function positionRow(
  row: Position | undefined,
  side: Position['side'],
  category: string,
  symbol: string,
  now: number,
): Row {
  const size = row?.size ?? '0';
  const open = row !== undefined;
  const worth = category === 'inverse' ? size : multiplyDecimal(size, row?.entryPrice ?? '0');
  return {
    positionIdx: side === 'long' ? 1 : 2,
    tradeMode: 0,
    riskId: 1,
    riskLimitValue: '2000000',
    symbol,
    side: open ? (side === 'long' ? 'Buy' : 'Sell') : '',
    size: accountSizesOf(category, symbol).exact(size),
    entryPrice: row?.entryPrice ?? '0',
    leverage: row?.leverage ?? '20',
    breakEvenPrice: row?.entryPrice ?? '0',
    positionValue: trimmed(worth),
    positionBalance: '0',
    markPrice: row?.markPrice ?? '0',
    positionIM: trimmed(row?.margin ?? '0'),
    positionIMByMp: trimmed(row?.margin ?? '0'),
    positionMM: '0',
    positionMMByMp: '0',
    takeProfit: '0',
    stopLoss: '0',
    trailingStop: '0',
    unrealisedPnl: trimmed(row?.unrealizedPnl ?? '0'),
    curRealisedPnl: trimmed(row?.realizedPnl ?? '0'),
    cumRealisedPnl: trimmed(row?.realizedPnl ?? '0'),
    sessionAvgPrice: '0',
    createdTime: String(row?.createdAt ?? now),
    updatedTime: String(row?.updatedAt ?? now),
    tpslMode: 'Full',
    liqPrice: row?.liquidationPrice ?? '0',
    bustPrice: '',
    category,
    positionStatus: 'Normal',
    adlRankIndicator: 0,
    autoAddMargin: 0,
    leverageSysUpdatedTime: '',
    mmrSysUpdatedTime: '',
    seq: now,
    isReduceOnly: false,
    openTime: row?.createdAt ?? 0,
  };
}
