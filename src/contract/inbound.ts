/**
 * What a venue's frames say, in the words of the session.
 * @module
 */

/**
 * What can mend a refusal:
 * `never` nothing, tell the subscriber; `retry` the same request later; `pause` stop sending for a while, then retry;
 * `login` log in first; `clock` correct the clock, then log in; `reconnect` a new connection.
 */
export type Remedy = 'never' | 'retry' | 'pause' | 'login' | 'clock' | 'reconnect';

/** A refusal in the venue's words and in ours. */
export interface Refusal {
  /** The venue's code as text, `''` where it gives none. */
  readonly code: string;
  /** The venue's words, and what they mean where those are cryptic. */
  readonly reason: string;
  readonly remedy: Remedy;
}

/**
 * Which of our requests an answer means: the one with this id; without an id the oldest unanswered one with this verb;
 * without a verb the oldest unanswered one to subscribe.
 */
export interface RequestRef {
  readonly id?: string | undefined;
  readonly verb?: 'subscribe' | 'unsubscribe' | undefined;
}

/** Rows of a topic. */
export interface Data {
  readonly type: 'data';
  /** {@link Topic.key} of the topic it belongs to. */
  readonly topic: string;
  /** What the topic's channel reads. */
  readonly body: unknown;
}

/** One thing that a frame says. */
export type Inbound =
  | Data
  | { readonly type: 'accepted'; readonly topics: readonly string[] }
  | { readonly type: 'dropped'; readonly topics: readonly string[] }
  /** Accepted or dropped, and the venue does not say which: of each topic the oldest unanswered request for it is meant. */
  | { readonly type: 'acknowledged'; readonly topics: readonly string[] }
  | { readonly type: 'refused'; readonly topics: readonly string[]; readonly refusal: Refusal }
  /** A whole request is granted. */
  | { readonly type: 'granted'; readonly request: RequestRef }
  /**
   * A whole request is refused, and nothing of it stands. `guilty` are the keys of the topics that the venue names as the
   * reason, `standing` of those that it says stand already; both empty where it names none.
   */
  | {
      readonly type: 'rejected';
      readonly request: RequestRef;
      readonly refusal: Refusal;
      readonly guilty: readonly string[];
      readonly standing: readonly string[];
    }
  /** The login is granted. */
  | { readonly type: 'welcome' }
  /** The login is refused. */
  | { readonly type: 'unwelcome'; readonly refusal: Refusal }
  /** A complaint that names no topic. */
  | { readonly type: 'complaint'; readonly refusal: Refusal }
  /** The server asks whether we live. */
  | { readonly type: 'ping'; readonly reply: string }
  | { readonly type: 'pong' }
  /** Something we know of and need not act on, or do not know. */
  | { readonly type: 'notice'; readonly text: string };
