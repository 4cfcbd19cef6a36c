/**
 * What becomes of an account in the words of Bitget's private channels.
 *
 * @see https://www.bitget.com/api-doc/spot/websocket/private/Account-Channel
 * @module
 */
import type { AccountNews, ClosedPosition, Worth } from '../../contract/account-news.js';
import type { Wish } from '../../contract/counterpart.js';
import type { Balance, Fill, Position } from '../../model/account.js';
import { addDecimal, negateDecimal, subtractDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { crc32 } from '../../wire/crc32.js';
import { ISOLATED_SYMBOL, pushArgumentOf } from './counterpart-hear-private.js';
import { futureOrderRow, marginOrderRow, spotOrderRow } from './counterpart-speak-orders.js';

type Row = Readonly<Record<string, unknown>>;

/** The frames of what became of an account; none where the wish is not for it. */
export function speakAccount(wish: Wish, news: AccountNews, now: number): readonly string[] {
  const rows = rowsOf(wish, news, now);
  if (rows === undefined) return [];
  return [JSON.stringify({ action: 'snapshot', arg: pushArgumentOf(wish), data: rows, ts: now })];
}

function rowsOf(wish: Wish, news: AccountNews, now: number): readonly Row[] | undefined {
  const { feed, market, symbol } = wish;
  const elsewhere = (other: string): boolean => symbol !== '' && symbol !== other;
  switch (news.type) {
    case 'standing':
      if (feed === 'balances') return news.balances.map(row => balanceRow(wish, row, news.worth));
      // All of them each time, so none is told as well.
      return feed === 'positions' ? news.positions.map(positionRow) : undefined;
    case 'balances':
      if (feed === 'equity') return [equityRow(news.worth)];
      return feed === 'balances' ? news.rows.map(row => balanceRow(wish, row, news.worth)) : undefined;
    case 'positions':
      return feed === 'positions' ? news.rows.map(positionRow) : undefined;
    case 'order':
      if (feed !== 'orders' || elsewhere(news.order.symbol)) return undefined;
      if (market === 'spot') return [spotOrderRow(news)];
      return [market.startsWith('margin') ? marginOrderRow(news) : futureOrderRow(news)];
    case 'fill':
      if (feed !== 'fills' || elsewhere(news.fill.symbol)) return undefined;
      return [market === 'spot' ? spotFillRow(news) : futureFillRow(news)];
    case 'closed':
      return feed === 'history' ? [closedRow(news.position, now)] : undefined;
  }
}

function balanceRow({ market }: Wish, row: Balance, worth: Readonly<Record<string, Worth>>): Row {
  const { asset, available } = row;
  const frozen = row.held ?? '0';
  const uTime = String(row.timestamp ?? 0);
  const debts = { borrow: '0.00000000', frozen, interest: '0.00000000', coupon: '0.00000000' };
  const id = String(crc32(`${market}:${asset}`) >>> 0);
  if (market === 'spot') return { coin: asset, available, frozen, locked: '0', limitAvailable: '0', uTime };
  if (market === 'margin') return { uTime, id, coin: asset, available, ...debts };
  if (market === 'margin-isolated') return { uTime, id, coin: asset, symbol: ISOLATED_SYMBOL, available, ...debts };
  const { usd, unrealized } = worth[asset] ?? { usd: '0', unrealized: '0' };
  return {
    marginCoin: asset,
    frozen,
    available,
    maxOpenPosAvailable: available,
    maxTransferOut: available,
    equity: row.total ?? available,
    usdtEquity: usd,
    crossedRiskRate: '0',
    unrealizedPL: unrealized,
    unionTotalMargin: '0',
    unionAvailable: '0',
    unionMm: '0',
    assetsMode: 'single',
  };
}

function equityRow(worth: Readonly<Record<string, Worth>>): Row {
  const total = (pick: (one: Worth) => Decimal): Decimal => Object.values(worth).map(pick).reduce(addDecimal, '0');
  return {
    btcEquity: total(one => one.btc),
    usdtEquity: total(one => one.usd),
    unrealizedPL: total(one => one.unrealized),
    ...{ unionTotalMargin: '0', unionAvailable: '0', unionMm: '0' },
  };
}

/** It names the slot, and comes again with the next position in it. */
function slotOf(symbol: string, side: string): string {
  return `9262${String(crc32(`${symbol}:${side}`) >>> 0).padStart(14, '0')}`;
}

function positionRow(row: Position): Row {
  const { symbol, side, size, margin, unrealizedPnl } = row;
  const ratio = Number(margin) > 0 ? Number(unrealizedPnl) / Number(margin) : 0;
  return {
    posId: slotOf(symbol, side),
    instId: symbol,
    marginCoin: row.marginAsset,
    marginSize: margin,
    marginMode: 'crossed',
    holdSide: side,
    posMode: 'hedge_mode',
    total: size,
    available: row.available,
    frozen: subtractDecimal(size, row.available ?? size),
    openPriceAvg: row.entryPrice,
    leverage: Number(row.leverage),
    achievedProfits: row.realizedPnl,
    unrealizedPL: unrealizedPnl,
    unrealizedPLR: ratio.toFixed(8),
    liquidationPrice: row.liquidationPrice,
    keepMarginRate: '0.004',
    marginRate: '0.007634649185',
    cTime: String(row.createdAt),
    breakEvenPrice: row.entryPrice,
    totalFee: '',
    deductedFee: '0',
    markPrice: row.markPrice,
    uTime: String(row.updatedAt),
    assetMode: 'single',
    autoMargin: 'off',
  };
}

function spotFillRow({ fill, order }: Extract<AccountNews, { type: 'fill' }>): Row {
  return {
    orderId: fill.orderId,
    tradeId: fill.id,
    symbol: fill.symbol,
    orderType: order.orderType,
    side: fill.side,
    priceAvg: fill.price,
    size: fill.size,
    amount: fill.value,
    tradeScope: fill.liquidity,
    // Positive on spot, negative on futures, both for what is paid.
    feeDetail: feeDetail(fill, amount => amount),
    ...timesOf(fill),
  };
}

function futureFillRow({ fill, order }: Extract<AccountNews, { type: 'fill' }>): Row {
  return {
    orderId: fill.orderId,
    clientOid: fill.clientId,
    tradeId: fill.id,
    symbol: fill.symbol,
    side: fill.side,
    orderType: order.orderType,
    posMode: 'hedge_mode',
    price: fill.price,
    baseVolume: fill.size,
    quoteVolume: fill.value,
    profit: fill.realizedPnl,
    tradeSide: (fill.side === 'buy') === (order.positionSide === 'long') ? 'open' : 'close',
    tradeScope: fill.liquidity,
    feeDetail: feeDetail(fill, negateDecimal),
    ...timesOf(fill),
  };
}

function timesOf({ timestamp }: Fill): Row {
  return { cTime: String(timestamp ?? 0), uTime: String(timestamp ?? 0) };
}

function feeDetail({ fees }: Fill, signed: (amount: Decimal) => Decimal): readonly Row[] {
  return fees.map(({ asset, amount }) => ({
    feeCoin: asset,
    deduction: 'no',
    totalDeductionFee: '0',
    totalFee: signed(amount),
  }));
}

function closedRow(position: ClosedPosition, now: number): Row {
  const { symbol, side, size } = position;
  return {
    posId: slotOf(symbol, side),
    instId: symbol,
    marginCoin: position.marginAsset,
    marginMode: 'crossed',
    holdSide: side,
    posMode: 'hedge_mode',
    openPriceAvg: position.entryPrice,
    closePriceAvg: position.exitPrice,
    openSize: size,
    closeSize: size,
    achievedProfits: position.profit,
    settleFee: '0',
    openFee: negateDecimal(position.entryFee),
    closeFee: negateDecimal(position.exitFee),
    cTime: String(position.createdAt),
    uTime: String(Math.min(position.closedAt, now)),
  };
}
