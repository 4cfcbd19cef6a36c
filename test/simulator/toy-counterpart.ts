/**
 * The other side of an exchange that exists in tests only: it says everything the simulator knows, as it is.
 */
import type { Batch, Counterpart, Heard, Listing, Utterance, Wish } from '../../src/contract/counterpart.js';
import { demoCredentials } from '../../src/simulator/index.js';

export const TOY_DOOR = '/toy';

/** Everything is tested at one symbol, or at two. */
export const toyListings: readonly Listing[] = (['BTC', 'ETH'] as const).flatMap(base =>
  (['spot', 'linear'] as const).map(market => ({
    ...({ market, symbol: base, base, quote: 'USDT', kind: market === 'spot' ? 'spot' : 'perpetual' } as const),
    ...{ price: base === 'BTC' ? 80_000 : 3_000, priceDecimals: 2, sizeDecimals: 4, sequence: '1000', tradeId: '1' },
  })),
);

const NO_RULES = { messages: undefined, requests: undefined, topics: undefined, bytes: undefined };

/** A wish by its key; its feed is what stands before the colon, its symbol what stands behind it. */
export function toyWish(key: string, more: Partial<Wish> = {}): Wish {
  const [feed = '', symbol = ''] = key.split(':');
  const rest = { market: 'linear', private: false, depth: undefined, interval: undefined, every: 0, ...more };
  return { key, symbol, feed: feed as Wish['feed'], ...rest };
}

/** One frame of the toy. */
export interface ToyFrame {
  readonly key?: string;
  readonly said?: Utterance;
  readonly answer?: string;
  readonly verdicts?: readonly string[];
  readonly reply?: Utterance | null;
  readonly ping?: string;
}

/** What a client of the toy says. */
export function toyText(op: string, ...keys: readonly string[]): string {
  return JSON.stringify({ op, keys });
}

/** Makes the toy. `wishes` says what is special about a wish, by its key. */
export function toyCounterpart(
  wishes: Readonly<Record<string, Partial<Wish>>> = {},
  more: Partial<Counterpart> = {},
): Counterpart {
  const wishOf = (key: string): Wish => toyWish(key, wishes[key]);
  const objection = { code: 1, message: 'no such thing' };
  return {
    id: 'toy',
    doors: { [TOY_DOOR]: { name: 'toy', private: false } },
    rules: {
      ...{ ...NO_RULES, silence: undefined, idle: undefined, lifetime: undefined },
      ...{ attempts: undefined, connections: undefined },
    },
    ...{
      defaultMarket: 'linear',
      listings: toyListings,
      lines: [],
      clockWindow: Infinity,
      closesAfterRefusal: undefined,
    },
    ...{ rest: {}, wrongMarket: 'unknown-symbol', immune: {}, bytesOf: () => 0 },
    hear(text): readonly Heard[] {
      const { op, keys } = JSON.parse(text) as { readonly op: string; readonly keys: readonly string[] };
      if (op === 'login') {
        const claim = { key: keys[0] ?? demoCredentials.apiKey, passphrase: undefined, at: 0, proves: () => true };
        return [{ type: 'login', claim, echo: undefined }];
      }
      if (op === 'pong') return [{ type: 'pong', echo: keys[0] ?? '' }];
      if (op === 'subscribe-all' || op === 'unsubscribe-all') {
        const parts = keys.map((key): Batch['parts'][number] =>
          key === '?' ? { type: 'mistake', objection, echo: key } : { type: 'wish', wish: wishOf(key), echo: key },
        );
        return [{ type: 'batch', op: op === 'subscribe-all' ? 'subscribe' : 'unsubscribe', parts, echo: op }];
      }
      return keys.map(key => ({ type: op as 'subscribe' | 'unsubscribe' | 'ask', wish: wishOf(key), echo: key }));
    },
    answer: (heard, verdict) => [JSON.stringify({ answer: heard.type, verdicts: [verdict] })],
    // All or nothing.
    answerBatch({ parts, op }, verdicts) {
      const good = parts.every((part, i) => part.type === 'wish' && verdicts[i] === 'granted');
      const told = verdicts.map((verdict, i) => (parts[i]?.type === 'wish' ? verdict : 'mistake'));
      return { frames: [JSON.stringify({ answer: op, verdicts: told })], follows: parts.map(() => good) };
    },
    reply: (_, utterance) => [JSON.stringify({ reply: utterance === undefined ? null : plain(utterance) })],
    warn: breach => [JSON.stringify({ answer: 'warning', verdicts: [breach] })],
    speak: ({ key }, utterance) => [JSON.stringify({ key, said: plain(utterance) })],
    candleAt: (_, time) => ({
      start: Math.floor(time / 60_000) * 60_000,
      end: (Math.floor(time / 60_000) + 1) * 60_000,
    }),
    ...more,
  };
}

/** Without the full book, which would be all there is to see. */
function plain(utterance: Utterance): Utterance {
  return utterance.type === 'book' ? { ...utterance, after: { bids: [], asks: [] } } : utterance;
}
