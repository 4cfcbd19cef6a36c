/**
 * How the stream names a subscription: the name in our requests is the one on every push.
 * @module
 */
import type { SymbolRequest } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import { isAll } from './symbols.js';

/**
 * Names a topic of the market. Every push is whole, so that nobody needs a first one of his own.
 *
 * @param name - the venue's name without the symbol: "orderbook.40"
 * @param prompt - whether there is a state to be told at once; trades have none
 * @throws RangeError where no symbol is named
 */
export function publicTopic(name: string, { symbol }: SymbolRequest, prompt: boolean): Topic {
  if (isAll(symbol)) {
    throw new RangeError(`topic ${name} of bybit-spot-v3 is told by symbol: name one, like BTCUSDT`);
  }
  const key = `${name}.${symbol}`;
  return { key, endpoint: 'public', args: key, incremental: false, prompt };
}

/** Names a topic of an account, which is of all symbols. Nothing comes before the first change. */
export function privateTopic(name: string): Topic {
  return { key: name, endpoint: 'private', args: name, incremental: false, prompt: false };
}

/**
 * Checks that a request is for all symbols, where nothing tells the rows of one from those of another.
 *
 * @throws RangeError where it names one
 */
export function onlyAll(name: string, { symbol }: SymbolRequest): void {
  if (isAll(symbol)) return;
  throw new RangeError(
    `topic ${name} of bybit-spot-v3 is told for the whole account: write "default", not ${JSON.stringify(symbol)}`,
  );
}

/** Whether the request wants rows of this symbol. */
export function isWanted({ symbol: wanted }: SymbolRequest, symbol: string): boolean {
  return isAll(wanted) || wanted === symbol;
}
