/**
 * What an exchange and the sessions of its clients know of each other.
 * @module
 */
import type { Breach, Counterpart, Heard, LoginClaim, Rules, Verdict, Wish } from '../contract/counterpart.js';
import type { Mischief, Strike } from './mischief.js';
import type { Push, Sent } from './push.js';
import type { Random } from './random.js';

/** What a client needs of the exchange. */
export interface House {
  readonly counterpart: Counterpart;
  readonly rules: Rules;
  readonly mischief: Mischief;
  readonly random: Random;
  /** Longest time to an answer, ms. */
  readonly ackDelay: number;
  readonly closeCode: number | undefined;
  /** The exchange's own clock, ms since the epoch. */
  clock(): number;
  verdictOn(wish: Wish): Verdict;
  /** Whether a login is good. */
  admit(claim: LoginClaim): Verdict;
  /** The `apiKey` of the account that a key names. */
  accountOf(key: string): string;
  /** Sets the exchange's clock wrong from now on. */
  skewClock(): void;
  /** Begins to push a wish to this client; gives what it hears first, undefined where that is nothing. */
  join(session: ClientSession, wish: Wish): Push | undefined;
  leave(session: ClientSession, wish: Wish): void;
  /** The frames that answer a question for a state. */
  reply(session: ClientSession, heard: Extract<Heard, { type: 'ask' }>): readonly Sent[];
  /** Lets REST tell a book next that lacks the two changes before this moment. */
  ageSeed(wish: Wish): void;
  log(session: ClientSession, text: string): void;
  violated(session: ClientSession, breach: Breach, what: string): void;
  /** The client has gone, whoever hung up. */
  parted(session: ClientSession): void;
}

/** One connected client. */
export interface ClientSession {
  /** In order of arrival, from 1. */
  readonly id: number;
  /** The keys of the wishes that stand. */
  readonly keys: readonly string[];
  /** The key of the account that it has logged in to. */
  readonly account: string | undefined;
  hear(text: string): void;
  /** The client hung up. */
  gone(): void;
  push(push: Push): void;
  /** Lets a fault of lines strike. */
  suffer(strike: Strike): void;
  /** Hangs up; without a close frame where there is no code. */
  cut(code: number | undefined): void;
  /** Hangs up with the venue's words for too many messages. */
  banish(): void;
}
