/**
 * A venue: a table of pure data and functions.
 * @module
 */
import type { Kind } from '../model/kinds.js';
import type { Channel } from './channel.js';
import type { Credentials, Protocol } from './protocol.js';

/** One of a venue's doors. */
export interface Endpoint {
  readonly url: string;
  /** Whether a login comes first. */
  readonly private: boolean;
  /** The protocol of this door, where it is not the venue's. */
  readonly protocol?: Protocol;
}

/** One key of an account: its name in {@link Protocol.login}'s context, and in the environment. */
export interface CredentialField {
  readonly name: string;
  /** The environment variable that the command line reads. */
  readonly variable: string;
  /** Another variable, which is read where that one is not set. */
  readonly fallback?: string;
}

/** Where the venue tells its time, to correct our clock by. */
export interface ServerTime {
  /** An address of its REST interface; `restUrl` replaces the origin. */
  readonly url: string;
  /** The time out of the parsed answer, ms since the epoch; undefined where the answer is none. */
  read(body: unknown): number | undefined;
}

/** Where the venue tells which symbols it has. */
export interface SymbolList {
  /** An address of its REST interface; `restUrl` replaces the origin. */
  readonly url: string;
  /** The symbols out of the parsed answer, in the venue's spelling; undefined where the answer is none. */
  read(body: unknown): readonly string[] | undefined;
}

/** What the requests of a venue can choose beside market, depth and interval: "dialect". */
export interface RequestOption {
  /** The name of the field in the request, and of the command line's option. */
  readonly name: string;
  /** What may be chosen; the first one is the default. */
  readonly values: readonly (string | boolean)[];
  /** What it decides, in half a sentence. */
  readonly about: string;
}

/** The normalised kinds of a venue. */
export type Channels = { readonly [K in Exclude<Kind, 'channel'>]?: Channel<K> };

/** The venue's own channels by the venue's names. */
export type RawChannels = Readonly<Record<string, Channel<'channel'>>>;

/**
 * Other hosts of a venue's doors, by name: one origin for all doors, or one per door, where the doors that are not named
 * stay where they are.
 */
export type Hosts = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** Where a symbol stands: what the user wrote, taken apart. */
export interface Instrument {
  readonly symbol: string;
  /** The market that the spelling itself tells ("BTCUSDT_UMCBL"); undefined where it tells none. */
  readonly market: string | undefined;
}

/** An exchange, in one version of its interface. */
export interface Venue<
  M extends string = string,
  D extends M = M,
  C extends Channels = Channels,
  W extends RawChannels = RawChannels,
  H extends Hosts = Hosts,
  K extends readonly CredentialField[] = readonly CredentialField[],
> {
  readonly id: string;
  readonly name: string;
  /** The venue's page. */
  readonly docs: string;
  readonly markets: readonly M[];
  /** The market of a call that names none. */
  readonly defaultMarket: D;
  /** Other hosts of the same doors, by name: "demo". */
  readonly hosts: H;
  readonly endpoints: Readonly<Record<string, Endpoint>>;
  readonly protocol: Protocol;
  /** The keys that a login needs; absent where the venue has no private doors. */
  readonly credentials?: K;
  /** Says at once what is wrong with keys by themselves; throws `RangeError` in one sentence that shows none of them. */
  checkCredentials?(credentials: Credentials): void;
  readonly serverTime?: ServerTime;
  /** Present where the venue may be silent about symbols that it does not have. */
  readonly symbolList?: SymbolList;
  readonly options?: readonly RequestOption[];
  readonly channels: C;
  readonly raw: W;
  /** Reads a symbol as users write it: old spellings, lower case. Throws `RangeError` at what can be no symbol. */
  instrument(text: string): Instrument;
}

/** Gives a venue's table its exact type. */
export function defineVenue<
  const M extends string,
  const D extends M,
  const C extends Channels,
  const W extends RawChannels,
  const H extends Hosts,
  const K extends readonly CredentialField[],
>(venue: Venue<M, D, C, W, H, K>): Venue<M, D, C, W, H, K> & { readonly credentials?: K } {
  return venue;
}
