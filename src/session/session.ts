/**
 * The seam of seams: what a feed needs to know of the wire.
 * @module
 */
import type { Topic } from '../contract/topic.js';
import type { FeedError } from '../model/errors.js';
import type { GapReason } from '../model/gap.js';
import type { Reset } from '../model/market.js';

/** What arrived for a topic. */
export interface Message {
  readonly type: 'message';
  readonly body: unknown;
  /** Our clock, ms since the epoch. */
  readonly receivedAt: number;
}

/** Something was lost that nobody can name: a frame of this connection could not be read. */
export interface Doubt {
  readonly type: 'doubt';
  readonly cause: FeedError;
}

/** The request for the topic has just gone out. */
export interface Asked {
  readonly type: 'asked';
}

/** A new connection is asked for the topic while the old one still tells it: whoever accepts decides when it takes over. */
export interface Succession {
  readonly type: 'succession';
  accept(heir: Heir): void;
}

/** Reset, asked, message, message, … reset, asked, message … */
export type Signal = Reset | Asked | Message | Doubt | Succession;

/** What stands in for a listener at a new connection, until that takes over from the old one. */
export interface Heir {
  /** Is told what the new connection tells; false where the topic must be begun anew there. */
  hear(signal: Signal): boolean;
  /** Is told what the listener was just told by the old one. */
  heard(signal: Message): void;
  /**
   * Whether the new one goes on exactly where the old one stands.
   *
   * @param isQuiet - the new one surely stands, and the old one has told nothing since then
   */
  isReady(isQuiet: boolean): boolean;
  /**
   * The listener hears the new connection from now on.
   *
   * @param reason - why something may be missing; undefined where nothing is
   */
  take(reason: GapReason | undefined): void;
}

/** Where one connection stands. */
export type Phase =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'ready' }
  /** Ready, and another connection is made to take its place, before it gets too old. */
  | { readonly phase: 'rotating' }
  /** Lost; the next attempt comes after `delay` ms. */
  | { readonly phase: 'waiting'; readonly cause: unknown; readonly attempt: number; readonly delay: number }
  /** Given up. */
  | { readonly phase: 'failed'; readonly cause: unknown }
  /** Closed because nobody listens any more. */
  | { readonly phase: 'idle' };

/** A change of one connection. */
export type Status = Phase & {
  readonly type: 'status';
  readonly venue: string;
  readonly endpoint: string;
  /** Where the connection leads, e.g. "ws.example.com". */
  readonly host: string;
  /** Counts the connections to this endpoint from 1; a venue's limits may need several. */
  readonly connection: number;
  /** Our clock, ms since the epoch. */
  readonly at: number;
};

/** What was done about a problem. */
export type Mending =
  /** The message was left out. */
  | 'skipped'
  /** The topic is asked for anew. */
  | 'resync'
  /** The request is sent again. */
  | 'retry'
  /** Nothing is sent for a while. */
  | 'pause'
  /** The connection is made anew. */
  | 'reconnect'
  /** The topic's subscribers got this error. */
  | 'refused'
  /** Nothing can or need be done. */
  | 'told';

/** Something that went wrong and did not end a feed by itself, or ended just one. */
export interface Problem {
  readonly type: 'problem';
  readonly venue: string;
  readonly endpoint: string;
  /** Where the connection leads. */
  readonly host: string;
  /** The topic's key, where one topic is meant. */
  readonly topic: string | undefined;
  readonly error: FeedError;
  readonly mending: Mending;
  /** Our clock, ms since the epoch. */
  readonly at: number;
}

/** Where a session tells what happens beside the data. */
export interface Reports {
  status(status: Status): void;
  problem(problem: Problem): void;
}

/** Who listens to a topic. A plain record, not an Observable: there are thousands of them, and most are idle. */
export interface Listener {
  next(signal: Signal): void;
  /** With what cannot be mended; nothing comes after it. */
  error(cause: unknown): void;
  /** It comes late, the topic flows already: true where it knows what was told from elsewhere, and needs no first push. */
  catchUp?(): boolean;
}

/** One door of one venue, with as many connections as its limits need. */
export interface Session {
  /** Asks for a topic on behalf of a listener; first it is told a reset. */
  listen(topic: Topic, listener: Listener): void;
  /** Takes the topic back, once its last listener has left; nothing where the listener does not listen. */
  leave(topic: Topic, listener: Listener): void;
  /** Takes a topic back and asks for it anew; every listener of it gets a reset. */
  resync(topic: Topic): void;
  /** The same without a reset: what is known stands until the venue tells it anew. */
  refresh(topic: Topic): void;
  /** Makes the topic's connection anew, for this reason. */
  renew(topic: Topic, reason: FeedError): void;
}
