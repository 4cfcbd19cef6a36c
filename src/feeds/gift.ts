/**
 * What one feed can be given of another one of its topic, so that coming late costs the venue nothing.
 * @module
 */
import type { Order, Orders, Position, Positions } from '../model/account.js';
import type { EventOf, Kind } from '../model/kinds.js';
import type { Ticker } from '../model/market.js';
import { pass, reducerOf } from './run.js';
import type { Run } from './run.js';

/** What all tell alike that are read from a ticker. */
const tickerKinds: ReadonlySet<Kind> = new Set<Kind>(['ticker', 'markPrice', 'openInterest', 'fundingRate']);

/** Goes on from what another feed of the same topic knows; tells whether there is such a one. */
export function catchUp<K extends Kind>(this: Run<K>): boolean {
  if (this.seeding !== undefined) return false;
  const { door, topic } = this.options;
  for (const peer of door.peers?.() ?? []) {
    if (peer === (this as unknown) || peer.options.topic.key !== topic.key || peer.phase !== 'live') continue;
    const gift = giftOf(peer, this) as EventOf<K> | undefined;
    if (gift === undefined) continue;
    this.context.receivedAt = peer.context.receivedAt;
    this.state = reducerOf(this)(undefined, gift);
    pass(this, this.state);
    return true;
  }
  return false;
}

function giftOf(peer: Run<Kind>, { context, options }: Run<Kind>): EventOf<Kind> | undefined {
  if (peer.context.market !== context.market) return undefined;
  const [from, to] = [peer.options.channel.kind, options.channel.kind];
  if (tickerKinds.has(from) && tickerKinds.has(to) && peer.context.symbol === context.symbol) return tickerOf(peer);
  return from === to ? rowsOf(peer, context.symbol) : undefined;
}

/** The ticker as it stands; undefined where a patch of it may be lost, or there is none. */
function tickerOf({ state }: Run<Kind>): Ticker | undefined {
  const held = (state ?? {}) as { readonly ticker?: unknown; readonly isDoubted?: boolean };
  const { ticker } = held;
  if (typeof ticker !== 'object' || ticker === null || held.isDoubted === true) return undefined;
  if ('type' in ticker) return ticker as Ticker;
  return tickerOf({ state: ticker } as unknown as Run<Kind>);
}

/** Who is told everything knows the part of it that one symbol is. */
function rowsOf({ context, options, state }: Run<Kind>, symbol: string): EventOf<Kind> | undefined {
  const { kind } = options.channel;
  if (!isAll(context.symbol) || (kind !== 'orders' && kind !== 'positions')) return undefined;
  const known = state?.known[0] as Orders | Positions | undefined;
  if (known === undefined) return undefined;
  const { venue, market, timestamp, receivedAt, open } = known;
  const rows = (Object.values(open) as readonly (Order | Position)[]).filter(
    row => isAll(symbol) || row.symbol === symbol,
  );
  const type = kind === 'orders' ? 'order-update' : 'position-update';
  return { type, venue, market, timestamp, receivedAt, whole: true, rows } as EventOf<Kind>;
}

function isAll(symbol: string): boolean {
  return symbol === '' || symbol === 'default';
}
