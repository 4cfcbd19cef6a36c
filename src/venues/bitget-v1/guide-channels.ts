/**
 * The account channels in the guide's dialect: a snapshot begins anew, an update merges.
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Balance, Fill, Order, Position } from '../../model/account.js';
import { absDecimal, addDecimal, compareDecimal, isZeroDecimal, subtractDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { accountStamp } from './account-stamp.js';
import type { GuideRequest } from './dialect.js';
import { onlyDialect } from './dialect.js';
import { GuideBalanceWire, GuideFillWire, GuideOrderWire, GuidePositionWire } from './guide-schemas.js';
import type {
  GuideBalanceRowWire,
  GuideFillRowWire,
  GuideOrderRowWire,
  GuidePositionRowWire,
} from './guide-schemas.js';
import { isAll } from './symbols.js';
import { timeOf } from './time.js';
import { guideTopic } from './topic.js';
import { orderTypeOf, statusOf } from './words.js';

const docs = 'https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api';

/** What the account holds; the channel takes no symbol, so one asset is picked out here. */
export const guideBalances = defineChannel({
  kind: 'balances',
  docs,
  markets: ['spot'],
  topic: (_request: SymbolRequest<'spot'>) => guideTopic('account', 'SPOT', '', { incremental: true, prompt: true }),
  wire: GuideBalanceWire,
  normalise: ({ action, data }, context) => {
    const rows = data.map(row => balanceOf(row, context));
    const { symbol } = context;
    return [
      {
        type: 'balance-update',
        ...accountStamp(context, rows),
        whole: action === 'snapshot',
        rows: isAll(symbol) ? rows : rows.filter(({ asset }) => asset === symbol),
      },
    ];
  },
});

function balanceOf(row: z.infer<typeof GuideBalanceRowWire>, context: ReadContext): Balance {
  const available = decimalOf(row.available, 'available');
  const held = addDecimal(decimalOf(row.frozen, 'frozen'), decimalOf(row.locked, 'locked'));
  return {
    type: 'balance',
    venue: context.venue,
    market: context.market,
    timestamp: timeOf(row.timestamp, 'timestamp'),
    receivedAt: context.receivedAt,
    asset: row.coinId.toUpperCase(),
    total: addDecimal(available, held),
    available,
    held,
    raw: row,
  };
}

/** Orders of one symbol or of all; nothing comes before the first change. */
export const guideOrders = defineChannel({
  kind: 'orders',
  docs,
  markets: ['spot'],
  topic: ({ symbol }: SymbolRequest<'spot'>) =>
    guideTopic('orders', 'SPOT', symbol, { incremental: false, prompt: false }),
  wire: GuideOrderWire,
  normalise: ({ action, data }, context) => {
    const rows = data.map(row => orderOf(row, context));
    return [{ type: 'order-update', ...accountStamp(context, rows), whole: action === 'snapshot', rows }];
  },
});

function orderOf(row: z.infer<typeof GuideOrderRowWire>, context: ReadContext): Order {
  const size = decimalOf(row.quantity, 'quantity');
  const filled = subtractDecimal(size, decimalOf(row.remainingQuantity, 'remainingQuantity'));
  const updatedAt = timeOf(row.timestamp, 'timestamp');
  const orderType = orderTypeOf(row.orderType);
  return {
    type: 'order',
    venue: context.venue,
    market: context.market,
    symbol: row.symbol,
    timestamp: updatedAt,
    receivedAt: context.receivedAt,
    id: row.orderId,
    clientId: undefined,
    side: row.side,
    orderType,
    price: orderType === 'market' ? undefined : decimalIfAny(row.price, 'price'),
    size,
    quoteSize: undefined,
    filled,
    averagePrice: undefined,
    status: statusOf(row.status),
    timeInForce: undefined,
    reduceOnly: undefined,
    positionSide: undefined,
    fees: [],
    createdAt: undefined,
    updatedAt,
    raw: row,
  };
}

/** Trades of one symbol or of all. */
export const guideFills = defineChannel({
  kind: 'fills',
  docs,
  markets: ['spot'],
  topic: ({ symbol }: SymbolRequest<'spot'>) =>
    guideTopic('trades', 'SPOT', symbol, { incremental: false, prompt: false }),
  wire: GuideFillWire,
  normalise: ({ data }, context) => data.map(row => fillOf(row, context)),
});

function fillOf(row: z.infer<typeof GuideFillRowWire>, context: ReadContext): Fill {
  return {
    type: 'fill',
    venue: context.venue,
    market: context.market,
    symbol: row.symbol,
    timestamp: timeOf(row.timestamp, 'timestamp'),
    receivedAt: context.receivedAt,
    id: row.tradeId,
    orderId: row.orderId,
    clientId: undefined,
    side: row.side,
    price: decimalOf(row.price, 'price'),
    size: decimalOf(row.quantity, 'quantity'),
    value: undefined,
    liquidity: undefined,
    fees: [{ asset: row.feeCurrency, amount: decimalOf(row.fee, 'fee') }],
    realizedPnl: undefined,
    raw: row,
  };
}

/** Margin positions of one symbol or of all; a snapshot holds all that are open. */
export const guidePositions = defineChannel({
  kind: 'positions',
  docs,
  markets: ['margin'],
  topic: ({ symbol, dialect }: GuideRequest<'margin'>) => {
    onlyDialect('guide', 'positions', dialect);
    return guideTopic('positions', 'MARGIN', symbol, { incremental: false, prompt: true });
  },
  wire: GuidePositionWire,
  normalise: ({ action, data }, context) => {
    const rows = data.map(row => positionOf(row, context));
    return [{ type: 'position-update', ...accountStamp(context, rows), whole: action === 'snapshot', rows }];
  },
});

function positionOf(row: z.infer<typeof GuidePositionRowWire>, context: ReadContext): Position {
  const amount = decimalOf(row.positionAmt, 'positionAmt');
  const timestamp = timeOf(row.timestamp, 'timestamp');
  return {
    type: 'position',
    venue: context.venue,
    market: context.market,
    symbol: row.symbol,
    timestamp,
    receivedAt: context.receivedAt,
    side: compareDecimal(amount, '0') < 0 ? 'short' : 'long',
    size: absDecimal(amount),
    available: undefined,
    entryPrice: decimalIfAny(row.entryPrice, 'entryPrice'),
    markPrice: decimalIfAny(row.markPrice, 'markPrice'),
    liquidationPrice: priceIfAny(row.liquidationPrice, 'liquidationPrice'),
    leverage: decimalIfAny(row.leverage, 'leverage'),
    marginMode: marginModeOf(row.marginType),
    marginAsset: undefined,
    margin: undefined,
    unrealizedPnl: decimalIfAny(row.unRealizedProfit, 'unRealizedProfit'),
    realizedPnl: undefined,
    createdAt: undefined,
    updatedAt: timestamp,
    raw: row,
  };
}

/** Nothing is liquidated at zero: the venue has no price to tell. */
function priceIfAny(text: string, name: string): Decimal | undefined {
  const price = decimalIfAny(text, name);
  return price === undefined || isZeroDecimal(price) ? undefined : price;
}

function marginModeOf(word: string): 'cross' | 'isolated' {
  const lower = word.toLowerCase();
  if (lower === 'isolated') return lower;
  if (lower === 'cross' || lower === 'crossed') return 'cross';
  throw new RangeError(`marginType is ${JSON.stringify(word)}, not one of isolated, cross, crossed`);
}
