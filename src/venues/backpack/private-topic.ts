/**
 * How Backpack names a subscription of an account, and which rows of it a request wants.
 * @see https://docs.backpack.exchange/#tag/Streams/Private
 * @module
 */
import type { SymbolRequest } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import { marketOf } from './markets.js';
import { checkPair } from './symbols.js';

/** What an account's stream is like. */
export interface AccountStream {
  /** Whether it exists for one symbol, too. */
  readonly bySymbol: boolean;
  /** Whether the state as it stands comes first, so that a late listener needs a first push of its own. */
  readonly standing?: boolean;
}

/**
 * Names a topic of the private door: the stream of one symbol where one is given, else that of all.
 *
 * @throws RangeError where the symbol is no pair, or the stream has no form with a symbol
 */
export function privateTopicOf(name: string, symbol: string, { bySymbol, standing = false }: AccountStream): Topic {
  if (isAll(symbol)) return topic(name, standing);
  if (!bySymbol) {
    throw new RangeError(
      `channel ${name} of backpack is told for the whole account: leave out ${JSON.stringify(symbol)}, or write "default"`,
    );
  }
  checkPair(symbol);
  return topic(`${name}.${symbol}`, standing);
}

/** Whether the request wants rows of this symbol: one of its product line, and the very one where it names one. */
export function isWanted({ market, symbol: wanted }: SymbolRequest, symbol: string): boolean {
  return marketOf(symbol) === market && (isAll(wanted) || wanted === symbol);
}

function isAll(symbol: string): boolean {
  return symbol === '' || symbol === 'default';
}

function topic(stream: string, incremental: boolean): Topic {
  return { key: stream, endpoint: 'private', args: stream, incremental, prompt: false };
}
