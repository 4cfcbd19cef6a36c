/**
 * What can go wrong at a simulated exchange, as data.
 * @module
 */

/**
 * What a fault strikes: the exchange as a whole, an attempt to connect, a living connection, a client's ping, a request to
 * subscribe, a login, a data frame (never the first of a subscription), the market itself, or a request over HTTP.
 */
export type FaultScope =
  'exchange' | 'attempt' | 'line' | 'ping' | 'subscription' | 'login' | 'frame' | 'market' | 'request';

/** One fault. */
export interface Fault {
  readonly scope: FaultScope;
  /**
   * The usual probability: per attempt, per ping, per request, per frame or per step of the market; of a line or of the
   * exchange, per second.
   */
  readonly rate: number;
  /** Only subscriptions that are sent as changes of a book can have it; of requests over HTTP those for a book. */
  readonly booksOnly?: true;
  /** How long it lasts where nothing else is said, ms; absent where it is over at once. */
  readonly lasts?: number;
  /** What it does, in a sentence. */
  readonly does: string;
}

/** Every fault by name. */
export const FAULTS = {
  'refuse-connection': { scope: 'attempt', rate: 0.3, does: 'Answers the attempt to connect with HTTP status 503.' },
  'close-1001': { scope: 'line', rate: 0.1, does: 'Closes the connection with code 1001, going away.' },
  'close-1006': { scope: 'line', rate: 0.1, does: 'Cuts the connection without a close frame.' },
  'half-open': {
    scope: 'line',
    rate: 0.1,
    lasts: Infinity,
    does: 'Leaves the connection open, but says and hears nothing any more.',
  },
  'slow-consumer': {
    scope: 'line',
    rate: 0.1,
    lasts: 2_000,
    does: 'Holds everything back for 2 s, then sends it in one burst.',
  },
  'slow-line': {
    scope: 'line',
    rate: 0.1,
    lasts: 10_000,
    does: 'Lets frames through 400 ms late, and no more than 16 KiB a second, for 10 s.',
  },
  'late-pong': { scope: 'ping', rate: 0.3, lasts: 5_000, does: 'Answers the ping 5 s late.' },
  'late-ack': { scope: 'subscription', rate: 0.3, lasts: 3_000, does: 'Acknowledges, and begins to send, 3 s late.' },
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
  'duplicate-late': { scope: 'frame', rate: 0.05, lasts: 1_000, does: 'Sends the frame, and once more 1 s later.' },
  reorder: { scope: 'frame', rate: 0.05, does: 'Sends the frame after the next one of its subscription.' },
  'reorder-across': {
    scope: 'frame',
    rate: 0.05,
    does: 'Sends the frame after the next one of another subscription, but before the next one of its own.',
  },
  'bad-checksum': { scope: 'frame', rate: 0.05, booksOnly: true, does: 'Sends the frame with a wrong checksum.' },
  garbage: { scope: 'frame', rate: 0.05, does: 'Sends a frame of noise before the frame.' },
  corrupted: {
    scope: 'frame',
    rate: 0.05,
    does: 'Flips one bit of an amount in the frame: it stays JSON, but the amount is no number any more.',
  },
  'empty-delta': {
    scope: 'frame',
    rate: 0.05,
    booksOnly: true,
    does: 'Sends the frame, then one of the same number that changes nothing.',
  },
  'unordered-delta': {
    scope: 'frame',
    rate: 0.05,
    booksOnly: true,
    does: 'Sends the frame with its levels in no order.',
  },
  truncated: { scope: 'frame', rate: 0.05, does: 'Sends only the first half of the frame.' },
  'huge-frame': { scope: 'frame', rate: 0.01, does: 'Pads the frame with 20 MiB of blanks; it stays valid.' },
  'restart-sequence': {
    scope: 'market',
    rate: 0.01,
    does: 'Begins the numbering of a book anew, as the venue announces it.',
  },
  'late-book': {
    scope: 'market',
    rate: 0.02,
    does: 'Tells of a book one step late: quotes, tickers and trades are ahead of it.',
  },
  'rest-error': { scope: 'request', rate: 0.3, does: 'Answers the request over HTTP with status 500.' },
  'rest-limit': {
    scope: 'request',
    rate: 0.3,
    does: 'Answers the request over HTTP with status 429, to be made again after 1 s.',
  },
  'rest-slow': { scope: 'request', rate: 0.3, lasts: 3_000, does: 'Answers the request over HTTP 3 s late.' },
  'rest-stale': {
    scope: 'request',
    rate: 0.3,
    booksOnly: true,
    does: 'Answers the request over HTTP with a book that lacks the two changes before now.',
  },
  'rest-ahead': {
    scope: 'request',
    rate: 0.3,
    booksOnly: true,
    does: 'Answers the request over HTTP with a book that has the next change already, which is told at the next step.',
  },
  ban: {
    scope: 'exchange',
    rate: 0.02,
    lasts: 10_000,
    does: "Cuts every connection with the venue's words for too many messages, then refuses to connect (HTTP status 429 or 403) for 10 s.",
  },
  'venue-restart': {
    scope: 'exchange',
    rate: 0.02,
    lasts: 5_000,
    does: 'Closes every connection with code 1012, refuses to connect (HTTP status 503) for 5 s, then numbers every book anew; accounts are kept.',
  },
  'clock-jump': {
    scope: 'exchange',
    rate: 0.02,
    does: "Puts the exchange's clock, which stamps frames of market data, judges logins and is told by REST, up to 2 minutes ahead or back from then on.",
  },
} as const satisfies Readonly<Record<string, Fault>>;

/** The name of a fault. */
export type FaultName = keyof typeof FAULTS;

/** When a fault strikes: by chance (`rate`), once in a while (`every`), or once (`at`). */
export interface FaultRule {
  readonly fault: FaultName;
  /** A probability in [0, 1]; see {@link Fault.rate}. Default: the fault's own, or 1 where `every` or `at` is given. */
  readonly rate?: number;
  /** Strikes the next chance after each such time, ms; a fault of lines strikes all of them. */
  readonly every?: number;
  /** Strikes once, the first chance from so many ms after the start on; a fault of lines strikes all of them. */
  readonly at?: number;
  /** Not before so many ms after the start. */
  readonly from?: number;
  /** Not from so many ms after the start on. */
  readonly until?: number;
  /** Only this symbol; faults of the exchange, attempts, lines, pings and logins take none. */
  readonly symbol?: string;
  /** Only this feed; see {@link InjectOptions.feed}. */
  readonly feed?: string;
  /**
   * How long it lasts, ms, where it lasts at all: see {@link Fault.lasts}. A line that was half open for so long heals as a
   * cable does that was out: what either side said meanwhile arrives then, in order, if nobody has hung up.
   */
  readonly for?: number;
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
  /** How long it lasts, ms; see {@link FaultRule.for}. */
  readonly for?: number;
}
