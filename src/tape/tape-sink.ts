/**
 * Where what is recorded goes.
 * @module
 */
import { now } from '../operators/clock.js';
import { TAPE_VERSION, tapeLine } from './format.js';
import type { TapeEvent } from './format.js';
import { createRedaction } from './redact.js';
import type { Redaction } from './redact.js';
import { LIBRARY_VERSION } from './version.js';

/** What can be said about a tape when it is begun. */
export interface TapeOptions {
  /**
   * What must never be on the tape: the values of all keys and passphrases that the recorded feeds are given. They are
   * replaced wherever a venue repeats them. Requests are never on a tape.
   */
  readonly secrets?: readonly string[];
  /** Where venues are found by venue id, as in `createFeeds`: a replay finds the connections by them. */
  readonly urls?: Readonly<Record<string, string>>;
  /** What is recorded, as the words of a command line; they must hold no secret. */
  readonly words?: readonly string[];
}

/** A tape that is being recorded. */
export interface TapeSink {
  readonly redaction: Redaction;
  write(event: TapeEvent): void;
  /** Says that the tape is whole: it ends here. */
  end(): void;
  /** Counts connections and requests: each gets a number that nothing else on this tape has. */
  number(): number;
}

/**
 * Begins a tape whose lines go wherever you like: the header at once, then one line per event, in their order.
 *
 * @param take - gets each line, without the line end
 *
 * @example
 * ```ts
 * import { createFeeds, webTransport } from 'rxtape';
 * import { taped, tapeLines } from 'rxtape/tape';
 *
 * const lines: string[] = [];
 * const feeds = createFeeds({ transport: taped(webTransport(), tapeLines(line => lines.push(line))) });
 * ```
 */
export function tapeLines(take: (line: string) => void, options: TapeOptions = {}): TapeSink {
  const { secrets = [], urls, words } = options;
  let last = 0;
  const redaction = createRedaction(secrets);
  take(
    redaction.text(
      tapeLine({
        type: 'tape',
        version: TAPE_VERSION,
        at: now(),
        library: LIBRARY_VERSION,
        ...(urls === undefined ? {} : { urls: mapValues(urls, plainAddress) }),
        ...(words === undefined ? {} : { words }),
      }),
    ),
  );
  return {
    redaction,
    write: event => {
      take(tapeLine(event));
    },
    end: () => {
      take(tapeLine({ type: 'end', at: now() }));
    },
    number: () => (last += 1),
  };
}

/** An address without what may hold a secret: query, fragment and user. */
export function plainAddress(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function mapValues(record: Readonly<Record<string, string>>, map: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
