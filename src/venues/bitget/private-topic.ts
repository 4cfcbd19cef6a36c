/**
 * How Bitget names a subscription of an account.
 * @see https://www.bitget.com/api-doc/common/websocket-intro
 * @module
 */
import type { SymbolRequest } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import { instTypeOf, keyOf } from './topic.js';

/**
 * What a channel of an account is asked for by: `coin` and `all` the whole by `coin` or `instId`, `bare` the whole by
 * nothing at all, `symbol` one symbol, `any` one symbol or all of them.
 */
export type AskedBy = 'coin' | 'all' | 'bare' | 'symbol' | 'any';

/** A channel of an account as it is asked for. */
export interface PrivateChannel {
  readonly channel: string;
  readonly by: AskedBy;
  /** When the state as it stands is told: surely, as soon as Bitget has accepted; perhaps; never, but changes alone. */
  readonly standing: 'surely' | 'perhaps' | 'never';
}

/**
 * Names a topic of the private door.
 *
 * @throws RangeError where the market is none of Bitget's, or the channel wants a symbol and has none, or the reverse
 */
export function privateTopicOf({ channel, by, standing }: PrivateChannel, { market, symbol }: SymbolRequest): Topic {
  const args = { instType: instTypeOf(market), channel, ...nameOf(channel, by, symbol) };
  return {
    key: keyOf(args),
    endpoint: 'private',
    args,
    incremental: standing !== 'never',
    prompt: standing === 'surely',
  };
}

/** Whether the request wants rows of this symbol; `''` and Bitget's own `default` want all. */
export function isWanted({ symbol: wanted }: SymbolRequest, symbol: string): boolean {
  return isAll(wanted) || wanted === symbol;
}

function isAll(symbol: string): boolean {
  return symbol === '' || symbol === 'default';
}

function nameOf(channel: string, by: AskedBy, symbol: string): { readonly instId?: string; readonly coin?: string } {
  if (by === 'symbol' && isAll(symbol)) {
    throw new RangeError(`channel ${channel} of bitget is told by symbol: name one, like BTCUSDT`);
  }
  if (by === 'symbol' || by === 'any') return { instId: isAll(symbol) ? 'default' : symbol };
  if (!isAll(symbol)) {
    throw new RangeError(
      `channel ${channel} of bitget is told for all symbols together: write "default", not ${JSON.stringify(symbol)}`,
    );
  }
  if (by === 'bare') return {};
  return by === 'coin' ? { coin: 'default' } : { instId: 'default' };
}
