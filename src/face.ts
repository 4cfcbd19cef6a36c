/**
 * The names that Node and browsers share.
 * @module
 */
export { compareSequence } from './model/decimal.js';
export type { Decimal, Sequence } from './model/decimal.js';
export {
  ChecksumError,
  ConnectionError,
  CrossedError,
  DecodeError,
  FeedError,
  LoginError,
  RequestError,
  SchemaError,
  SequenceError,
  SilenceError,
  SubscriptionError,
} from './model/errors.js';
export type { FeedErrorCode, FeedErrorDetails } from './model/errors.js';
export type {
  Book,
  BookDelta,
  BookRow,
  BookSnapshot,
  Candle,
  CandleRow,
  CandleSnapshot,
  ChannelMessage,
  FundingRate,
  Level,
  LevelText,
  Liquidation,
  MarkPrice,
  OpenInterest,
  Quote,
  Side,
  Stamp,
  Ticker,
  TickerFields,
  TickerPatch,
  Trade,
} from './model/market.js';
export type {
  Balance,
  BalanceUpdate,
  Balances,
  Fee,
  Fill,
  Order,
  OrderStatus,
  OrderUpdate,
  Orders,
  Position,
  PositionUpdate,
  Positions,
  TimeInForce,
} from './model/account.js';
export type { Gap, GapReason } from './model/gap.js';
export type { EventOf, Kind, Kinds, ValueOf } from './model/kinds.js';
export type { CreateFeedsOptions } from './feeds/create-feeds.js';
export type {
  AccountFactory,
  AccountOptionsOf,
  ChannelFactory,
  ConnectOptions,
  CredentialsOf,
  Factory,
  Feeds,
  OptionsOf,
  Supporting,
  TradesFactory,
  Venues,
} from './feeds/feeds.js';
export type { Recovered } from './operators/backfill.js';
export type { TopicHealth, TopicName, TopicPhase, TopicStatus } from './feeds/topic-status.js';
export type { Mending, Phase, Problem, Status } from './session/session.js';
export type { Frame } from './contract/frame.js';
export { fetchHttp } from './transport/http.js';
export type { Http, HttpOptions } from './transport/http.js';
export type { Socket, Transport } from './transport/socket.js';
export { webTransport } from './transport/web-transport.js';
export type { WebTransportOptions } from './transport/web-transport.js';
export type { Backoff } from './operators/backoff.js';
export { venues } from './venues/index.js';
export type { VenueId } from './venues/index.js';
