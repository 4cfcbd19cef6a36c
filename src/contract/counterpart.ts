/**
 * The exchange's side of a venue: what it hears, answers and says, as pure data and functions.
 * @module
 */
import type { Sequence } from '../model/decimal.js';
import type { BookRow, Trade } from '../model/market.js';
import type { AccountFeed, AccountLine } from './account-news.js';
import type { Listing } from './listing.js';
import type { Breach, Rules } from './rules.js';
import type { Utterance } from './utterance.js';

export type { Listing } from './listing.js';
export type { Breach, Consequence, Rule, Rules } from './rules.js';
export type { Auction, IndexPrice, Utterance } from './utterance.js';

/**
 * What the other side can ask to hear of a market. `quotes` is told when the best bid or ask changes; `indices` is one
 * stream for all symbols of a market; of `nothing` no word ever follows.
 */
export type MarketFeed =
  'ticker' | 'trades' | 'book' | 'candles' | 'quotes' | 'liquidations' | 'auction' | 'indices' | 'nothing';

/** What the other side can ask to hear. */
export type WishFeed = MarketFeed | AccountFeed;

/** One thing that a client wishes to hear. */
export interface Wish {
  /** Equal for equal wishes. */
  readonly key: string;
  /** Our word for the product line: "spot", "usdt-futures"; '' for all of them, where it is an account's. */
  readonly market: string;
  /** '' for all symbols, where it is an account's. */
  readonly symbol: string;
  readonly feed: WishFeed;
  /** Whether it is an account's, which a login must come before. */
  readonly private: boolean;
  /** Levels a side of a book that is sent whole each time; undefined: the full book, then its changes. */
  readonly depth: number | undefined;
  /**
   * Levels a side of a book that is kept up to date by changes: what leaves the window is removed, what enters it is set.
   * Undefined: all of them. The numbering of a window is its own, without gaps.
   */
  readonly window?: number | undefined;
  /** Whether the first push is held back: only changes are told. */
  readonly changesOnly?: boolean;
  /** The same state is told again after so long without a change, ms; undefined: never. */
  readonly repeatAfter?: number | undefined;
  /** Whether its pushes go out as gzip in binary frames. */
  readonly zipped?: boolean;
  /** The candle's length in our words. */
  readonly interval: string | undefined;
  /** Least time between two pushes, ms; 0 = whenever something changed. */
  readonly every: number;
}

/** A refusal in the venue's code and words. */
export interface Objection {
  readonly code: number;
  readonly message: string;
}

/** What a client says to log in. */
export interface LoginClaim {
  /** The key that names the account. */
  readonly key: string;
  /** Undefined where the venue asks for none. */
  readonly passphrase: string | undefined;
  /** When it was signed, ms since the epoch; undefined where the client told no time. */
  readonly at: number | undefined;
  /** How far that may be from the exchange's time, ms; default: {@link Counterpart.clockWindow}. */
  readonly window?: number;
  /** Whether the signature was made with this secret; of a pair of keys, with that of `key`. */
  proves(secret: string): boolean;
}

/** One argument of a {@link Batch}: a wish, or what is wrong with it by itself. */
export type BatchPart =
  | { readonly type: 'wish'; readonly wish: Wish; readonly echo: unknown }
  | { readonly type: 'mistake'; readonly objection: Objection; readonly echo: unknown };

/** A request that is answered as one, whatever its arguments: see {@link Counterpart.answerBatch}. */
export interface Batch {
  readonly type: 'batch';
  readonly op: 'subscribe' | 'unsubscribe';
  readonly parts: readonly BatchPart[];
  /** Who signed it, where requests are signed one by one; it is judged first, and then holds as a login. */
  readonly claim?: LoginClaim;
  readonly echo: unknown;
}

/** One thing that a client's message says. `echo` is what the venue repeats of it in its answer. */
export type Heard =
  | { readonly type: 'subscribe'; readonly wish: Wish; readonly echo: unknown }
  | { readonly type: 'unsubscribe'; readonly wish: Wish; readonly echo: unknown }
  | Batch
  /** A question for a state, once: answered with {@link Counterpart.reply}. */
  | { readonly type: 'ask'; readonly wish: Wish; readonly echo: unknown }
  /** The answer to a ping of the exchange, with what it repeats of it. */
  | { readonly type: 'pong'; readonly echo: string }
  /** The sign of life that the venue wants. */
  | { readonly type: 'ping'; readonly reply: string }
  /** A login that the exchange may grant; a door without logins hears a `mistake` instead. */
  | { readonly type: 'login'; readonly claim: LoginClaim; readonly echo: unknown }
  /** What is wrong by itself, whatever the exchange thinks; `op` is the request it stands in. */
  | {
      readonly type: 'mistake';
      readonly objection: Objection;
      readonly op: string | undefined;
      readonly echo: unknown;
    };

/** Why a login is refused; `login-refused` is for no reason that is told. */
export type LoginFailure =
  'login-refused' | 'wrong-key' | 'wrong-passphrase' | 'wrong-timestamp' | 'expired' | 'wrong-signature';

