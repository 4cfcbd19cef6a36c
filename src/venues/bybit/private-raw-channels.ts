/**
 * Bybit's private channels under Bybit's own names, for `channel$`.
 * @module
 */
import * as z from 'zod';
import { markedMarkets, tradedMarkets } from './markets.js';
import type { MarkedMarket, TradedMarket } from './markets.js';
import { ExecutionWire, FastExecutionWire, OrderWire } from './private-order-schemas.js';
import type { ExecutionRowWire, FastExecutionRowWire, OrderRowWire } from './private-order-schemas.js';
import {
  DealWire,
  InquiryWire,
  OfferWire,
  SpreadExecutionWire,
  SpreadOrderWire,
  StrategyWire,
} from './private-rare-schemas.js';
import type {
  DealRowWire,
  InquiryRowWire,
  OfferRowWire,
  SpreadExecutionRowWire,
  SpreadOrderRowWire,
  StrategyRowWire,
} from './private-rare-schemas.js';
import { createPrivateRawChannel } from './private-raw-channel.js';
import type { PrivatePush, PrivateRawChannel } from './private-raw-channel.js';
import { GreeksWire, PositionWire, WalletWire, push } from './private-schemas.js';
import type { GreeksRowWire, PositionRowWire, WalletRowWire } from './private-schemas.js';
import { checkAll, isAll, isWanted } from './private-topic.js';
import type { CategoryRow } from './private-topic.js';

const pages = 'https://bybit-exchange.github.io/docs/v5';
const privatePages = `${pages}/websocket/private`;

/**
 * Every private channel under Bybit's own name. Orders, fills and positions are those of the request's market and, where it
 * names one, symbol; the others are told for the whole account.
 */
export const privateRawChannels = {
  wallet: ofAccount<TradedMarket, z.infer<typeof WalletRowWire>>(
    'wallet',
    `${privatePages}/wallet`,
    tradedMarkets,
    WalletWire,
  ),
  order: byCategory<TradedMarket, z.infer<typeof OrderRowWire>>(
    'order',
    `${privatePages}/order`,
    tradedMarkets,
    OrderWire,
  ),
  execution: byCategory<TradedMarket, z.infer<typeof ExecutionRowWire>>(
    'execution',
    `${privatePages}/execution`,
    tradedMarkets,
    ExecutionWire,
  ),
  'execution.fast': byCategory<TradedMarket, z.infer<typeof FastExecutionRowWire>>(
    'execution.fast',
    `${privatePages}/fast-execution`,
    tradedMarkets,
    FastExecutionWire,
  ),
  position: byCategory<MarkedMarket, z.infer<typeof PositionRowWire>>(
    'position',
    `${privatePages}/position`,
    markedMarkets,
    PositionWire,
  ),
  greeks: ofAccount<'option', z.infer<typeof GreeksRowWire>>('greeks', `${privatePages}/greek`, ['option'], GreeksWire),
  /** Tells nothing: that it is subscribed to is what keeps the account's orders from being cancelled. */
  dcp: createPrivateRawChannel<TradedMarket, unknown>({
    channel: 'dcp',
    docs: `${privatePages}/dcp`,
    markets: tradedMarkets,
    wire: push(z.unknown()),
    nameOf: ({ market, symbol }) => {
      checkAll('dcp', symbol);
      return `dcp.${market === 'spot' || market === 'option' ? market : 'future'}`;
    },
  }),
  strategy: createPrivateRawChannel<TradedMarket, z.infer<typeof StrategyRowWire>>({
    channel: 'strategy',
    docs: `${privatePages}/strategy`,
    markets: tradedMarkets,
    wire: StrategyWire,
    // Its categories are words of their own: rows of all markets come.
    wants: ({ symbol }, row) => isAll(symbol) || row.symbol === symbol,
  }),
  'spread.order': ofAccount<'spread', z.infer<typeof SpreadOrderRowWire>>(
    'spread.order',
    `${pages}/spread/websocket/private/order`,
    ['spread'],
    SpreadOrderWire,
  ),
  'spread.execution': ofAccount<'spread', z.infer<typeof SpreadExecutionRowWire>>(
    'spread.execution',
    `${pages}/spread/websocket/private/execution`,
    ['spread'],
    SpreadExecutionWire,
  ),
  'rfq.open.rfqs': ofAccount<'rfq', z.infer<typeof InquiryRowWire>>(
    'rfq.open.rfqs',
    `${pages}/rfq/websocket/private/inquiry`,
    ['rfq'],
    InquiryWire,
  ),
  'rfq.open.quotes': ofAccount<'rfq', z.infer<typeof OfferRowWire>>(
    'rfq.open.quotes',
    `${pages}/rfq/websocket/private/quote`,
    ['rfq'],
    OfferWire,
  ),
  'rfq.open.trades': ofAccount<'rfq', z.infer<typeof DealRowWire>>(
    'rfq.open.trades',
    `${pages}/rfq/websocket/private/transaction`,
    ['rfq'],
    DealWire,
  ),
};

function byCategory<M extends string, Row extends CategoryRow>(
  channel: string,
  docs: string,
  markets: readonly M[],
  wire: z.ZodType<PrivatePush<Row>>,
): PrivateRawChannel<M, Row> {
  return createPrivateRawChannel<M, Row>({ channel, docs, markets, wire, wants: isWanted });
}

function ofAccount<M extends string, Row>(
  channel: string,
  docs: string,
  markets: readonly M[],
  wire: z.ZodType<PrivatePush<Row>>,
): PrivateRawChannel<M, Row> {
  return createPrivateRawChannel<M, Row>({
    channel,
    docs,
    markets,
    wire,
    nameOf: ({ symbol }) => {
      checkAll(channel, symbol);
      return channel;
    },
  });
}
