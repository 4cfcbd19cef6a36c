/**
 * From the lines of a tape to its events.
 * @module
 */
import { from } from 'rxjs';
import type { Observable } from 'rxjs';
import type { TapeEvent } from './format.js';
import { readHeader, readLine } from './read-line.js';
import { TapeError } from './tape-error.js';

/**
 * A tape that can be read, as often as its source can: for {@link replay}, and as an Observable of its events. It is read
 * no faster than it is asked for.
 */
export type Tape = Observable<TapeEvent> & AsyncIterable<TapeEvent>;

/** Text in pieces, which need not end where lines do. */
export type TapeText = Iterable<string> | AsyncIterable<string>;

/**
 * Reads a tape from its text. Where a line cannot be read, the event `torn` tells which, and why, and is the last; so
 * where the tape ends without having been closed.
 *
 * Errors with a {@link TapeError} where the first line is not the header of a tape.
 *
 * @param open - opens the text, once for each who reads
 * @param name - what it is called in messages
 */
export function parseTape(open: () => TapeText, name = 'tape'): Tape {
  const read = (): AsyncIterator<TapeEvent> => eventsIn(open(), name);
  const events: AsyncIterable<TapeEvent> = { [Symbol.asyncIterator]: read };
  return Object.assign(from(events), events);
}

async function* eventsIn(text: TapeText, name: string): AsyncGenerator<TapeEvent> {
  let line = 0;
  let at = 0;
  const torn = (number: number, reason: string): TapeEvent => ({ type: 'torn', at, line: number, reason });
  const lines = linesIn(text);
  for (;;) {
    let next: IteratorResult<Line, string | undefined>;
    try {
      next = await lines.next();
    } catch (cause) {
      if (line === 0) throw cause;
      yield torn(line + 1, `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
      return;
    }
    if (next.done === true) break;
    line += 1;
    const { content, isWhole } = next.value;
    if (line > 1 && content.trim() === '') continue;
    const event = line === 1 ? readHeader(content, name) : readLine(content);
    if (typeof event === 'string') {
      yield torn(line, isWhole ? event : `is not whole (it ${event})`);
      return;
    }
    at = event.at;
    yield event;
    if (event.type === 'end') return;
  }
  if (line === 0) throw new TapeError(`${name} is empty: it must begin with its header`);
  yield torn(line + 1, 'is missing: the tape was not closed');
}

interface Line {
  readonly content: string;
  /** Whether it ends with a line end. */
  readonly isWhole: boolean;
}

/** No line is longer, in characters: what is, has no lines. */
const LONGEST = 256 * 1024 * 1024;

async function* linesIn(text: TapeText): AsyncGenerator<Line, undefined> {
  let rest = '';
  for await (const piece of text) {
    // A line may be in very many pieces: it is searched piece by piece, not from its beginning each time.
    const [first = '', ...others] = piece.split('\n');
    rest += first;
    for (const next of others) {
      yield { content: rest, isWhole: true };
      rest = next;
    }
    if (rest.length > LONGEST) break;
  }
  if (rest !== '') yield { content: rest, isWhole: false };
  return undefined;
}