/**
 * What the exchange decides about something heard. `silent` is granted, and nothing will ever follow.
 */
export type Verdict = 'granted' | 'silent' | 'unknown-symbol' | 'not-logged-in' | 'already-subscribed' | LoginFailure;

/** One of the venue's doors. */
export interface Door {
  readonly name: string;
  readonly private: boolean;
  /** Our word for the product line, where the door has only one. */
  readonly market?: string;
}

/** What is known beside the event. */
export interface SpeakContext {
  /** The symbol spoken of; undefined for `indices` and for accounts. */
  readonly listing: Listing | undefined;
  /** The moment of sending, ms since the epoch. */
  readonly now: number;
  /** Puts a wrong checksum where there is one. */
  readonly spoilChecksum?: boolean;
}

/** How a venue asks its clients whether they live. */
export interface Pings {
  /** ms between two pings. */
  readonly every: number;
  /** The line is cut so many ms after a ping that was not answered. */
  readonly patience: number;
  /** The frame, and what its answer must repeat. */
  say(now: number): { readonly frame: string; readonly echo: string };
}

/** What a GET of the REST interface may be answered from. */
export interface RestContext {
  /** The exchange's clock, ms since the epoch. */
  readonly now: number;
  /** What follows the question mark, decoded. */
  readonly query: Readonly<Record<string, string>>;
  readonly listings: readonly Listing[];
  /** The full book as it stands, best first; undefined where nothing such is listed. */
  book(market: string, symbol: string): RestBook | undefined;
  /** Oldest first; undefined where nothing such is listed. */
  trades(market: string, symbol: string): readonly Trade[] | undefined;
}

/** A book as REST tells it. */
export interface RestBook {
  readonly bids: readonly BookRow[];
  readonly asks: readonly BookRow[];
  readonly sequence: Sequence;
  /** ms since the epoch */
  readonly timestamp: number;
}

/** An answer over HTTP that grants nothing. */
export interface RestRefusal {
  readonly status: number;
  readonly body: string;
}

/** The exchange's half of a venue. Everything in it is pure. */
export interface Counterpart {
  /** The venue's id. */
  readonly id: string;
  /** By path: "/v2/ws/public". */
  readonly doors: Readonly<Record<string, Door>>;
  readonly rules: Rules;
  /** The market of a symbol that is named without one. */
  readonly defaultMarket: string;
  readonly listings: readonly Listing[];
  /** The parts of an account; none where the venue has no private doors. */
  readonly lines: readonly AccountLine[];
  /** How far the time of a login may be from the exchange's, ms. */
  readonly clockWindow: number;
  /** So many ms after a login was refused the line is cut; undefined: it stands. */
  readonly closesAfterRefusal: number | undefined;
  /** What a GET of a path is answered with, as JSON text; undefined: 404. */
  readonly rest: Readonly<Record<string, (context: RestContext) => string | RestRefusal | undefined>>;
  /** How the exchange asks its clients whether they live; absent: it does not. */
  readonly pings?: Pings;
  /**
   * What becomes of a wish that stands already: `again` it begins anew with a first push, `refused` the verdict is
   * "already-subscribed", `ignored` it is granted and nothing changes. Default: `again`.
   */
  readonly duplicates?: 'again' | 'refused' | 'ignored';
  /** The wishes that stand as soon as a login is granted. */
  implied?(door: Door): readonly Wish[];
  /** What a request that is answered as one comes to: its frames, and which of its parts stand (or go), in their order. */
  answerBatch?(
    batch: Batch,
    verdicts: readonly Verdict[],
    door: Door,
  ): { readonly frames: readonly string[]; readonly follows: readonly boolean[] };
  /** The frames that answer a question for a state; no utterance where the symbol is not listed. */
  reply?(
    heard: Extract<Heard, { type: 'ask' }>,
    utterance: Utterance | undefined,
    context: SpeakContext,
  ): readonly string[];
  /** What becomes of a wish for a symbol that is listed on another market only. */
  readonly wrongMarket: 'silent' | 'unknown-symbol';
  /** Faults that cannot happen here, by name, each with the reason. */
  readonly immune: Readonly<Record<string, string>>;
  /** Takes a client's message apart: one entry per argument, in their order; never empty, never throws. */
  hear(text: string, door: Door): readonly Heard[];
  /** Bytes that count against {@link Rules.bytes}. */
  bytesOf(text: string): number;
  /** The frames that tell the client the verdict; `now` is the exchange's clock. */
  answer(heard: Heard, verdict: Verdict, now: number, door: Door): readonly string[];
  /** The frames that tell the client of a breach; `last` when the line is cut next. */
  warn(breach: Breach, last: boolean): readonly string[];
  /** The frames of an event: the inverse of what a client reads and normalises. None where the wish is not for it. */
  speak(wish: Wish, utterance: Utterance, context: SpeakContext): readonly string[];
  /** The candle that a moment falls into: start inclusive, end exclusive, ms since the epoch. */
  candleAt(interval: string, time: number): { readonly start: number; readonly end: number };
}
