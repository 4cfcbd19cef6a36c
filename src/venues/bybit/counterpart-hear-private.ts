/**
 * What Bybit's private socket makes of a login and of its topics.
 *
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect#authentication
 * @module
 */
import type { AccountFeed } from '../../contract/account-news.js';
import type { LoginClaim, Wish } from '../../contract/counterpart.js';
import { hmacSha256 } from '../../wire/sign.js';

/** How far ahead the end of a login may be; no limit is documented. */
export const LOGIN_HORIZON = 10 * 365 * 86_400_000;

/** The private topics that may have a category behind them, and what they tell. */
const CATEGORISED: Readonly<Record<string, { readonly feed: AccountFeed; readonly categories: readonly string[] }>> = {
  order: { feed: 'orders', categories: ['spot', 'linear', 'inverse', 'option'] },
  execution: { feed: 'fills', categories: ['spot', 'linear', 'inverse', 'option'] },
  'execution.fast': { feed: 'fills', categories: ['spot', 'linear', 'inverse', 'option'] },
  position: { feed: 'positions', categories: ['linear', 'inverse', 'option'] },
};

/** Topics that never have anything to say here. */
const SILENT: ReadonlySet<string> = new Set([
  ...['greeks', 'strategy', 'dcp.future', 'dcp.spot', 'dcp.option', 'spread.order', 'spread.execution'],
  ...['rfq.open.rfqs', 'rfq.open.quotes', 'rfq.open.trades'],
]);

/** Reads a private topic; undefined where there is no such thing. */
export function hearPrivate(topic: string): Wish | undefined {
  const base = { private: true, symbol: '', depth: undefined, interval: undefined, every: 0 };
  const wish = (feed: AccountFeed, market: string): Wish => ({ key: `private:${topic}`, market, feed, ...base });
  if (topic === 'wallet') return wish('balances', '');
  if (SILENT.has(topic)) return wish('other', '');
  const { head, category } = takenApart(topic);
  const offered = Object.hasOwn(CATEGORISED, head) ? CATEGORISED[head] : undefined;
  if (offered === undefined) return undefined;
  if (category === undefined) return wish(offered.feed, '');
  if (!offered.categories.includes(category)) return undefined;
  // The simulated account trades no options.
  return category === 'option' ? wish('other', '') : wish(offered.feed, category);
}

/** Whether both forms of one topic are among them, the one for all categories and the one for some. */
export function areMixed(topics: readonly string[]): boolean {
  const parts = topics.map(takenApart);
  return parts.some(({ head, category }) =>
    parts.some(other => other.head === head && (category === undefined) !== (other.category === undefined)),
  );
}

/** Reads the arguments of a login; undefined where they are none. */
export function claimOf(args: unknown): LoginClaim | undefined {
  if (!Array.isArray(args) || args.length !== 3) return undefined;
  const [key, expires, signature] = args as readonly unknown[];
  const end = typeof expires === 'number' || typeof expires === 'string' ? String(expires) : '';
  if (typeof key !== 'string' || typeof signature !== 'string' || !/^\d+$/.test(end)) return undefined;
  return {
    key,
    passphrase: undefined,
    // A login names its end, which must be ahead: that is a moment in the middle of a window that begins now.
    at: Number(end) - 1 - LOGIN_HORIZON,
    proves: secret => hmacSha256(secret, `GET/realtime${end}`, 'hex') === signature,
  };
}

function takenApart(topic: string): { readonly head: string; readonly category: string | undefined } {
  if (topic === 'execution.fast') return { head: topic, category: undefined };
  const dot = topic.lastIndexOf('.');
  return dot === -1
    ? { head: topic, category: undefined }
    : { head: topic.slice(0, dot), category: topic.slice(dot + 1) };
}
