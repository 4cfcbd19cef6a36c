/**
 * Fills of an account in the words of Bybit: the whole row, and the one that is faster.
 *
 * @see https://bybit-exchange.github.io/docs/v5/websocket/private/execution
 * @module
 */
import type { AccountNews } from '../../contract/account-news.js';
import { multiplyDecimal, subtractDecimal } from '../../model/decimal.js';
import { trimmed } from './counterpart-amounts.js';
import { accountSizesOf } from './counterpart-categories.js';

type Row = Readonly<Record<string, unknown>>;
type FillNews = Extract<AccountNews, { type: 'fill' }>;

/** The row of `execution`. */
export function executionRow({ fill, order }: FillNews): Row {
  const { market, symbol } = fill;
  const spot = market === 'spot';
  const sizes = accountSizesOf(market, symbol);
  const closes = order.positionSide !== undefined && (fill.side === 'buy') !== (order.positionSide === 'long');
  const [fee] = fill.fees;
  const left = order.status === 'filled' || order.size === undefined ? '0' : subtractDecimal(order.size, order.filled);
  // The other unit: quote on most markets, coins on the inverse one.
  const value = market === 'inverse' ? fill.size : (fill.value ?? multiplyDecimal(fill.size, fill.price));
  // A fee in the coin that was bought is a part of the size, any other one of the value.
  const charged = spot && fill.side === 'buy' ? fill.size : value;
  return {
    category: market,
    symbol,
    closedSize: closes ? sizes.exact(fill.size) : '0',
    execFee: trimmed(fee?.amount ?? '0'),
    execId: fill.id,
    execPrice: fill.price,
    execQty: sizes.exact(fill.size),
    execType: 'Trade',
    execValue: trimmed(value),
    feeRate: trimmed((Number(fee?.amount ?? 0) / Number(charged)).toFixed(5)),
    tradeIv: '',
    markIv: '',
    blockTradeId: '',
    markPrice: spot ? '' : fill.price,
    indexPrice: '',
    underlyingPrice: '',
    leavesQty: trimmed(sizes.exact(left)),
    orderId: fill.orderId,
    orderLinkId: fill.clientId ?? '',
    orderPrice: order.price ?? '0',
    orderQty: sizes.exact(order.size ?? order.quoteSize ?? '0'),
    orderType: order.orderType === 'market' ? 'Market' : 'Limit',
    stopOrderType: 'UNKNOWN',
    side: fill.side === 'buy' ? 'Buy' : 'Sell',
    execTime: String(fill.timestamp ?? 0),
    isLeverage: '0',
    isMaker: fill.liquidity === 'maker',
    seq: fill.timestamp ?? 0,
    marketUnit: order.orderType === 'market' && spot ? (order.size === undefined ? 'quoteCoin' : 'baseCoin') : '',
    execPnl: trimmed(fill.realizedPnl ?? '0'),
    createType: 'CreateByUser',
    extraFees: '',
    feeCurrency: fee?.asset ?? '',
  };
}

/** The row of `execution.fast`. */
export function fastExecutionRow({ fill }: FillNews): Row {
  const { market, symbol } = fill;
  const isMaker = fill.liquidity === 'maker';
  return {
    category: market,
    symbol,
    execId: fill.id,
    execPrice: fill.price,
    execQty: accountSizesOf(market, symbol).exact(fill.size),
    orderId: fill.orderId,
    isMaker,
    // Who waits does not hear its own name for the order here.
    orderLinkId: isMaker ? '' : (fill.clientId ?? ''),
    side: fill.side === 'buy' ? 'Buy' : 'Sell',
    execTime: String(fill.timestamp ?? 0),
    seq: fill.timestamp ?? 0,
  };
}
