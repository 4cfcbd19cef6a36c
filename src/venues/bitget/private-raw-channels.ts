/**
 * Bitget's private channels under Bitget's own names, for `channel$`.
 * @module
 */
import type * as z from 'zod';
import { futuresMarkets, tradedMarkets } from './markets.js';
import type { FuturesMarket, TradedMarket } from './markets.js';
import { AlgoOrderWire, FillWire, MarginOrderWire, OrderWire } from './order-schemas.js';
import type { AlgoOrderRowWire, FillRowWire, MarginOrderRowWire, OrderRowWire } from './order-schemas.js';
import {
  AccountWire,
  AdlWire,
  ClosedPositionWire,
  CrossedAccountWire,
  EquityWire,
  IsolatedAccountWire,
  PositionWire,
} from './private-schemas.js';
import type {
  AccountRowWire,
  AdlRowWire,
  ClosedPositionRowWire,
  CrossedAccountRowWire,
  EquityRowWire,
  IsolatedAccountRowWire,
  PositionRowWire,
} from './private-schemas.js';
import { privateTopicOf } from './private-topic.js';
import type { PrivateChannel } from './private-topic.js';
import { createRawChannel } from './raw-channel.js';
import type { RawChannel, RawPush } from './raw-channel.js';

const pages = 'https://www.bitget.com/api-doc';
const marginMarkets = ['margin'] as const;

/** Every private channel under Bitget's own name; without a symbol, or with "default", it is asked for as a whole. */
export const privateRawChannels = {
  account: raw<TradedMarket, z.infer<typeof AccountRowWire>>(
    { channel: 'account', by: 'coin', standing: 'surely' },
    'spot/websocket/private/Account-Channel',
    tradedMarkets,
    AccountWire,
  ),
  orders: createRawChannel<TradedMarket, z.infer<typeof OrderRowWire>>({
    channel: 'orders',
    docs: `${pages}/spot/websocket/private/Order-Channel`,
    markets: tradedMarkets,
    wire: OrderWire,
    topic: request =>
      // On futures a symbol is refused, whatever the page says.
      privateTopicOf({ channel: 'orders', by: request.market === 'spot' ? 'any' : 'all', standing: 'never' }, request),
  }),
  'orders-algo': raw<TradedMarket, z.infer<typeof AlgoOrderRowWire>>(
    { channel: 'orders-algo', by: 'all', standing: 'never' },
    'contract/websocket/private/Plan-Order-Channel',
    tradedMarkets,
    AlgoOrderWire,
  ),
  fill: raw<TradedMarket, z.infer<typeof FillRowWire>>(
    { channel: 'fill', by: 'any', standing: 'never' },
    'spot/websocket/private/Fill-Channel',
    tradedMarkets,
    FillWire,
  ),
  positions: raw<FuturesMarket, z.infer<typeof PositionRowWire>>(
    { channel: 'positions', by: 'all', standing: 'surely' },
    'contract/websocket/private/Positions-Channel',
    futuresMarkets,
    PositionWire,
  ),
  'positions-history': raw<FuturesMarket, z.infer<typeof ClosedPositionRowWire>>(
    { channel: 'positions-history', by: 'all', standing: 'never' },
    'contract/websocket/private/History-Positions-Channel',
    futuresMarkets,
    ClosedPositionWire,
  ),
  equity: raw<FuturesMarket, z.infer<typeof EquityRowWire>>(
    { channel: 'equity', by: 'bare', standing: 'never' },
    'contract/websocket/private/Equity-Channel',
    futuresMarkets,
    EquityWire,
  ),
  'adl-noti': raw<FuturesMarket, z.infer<typeof AdlRowWire>>(
    { channel: 'adl-noti', by: 'all', standing: 'never' },
    'contract/websocket/private/ADL-Notification-Channel',
    futuresMarkets,
    AdlWire,
  ),
  'account-crossed': raw<'margin', z.infer<typeof CrossedAccountRowWire>>(
    { channel: 'account-crossed', by: 'coin', standing: 'perhaps' },
    'margin/cross/websocket/private/Margin-Cross-Account-Assets',
    marginMarkets,
    CrossedAccountWire,
  ),
  'account-isolated': raw<'margin', z.infer<typeof IsolatedAccountRowWire>>(
    { channel: 'account-isolated', by: 'coin', standing: 'perhaps' },
    'margin/isolated/websocket/private/Margin-isolated-account-assets',
    marginMarkets,
    IsolatedAccountWire,
  ),
  'orders-crossed': raw<'margin', z.infer<typeof MarginOrderRowWire>>(
    { channel: 'orders-crossed', by: 'symbol', standing: 'never' },
    'margin/cross/websocket/private/Cross-Orders',
    marginMarkets,
    MarginOrderWire,
  ),
  'orders-isolated': raw<'margin', z.infer<typeof MarginOrderRowWire>>(
    { channel: 'orders-isolated', by: 'symbol', standing: 'never' },
    'margin/isolated/websocket/private/Isolate-Orders',
    marginMarkets,
    MarginOrderWire,
  ),
};

function raw<M extends string, Row>(
  asked: PrivateChannel,
  page: string,
  markets: readonly M[],
  wire: z.ZodType<RawPush<Row>>,
): RawChannel<M, Row> {
  const { channel } = asked;
  return createRawChannel({
    channel,
    docs: `${pages}/${page}`,
    markets,
    wire,
    topic: request => privateTopicOf(asked, request),
  });
}
