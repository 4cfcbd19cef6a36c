/**
 * What a simulated exchange enforces, and what breaking it brings.
 * @module
 */

/** How a client broke the rules. */
export type Breach = 'messages' | 'requests' | 'topics' | 'bytes' | 'silence' | 'idle' | 'lifetime' | 'connections';

/**
 * What breaking a rule brings: `warn` a notice each time and the message is not followed; `warn-then-cut` a notice at the
 * first excess, at the second another and the line is cut; `cut` the line is cut without a word.
 */
export type Consequence = 'warn' | 'warn-then-cut' | 'cut';

/** At most so many in so long (ms), else the consequence. */
export interface Rule {
  readonly count: number;
  readonly per: number;
  readonly consequence: Consequence;
}

/** What the server enforces, per connection unless said otherwise; undefined = not at all. */
export interface Rules {
  /** Messages of every sort, pings included. */
  readonly messages: Rule | undefined;
  /** Requests to subscribe and unsubscribe. */
  readonly requests: Rule | undefined;
  /** Subscriptions that stand at the same time; `per` is not looked at. */
  readonly topics: Rule | undefined;
  /** Bytes of the arguments of one message; `per` is not looked at. */
  readonly bytes: Rule | undefined;
  /** The line is cut when no ping came for so long, ms. */
  readonly silence: number | undefined;
  /** The line is cut when it stands so long without a subscription, ms. */
  readonly idle: number | undefined;
  /** The line is cut when neither side has said anything for so long, ms. */
  readonly quiet?: number | undefined;
  /** The line is cut when the server has told nothing but pings for so long, ms. */
  readonly untold?: number | undefined;
  /** The line is cut at this age, ms. */
  readonly lifetime: number | undefined;
  /** Attempts to connect, of all clients together; more are refused at the door. */
  readonly attempts: Omit<Rule, 'consequence'> | undefined;
  /** Connections at the same time, of all clients together; more are refused at the door. */
  readonly connections: number | undefined;
}
