/**
 * BGE's channels of an account as topics.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/_ws-private-v2.md
 * @module
 */
import type { Topic } from '../../contract/topic.js';
import type { BgeRequest } from './public-topic.js';
import { allProducts, isAll } from './symbols.js';
import { requestText, topicOf } from './topic.js';

/**
 * The two currencies of a product: asked for once, then told as they change.
 *
 * @throws RangeError where no product is named
 */
export function assetsTopic({ symbol, zip = false }: BgeRequest): Topic {
  if (isAll(symbol)) {
    throw new RangeError('channel assets of bge tells the two currencies of a product: name one, like BTC_USDT');
  }
  const args = { biz: 'exchange', type: 'assets', product: symbol, zip } as const;
  return topicOf(args, { incremental: true, prompt: true, followUp: requestText('req', args) });
}

/** The orders of a product: the open ones asked for once, then told as they change. Of all products changes are told only. */
export function ordersTopic({ symbol, zip = false }: BgeRequest): Topic {
  const product = isAll(symbol) ? allProducts : symbol;
  const args = { biz: 'exchange', type: 'orders', product, zip } as const;
  if (product === allProducts) return topicOf(args, { incremental: false, prompt: false });
  return topicOf(args, { incremental: true, prompt: true, followUp: requestText('req', args) });
}
