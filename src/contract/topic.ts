/**
 * The name of one subscription.
 * @module
 */

/** One subscription: its name in this library and in the venue's words. */
export interface Topic {
  /** Equal for equal topics, made from a request and from inbound data alike, e.g. "SPOT:books:BTCUSDT". */
  readonly key: string;
  /** Which of the venue's doors it is asked at. */
  readonly endpoint: string;
  /** Its name in the venue's words, as the venue's `subscribe` wants it. */
  readonly args: unknown;
  /** True where later pushes build on the first one, so that a late listener needs a first one of its own. */
  readonly incremental: boolean;
  /** True where the venue sends a first push as soon as it has accepted; its absence is a sign that something is wrong. */
  readonly prompt: boolean;
  /** Topics of different groups never share a request; default: all may share one. */
  readonly group?: string;
  /** Present where the login alone brings it: nothing is said to have it, and nothing to be rid of it. */
  readonly implied?: true;
  /** A text to send as soon as it is accepted, e.g. the question for a first state, or what makes it of {@link FollowUp}. */
  readonly followUp?: string | FollowUp;
}

/**
 * Makes the text that follows an acceptance of the topic and of our clock, ms since the epoch. One function for all topics:
 * equal topics hold the same one.
 */
export type FollowUp = (topic: Topic, now: number) => string;
