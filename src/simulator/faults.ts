/**
 * What can go wrong at a simulated exchange, as data.
 * @module
 */

/**
 * What a fault strikes: an attempt to connect, a living connection, a request to subscribe, a login, a data frame (never
 * the first of a subscription), or the market itself.
 */
export type FaultScope = 'attempt' | 'line' | 'subscription' | 'login' | 'frame' | 'market';

/** One fault. */
export interface Fault {
  readonly scope: FaultScope;
  /**
   * The usual probability: per attempt, per request, per frame or per step of the market; of a line, per second.
   */
  readonly rate: number;
  /** Only subscriptions that are sent as changes of a book can have it. */
  readonly booksOnly?: true;
  /** What it does, in a sentence. */
  readonly does: string;
}

/** Every fault by name. */
export const FAULTS = {
  'refuse-connection': { scope: 'attempt', rate: 0.3, does: 'Answers the attempt to connect with HTTP status 503.' },
  'close-1001': { scope: 'line', rate: 0.1, does: 'Closes the connection with code 1001, going away.' },
  'close-1006': { scope: 'line', rate: 0.1, does: 'Cuts the connection without a close frame.' },
  'half-open': { scope: 'line', rate: 0.1, does: 'Leaves the connection open, but says and hears nothing any more.' },
  'slow-consumer': { scope: 'line', rate: 0.1, does: 'Holds everything back for 2 s, then sends it in one burst.' },
  'late-ack': { scope: 'subscription', rate: 0.3, does: 'Acknowledges, and begins to send, 3 s late.' },
  'data-before-ack': {
    scope: 'subscription',
    rate: 0.3,
    does: 'Sends the first data, and what follows, before the acknowledgement.',
  },
  'no-ack': { scope: 'subscription', rate: 0.3, does: 'Swallows the request: neither an answer nor data.' },
  'refuse-topic': { scope: 'subscription', rate: 0.3, does: 'Refuses the request as if the symbol did not exist.' },
  'silent-subscription': { scope: 'subscription', rate: 0.3, does: 'Acknowledges and never sends any data.' },
  'stale-seed': {
    scope: 'subscription',
    rate: 0.3,
    booksOnly: true,
    does: 'Sends a first book that lacks the two changes after it.',
  },
  'refuse-login': { scope: 'login', rate: 0.3, does: 'Refuses the login.' },
  'silent-login': { scope: 'login', rate: 0.3, does: 'Does not answer the login.' },
  'clock-error': {
    scope: 'login',
    rate: 0.3,
    does: "Puts the exchange's clock, which logins are judged by and REST tells, 5 minutes ahead from then on.",
  },
  'drop-frame': { scope: 'frame', rate: 0.05, does: 'Loses the frame.' },
  duplicate: { scope: 'frame', rate: 0.05, does: 'Sends the frame twice.' },
  reorder: { scope: 'frame', rate: 0.05, does: 'Sends the frame after the next one of its subscription.' },
  'bad-checksum': { scope: 'frame', rate: 0.05, booksOnly: true, does: 'Sends the frame with a wrong checksum.' },
  garbage: { scope: 'frame', rate: 0.05, does: 'Sends a frame of noise before the frame.' },
  truncated: { scope: 'frame', rate: 0.05, does: 'Sends only the first half of the frame.' },
  'huge-frame': { scope: 'frame', rate: 0.01, does: 'Pads the frame with 20 MiB of blanks; it stays valid.' },
  'restart-sequence': {
    scope: 'market',
    rate: 0.01,
    does: 'Begins the numbering of a book anew, as the venue announces it.',
  },
} as const satisfies Readonly<Record<string, Fault>>;

/** The name of a fault. */
export type FaultName = keyof typeof FAULTS;

/** When a fault strikes: by chance (`rate`), or once in a while (`every`). */
export interface FaultRule {
  readonly fault: FaultName;
  /** A probability in [0, 1]; see {@link Fault.rate}. Default: the fault's own, or 1 where `every` is given. */
  readonly rate?: number;
  /** Strikes the next chance after each such time, ms; a fault of lines strikes all of them. */
  readonly every?: number;
  /** Not before so many ms after the start. */
  readonly from?: number;
  /** Not from so many ms after the start on. */
  readonly until?: number;
  /** Only this symbol; faults of attempts, lines and logins take none. */
  readonly symbol?: string;
}

/** What a fault that is called for by hand strikes. */
export interface InjectOptions {
  /** Only this symbol; default any. */
  readonly symbol?: string;
  /**
   * Only this feed: "book", "ticker", "trades", "candles", "quotes", "liquidations", "balances", "orders", "fills",
   * "positions"; default any.
   */
  readonly feed?: string;
  /** How many times; default 1. */
  readonly times?: number;
}
