/**
 * What a command is.
 * @module
 */
import type { Observable } from 'rxjs';
import type { Io } from './io.js';

/** One option of a command. */
export interface CommandOption {
  /** As `commander` reads it: "--depth <n>". */
  readonly flags: string;
  readonly summary: string;
  /** What the help says is the default; the command fills it in. */
  readonly fallback?: string;
  /** The heading that the help puts it under; undefined: that of all options. */
  readonly group?: string;
  /** True where the help does not name it: it is known only to be refused with a sentence. */
  readonly hidden?: boolean;
  /** Options that make no sense beside this one, in camel case. */
  readonly conflicts?: readonly string[];
}

/** What the user wrote. */
export interface Args {
  readonly positional: readonly string[];
  /** By the option's long name in camel case; `true` where it takes no value, or was given none. */
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/** A command of the command line. */
export interface Command {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** As `commander` reads it: "<venue> <symbol...>"; '' for none. */
  readonly parameters: string;
  readonly options: readonly CommandOption[];
  /** Whole command lines. */
  readonly examples: readonly string[];
  /** What the help says below everything else. */
  readonly notes?: string;
  /**
   * Does the work when subscribed, ends it when unsubscribed. Completes for exit code 0; a {@link CommandError} says
   * another.
   */
  run(args: Args, io: Io): Observable<unknown>;
}
