/**
 * What an exchange and the sessions of its clients know of each other.
 * @module
 */
import type { Breach, Counterpart, LoginClaim, Rules, Utterance, Verdict, Wish } from '../contract/counterpart.js';
import type { FaultName } from './faults.js';
import type { Mischief } from './mischief.js';
import type { Random } from './random.js';

/** One push to all who listen to a wish. */
export interface Push {
  readonly wish: Wish;
  readonly utterance: Utterance;
  readonly frames: readonly string[];
  /** Writes the frames again, with a wrong checksum. */
  readonly respeak: () => readonly string[];
}

/** What a client needs of the exchange. */
export interface House {
  readonly counterpart: Counterpart;
  readonly rules: Rules;
  readonly mischief: Mischief;
  readonly random: Random;
  /** Longest time to an answer, ms. */
  readonly ackDelay: number;
  readonly closeCode: number | undefined;
  verdictOn(wish: Wish): Verdict;
  /** Whether a login is good. */
  admit(claim: LoginClaim): Verdict;
  /** Sets the exchange's clock wrong from now on. */
  skewClock(): void;
  /** Begins to push a wish to this client; gives what it hears first. */
  join(session: ClientSession, wish: Wish): Push;
  leave(session: ClientSession, wish: Wish): void;
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
  suffer(fault: FaultName): void;
  /** Hangs up; without a close frame where there is no code. */
  cut(code: number | undefined): void;
}
