/**
 * The account channels in the exchange's own words: the first push of balances is all, later ones bring what changed.
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Balance, Fee, Fill, Order } from '../../model/account.js';
import { isZeroDecimal, negateDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { accountStamp } from './account-stamp.js';
import { BalanceWire, OrderWire } from './schemas.js';
import type { BalanceRowWire, OrderRowWire } from './schemas.js';
import { isAll, plainSymbol } from './symbols.js';
import { timeOf } from './time.js';
import { officialPrivateTopic } from './topic.js';
import { orderTypeOf, statusOf, timeInForceOf } from './words.js';

const docs = 'https://bitgetlimited.github.io/apidoc/en/spot';

/** What is free of each asset; the exchange told no more than that. */
export const officialBalances = defineChannel({
  kind: 'balances',
  docs: `${docs}/#account-channel`,
  markets: ['spot'],
  topic: (_request: SymbolRequest<'spot'>) => officialPrivateTopic('account', '', { incremental: true, prompt: true }),
  wire: BalanceWire,
  normalise: ({ data, ts }, context) => {
    const timestamp = ts === undefined ? undefined : timeOf(ts, 'ts');
    const rows = data.map(row => balanceOf(row, timestamp, context));
    const { symbol } = context;
    // Every push says "snapshot", the first is all: each epoch begins empty, so that merging does for both.
    return [
      {
        type: 'balance-update',
        ...accountStamp(context, [{ timestamp }]),
        whole: false,
        rows: isAll(symbol) ? rows : rows.filter(({ asset }) => asset === symbol),
      },
    ];
  },
});

function balanceOf(
  row: z.infer<typeof BalanceRowWire>,
  timestamp: number | undefined,
  { venue, market, receivedAt }: ReadContext,
): Balance {
  return {
    type: 'balance',
    venue,
    market,
    timestamp,
    receivedAt,
    asset: row.coinName.toUpperCase(),
    total: undefined,
    available: decimalOf(row.available, 'available'),
    held: undefined,
    raw: row,
  };
}

type OrderRow = z.infer<typeof OrderRowWire>;

/** Orders and fills are of one channel. */
const ordersChannel = {
  docs: `${docs}/#order-channel`,
  markets: ['spot'],
  topic: ({ symbol }: SymbolRequest<'spot'>) =>
    officialPrivateTopic('orders', symbol, { incremental: false, prompt: false }),
  wire: OrderWire,
} as const;

/** Orders of one symbol or of all; nothing comes before the first change. */
export const officialOrders = defineChannel({
  kind: 'orders',
  ...ordersChannel,
  normalise: ({ data }, context) => {
    const rows = data.map(row => orderOf(row, context));
    return [{ type: 'order-update', ...accountStamp(context, rows), whole: false, rows }];
  },
});

function orderOf(row: OrderRow, context: ReadContext): Order {
  const orderType = orderTypeOf(row.ordType);
  const spends = orderType === 'market' && row.side === 'buy';
  const filled = decimalOf(row.accFillSz, 'accFillSz');
  const updatedAt = timeOf(row.uTime, 'uTime');
  return {
    type: 'order',
    venue: context.venue,
    market: context.market,
    symbol: plainSymbol(row.instId),
    timestamp: updatedAt,
    receivedAt: context.receivedAt,
    id: row.ordId,
    clientId: textIfAny(row.clOrdId),
    side: row.side,
    orderType,
    price: orderType === 'market' ? undefined : decimalIfAny(row.px, 'px'),
    size: spends ? undefined : decimalOf(row.sz, 'sz'),
    quoteSize: spends ? (decimalIfAny(row.notional, 'notional') ?? decimalOf(row.sz, 'sz')) : undefined,
    filled,
    averagePrice: isZeroDecimal(filled) ? undefined : decimalIfAny(row.avgPx, 'avgPx'),
    status: statusOf(row.status),
    timeInForce: timeInForceOf(row.force),
    reduceOnly: undefined,
    positionSide: undefined,
    fees: (row.orderFee ?? []).flatMap(({ feeCcy, fee }) => feesOf(feeCcy, decimalIfAny(fee, 'fee'))),
    createdAt: row.cTime === undefined ? undefined : timeOf(row.cTime, 'cTime'),
    updatedAt,
    raw: row,
  };
}

/** The fills that the orders' pushes carry: each push has the latest one, where there is one. */
export const officialFills = defineChannel({
  kind: 'fills',
  ...ordersChannel,
  normalise: ({ data }, context) => data.flatMap(row => fillsOf(row, context)),
});

function fillsOf(row: OrderRow, context: ReadContext): readonly Fill[] {
  const id = textIfAny(row.tradeId);
  const size = decimalIfAny(row.fillSz, 'fillSz');
  if (id === undefined || size === undefined || isZeroDecimal(size)) return [];
  return [
    {
      type: 'fill',
      venue: context.venue,
      market: context.market,
      symbol: plainSymbol(row.instId),
      timestamp: timeOf(row.fillTime ?? row.uTime, 'fillTime'),
      receivedAt: context.receivedAt,
      id,
      orderId: row.ordId,
      clientId: textIfAny(row.clOrdId),
      side: row.side,
      price: decimalOf(row.fillPx ?? '', 'fillPx'),
      size,
      value: undefined,
      liquidity: liquidityOf(row.execType),
      fees: feesOf(row.fillFeeCcy ?? '', decimalIfAny(row.fillFee, 'fillFee')),
      realizedPnl: undefined,
      raw: row,
    },
  ];
}

/** The exchange writes what is paid as negative, and a zero in the row of an order without a fill. */
function feesOf(asset: string, fee: Decimal | undefined): readonly Fee[] {
  return asset === '' || fee === undefined || isZeroDecimal(fee) ? [] : [{ asset, amount: negateDecimal(fee) }];
}

function liquidityOf(word: string | undefined): 'maker' | 'taker' | undefined {
  return word === 'M' ? 'maker' : word === 'T' ? 'taker' : undefined;
}

function textIfAny(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
