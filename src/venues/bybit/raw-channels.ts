/**
 * Bybit's public channels under Bybit's own names, for `channel$`.
 * @module
 */
import type * as z from 'zod';
import type { SymbolRequest } from '../../contract/channel.js';
import { candleMarkets, contractMarkets, intervalWords, isPatched, tradedMarkets } from './markets.js';
import type { BybitMarket } from './markets.js';
import { createRawChannel } from './raw-channel.js';
import type { RawChannel, RawPush } from './raw-channel.js';
import {
  AdlAlertWire,
  InsuranceWire,
  NetValueWire,
  OldLiquidationWire,
  PriceLimitWire,
  RfqTradesWire,
  RpiBookWire,
  SystemStatusWire,
  TokenCandleWire,
} from './raw-schemas.js';
import { BookWire, CandleWire, LiquidationWire, TickerWire, TradeWire } from './schemas.js';
import type { BookRowWire, CandleRowWire } from './schemas.js';
import type { TokenCandleRowWire } from './raw-schemas.js';
import { topicOf } from './topic.js';
import type { TopicHabits } from './topic.js';

const docs = 'https://bybit-exchange.github.io/docs/v5';

/** Later pushes change what the first one told. */
const changing: TopicHabits = { incremental: true, prompt: true };
/** Each push stands for itself, and the first one comes at once. */
const prompt: TopicHabits = { incremental: false, prompt: true };
/** Each push stands for itself, and comes when it comes. */
const loose: TopicHabits = { incremental: false, prompt: false };
/** Changes only, from which nobody can tell a lost one. */
const changesOnly: TopicHabits = { incremental: true, prompt: false };

/** `nameOf` is for channels that are not named after the symbol. */
function raw<M extends BybitMarket, Row extends object>(
  channel: string,
  page: string,
  markets: readonly M[],
  wire: z.ZodType<RawPush<Row>>,
  habits: TopicHabits | ((market: M) => TopicHabits),
  nameOf: (request: SymbolRequest<M>) => string = ({ symbol }) => `${channel}.${symbol}`,
): RawChannel<M, Row> {
  const topic = (request: SymbolRequest<M>) =>
    topicOf(request.market, nameOf(request), typeof habits === 'function' ? habits(request.market) : habits);
  return createRawChannel({ channel, docs: `${docs}${page}`, markets, wire, topic });
}

const book = <M extends BybitMarket>(
  depth: number,
  markets: readonly M[],
): RawChannel<M, z.infer<typeof BookRowWire>> =>
  raw(`orderbook.${depth}`, '/websocket/public/orderbook', markets, BookWire, changing);

type Candles<Family extends string, M extends string, Row> = Readonly<
  Record<`${Family}.${(typeof intervalWords)[number][1]}`, RawChannel<M, Row>>
>;

function candlesOf<Family extends string, M extends BybitMarket, Row extends object>(
  family: Family,
  page: string,
  markets: readonly M[],
  wire: z.ZodType<RawPush<Row>>,
): Candles<Family, M, Row> {
  const all = intervalWords.map(([, theirs]) => {
    const channel = `${family}.${theirs}`;
    return [channel, raw(channel, page, markets, wire, changesOnly)] as const;
  });
  return Object.fromEntries(all) as Candles<Family, M, Row>;
}

/** Pools are named after their coin, but for one that is for all of inverse, in small letters. */
const poolOf =
  (channel: string) =>
  ({ symbol }: SymbolRequest): string =>
    `${channel}.${symbol === 'INVERSE' ? 'inverse' : symbol}`;

/** Every public channel under Bybit's own name. */
export const rawChannels = {
  'orderbook.1': book(1, candleMarkets),
  'orderbook.25': book(25, ['option', 'spread'] as const),
  'orderbook.50': book(50, candleMarkets),
  'orderbook.100': book(100, ['option'] as const),
  'orderbook.200': book(200, candleMarkets),
  /** Retired in September 2025. */
  'orderbook.500': book(500, contractMarkets),
  'orderbook.1000': book(1000, candleMarkets),
  'orderbook.rpi': raw('orderbook.rpi', '/websocket/public/orderbook-rpi', candleMarkets, RpiBookWire, changing),
  /** Changes of a book whose first state is told over HTTP only. */
  'orderbook.full': raw('orderbook.full', '/websocket/public/full-ob', candleMarkets, BookWire, changesOnly),
  publicTrade: raw(
    'publicTrade',
    '/websocket/public/trade',
    [...tradedMarkets, 'spread'] as const,
    TradeWire,
    loose,
    // Options are told by base coin.
    ({ market, symbol }) => `publicTrade.${market === 'option' ? (symbol.split('-')[0] ?? symbol) : symbol}`,
  ),
  tickers: raw('tickers', '/websocket/public/ticker', [...tradedMarkets, 'spread'] as const, TickerWire, market =>
    isPatched(market) ? changing : prompt,
  ),
  ...candlesOf<'kline', (typeof candleMarkets)[number], z.infer<typeof CandleRowWire>>(
    'kline',
    '/websocket/public/kline',
    candleMarkets,
    CandleWire,
  ),
  allLiquidation: raw('allLiquidation', '/websocket/public/all-liquidation', contractMarkets, LiquidationWire, loose),
  /** Retired in November 2025. */
  liquidation: raw('liquidation', '/websocket/public/all-liquidation', contractMarkets, OldLiquidationWire, loose),
  /** Of the pools `USDT` and `USDC` (linear) and `inverse`. */
  insurance: raw(
    'insurance',
    '/websocket/public/insurance-pool',
    contractMarkets,
    InsuranceWire,
    changesOnly,
    poolOf('insurance'),
  ),
  priceLimit: raw('priceLimit', '/websocket/public/order-price-limit', candleMarkets, PriceLimitWire, loose),
  /** Of the pools `USDT` and `USDC` (linear) and `inverse`. */
  adlAlert: raw('adlAlert', '/websocket/public/adl-alert', contractMarkets, AdlAlertWire, loose, poolOf('adlAlert')),
  'system.status': raw(
    'system.status',
    '/websocket/system/system-status',
    ['status'] as const,
    SystemStatusWire,
    loose,
    () => 'system.status',
  ),
  'rfq.open.public.trades': raw(
    'rfq.open.public.trades',
    '/rfq/websocket/public/public-transaction',
    ['rfq'] as const,
    RfqTradesWire,
    loose,
    () => 'rfq.open.public.trades',
  ),
  /** Leveraged tokens: retired in July 2025. */
  lt: raw('lt', '/websocket/public/etp-nav', ['spot'] as const, NetValueWire, loose),
  tickers_lt: raw('tickers_lt', '/websocket/public/etp-ticker', ['spot'] as const, TickerWire, loose),
  ...candlesOf<'kline_lt', 'spot', z.infer<typeof TokenCandleRowWire>>(
    'kline_lt',
    '/websocket/public/etp-kline',
    ['spot'],
    TokenCandleWire,
  ),
};
