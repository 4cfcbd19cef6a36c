/**
 * The questions that a venue's protocol answers.
 * @module
 */
import type { Frame } from './frame.js';
import type { Inbound } from './inbound.js';
import type { Topic } from './topic.js';

/** At most so many in so long. */
export interface Window {
  readonly messages: number;
  /** ms */
  readonly per: number;
}

/** What the venue bears, as we keep it: a little under what it documents. */
export interface Limits {
  /** Every message counts, pings included. */
  readonly messages: readonly Window[];
  /** Only requests to subscribe and unsubscribe count. */
  readonly requests: readonly Window[];
  /** Attempts to connect, for all connections to one host together. */
  readonly connections: readonly Window[];
  readonly topicsPerMessage: number;
  /** Length of a whole request frame in bytes. */
  readonly bytesPerMessage: number;
  /** How many topics share one connection before another is opened. */
  readonly topicsPerConnection: number;
  /** How long the names of all topics of one connection may be together, in characters of JSON; absent: as they like. */
  readonly charactersPerConnection?: number;
  /** How often one topic may be begun anew: a topic that cannot be mended must not use up the requests of all. */
  readonly resyncs: readonly Window[];
}

/** Who keeps the connection alive, and how. */
export interface Heartbeat {
  /** We ping every so many ms; undefined where the server does it. */
  readonly every: number | undefined;
  /** The text of our ping, or what makes it of our clock (ms since the epoch). */
  readonly text: string | ((now: number) => string) | undefined;
  /**
   * Whether our ping is that of the WebSocket protocol itself; `text` is undefined then. Browsers cannot send it: there such
   * a connection is not watched.
   */
  readonly byProtocol?: true;
  /** So many ms after a ping without any frame, the connection is dead. */
  readonly patience: number;
  /** So many ms without any frame, whoever pings, the connection is dead; absent: not watched. */
  readonly silence?: number;
}

/** How a lost connection is made anew; what is missing is as everywhere. */
export interface Reconnection {
  /** ms before the first attempt. */
  readonly base?: number;
  /** Each delay is so many times the last. */
  readonly factor?: number;
  /** The longest delay, ms. */
  readonly cap?: number;
  /** 1: anywhere between the floor and the delay; 0: the delay itself. */
  readonly jitter?: number;
  readonly maxAttempts?: number;
}

/** What a signature is made from. */
export interface LoginContext {
  /** The venue's clock as far as we know it, ms since the epoch. */
  readonly now: number;
  /** By the names of {@link Protocol.credentials}. */
  readonly credentials: Credentials;
}

/** What a request may be made of, beside its topics. */
export interface RequestContext {
  /** Counts the requests of a connection from 1, as text: what the venue repeats in its answer. */
  readonly id: string;
  /** The venue's clock as far as we know it, ms since the epoch. */
  readonly now: number;
  /** By the names of {@link Protocol.credentials}; undefined at public doors. */
  readonly credentials: Credentials | undefined;
}

/** The keys of an account by name, e.g. `{ apiKey, secret, passphrase }`. */
export type Credentials = Readonly<Record<string, string>>;

/** The envelope of a venue's frames: pure functions and data. */
export interface Protocol {
  /**
   * Makes the reader of one connection. It tells data from answers and heartbeats; it may remember what it has seen.
   * The reader throws {@link DecodeError} at what is not the venue's protocol.
   */
  reader(): (frame: Frame) => readonly Inbound[];
  /** The text of a request; its topics are of one group. Signs synchronously, where the venue wants that. */
  subscribe(topics: readonly Topic[], context: RequestContext): string;
  unsubscribe(topics: readonly Topic[], context: RequestContext): string;
  /** False where data are the only answer to a request. */
  readonly acknowledges: boolean;
  /** The text that logs in; undefined at doors where nobody logs in, or where each request is signed. Signs synchronously. */
  login?(context: LoginContext): string;
  /** How a lost connection is made anew, where the venue has a way of its own. */
  readonly reconnection?: Reconnection;
  /** How long an answer to a request may take, ms. */
  readonly patience: number;
  /** Where the venue cuts connections of a certain age: how old we let one get before another takes its place, ms. */
  readonly lifetime?: number;
  readonly heartbeat: Heartbeat;
  readonly limits: Limits;
}
