/**
 * BGE's channels of the market as topics: which of them are asked for their state beside.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/_ws-public-v2.md
 * @module
 */
import type { SymbolRequest } from '../../contract/channel.js';
import type { FollowUp, Topic } from '../../contract/topic.js';
import { intervalOf } from './intervals.js';
import type { BgeInterval } from './intervals.js';
import { levelOf } from './levels.js';
import type { LevelChoice } from './levels.js';
import { isAll } from './symbols.js';
import type { BgeMarket } from './symbols.js';
import { requestText, topicOf } from './topic.js';
import type { BgeArgs, ZipChoice } from './topic.js';

/** What every channel of the market is asked for by. */
export type BgeRequest = SymbolRequest<BgeMarket> & ZipChoice;

/** The ticker: asked for once, then told as it changes. */
export function tickerTopic(request: BgeRequest): Topic {
  const args = argsOf('ticker', request);
  return topicOf(args, { incremental: false, prompt: true, followUp: requestText('req', args) });
}

/** New trades; none of before, and nothing where nobody trades. */
export function fillsTopic(request: BgeRequest): Topic {
  return topicOf(argsOf('fills', request), { incremental: false, prompt: false });
}

/** A book, whole each time, twice a second whether it changed or not. */
export function orderbookTopic(request: BgeRequest & LevelChoice): Topic {
  const args = argsOf('orderbook', request, levelOf(request));
  return topicOf(args, { incremental: false, prompt: true });
}

/** The grid of a depth chart, whole each time, twice a second whether it changed or not. */
export function percent10Topic(request: BgeRequest): Topic {
  return topicOf(argsOf('percent10', request), { incremental: false, prompt: true });
}

/** Candles: their history is asked for once, then the newest one is told as it changes. */
export function candlesTopic(request: BgeRequest & { readonly interval: BgeInterval }): Topic {
  const args = argsOf('candles', request, intervalOf(request.interval).theirs);
  return topicOf(args, { incremental: true, prompt: true, followUp: askHistory });
}

/** How many candles of the past are asked for. */
const HISTORY = 500;

/** BGE takes seconds. */
const askHistory: FollowUp = ({ args }, now) => {
  const asked = args as BgeArgs;
  const to = Math.floor(now / 1_000);
  return requestText('req', asked, { from: to - HISTORY * intervalOf(asked.interval ?? '').seconds, to });
};

function argsOf(type: string, { symbol, zip = false }: BgeRequest, interval?: string): BgeArgs {
  if (isAll(symbol)) throw new RangeError(`channel ${type} of bge is told by product: name one, like BTC_USDT`);
  return { biz: 'market', type, product: symbol, ...(interval === undefined ? {} : { interval }), zip };
}
