/**
 * The tape of a run: everything that the client is told goes on it, and is played to another client afterwards.
 * @module
 */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ignoreElements, lastValueFrom, merge, tap } from 'rxjs';
import { demoCredentials } from '../../src/simulator/index.js';
import { readTape, replay, tapeLines } from '../../src/tape/index.js';
import type { TapeSink } from '../../src/tape/index.js';
import { createHeard, lasting, noting, textOf } from './heard.js';
import type { Asked, Heard } from './heard.js';

/** The options of `createFeeds` that a replay is given as well. */
export interface Places {
  readonly urls: Readonly<Record<string, string>>;
  readonly restUrls: Readonly<Record<string, string>>;
}

/** A tape while it is written, and what was heard meanwhile. */
export interface Recorder {
  readonly sink: TapeSink;
  readonly path: string;
  /** By stream. */
  readonly live: Map<string, Heard>;
  /** In the order in which they were asked for. */
  readonly asked: Asked[];
  /** Ends the tape; what comes later is no part of it. */
  end(): void;
  /** Takes it away. */
  dispose(): void;
}

/** What came of a replay. */
export interface Replayed {
  /** How many values were the same to the byte. */
  readonly same: number;
  /** How many of them came at another ms. */
  readonly shifted: number;
  /** How large the tape is, bytes. */
  readonly bytes: number;
  /** How many answers over HTTP are on it. */
  readonly answers: number;
  /** Each in a sentence. */
  readonly differences: readonly string[];
}

/** So much is written at once, characters. */
const PIECE = 1 << 20;
/** What is shown of a value. */
const SHOWN = 300;
const START = 1_800_000_000_000;

/** Begins a tape in a file of its own; all is written at once, for virtual time waits for nobody. */
export function createRecorder(places: Places): Recorder {
  const folder = mkdtempSync(join(tmpdir(), 'rxtape-chaos-tape-'));
  const path = join(folder, 'tape.ndjson');
  const file = openSync(path, 'w');
  let piece = '';
  let isOpen = true;
  const flush = (): void => {
    writeSync(file, piece);
    piece = '';
  };
  const sink = tapeLines(
    line => {
      if (!isOpen) return;
      piece += `${line}\n`;
      if (piece.length > PIECE) flush();
    },
    { secrets: Object.values(demoCredentials), urls: places.urls },
  );
  const live = new Map<string, Heard>();
  const asked: Asked[] = [];
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    flush();
    closeSync(file);
  };
  return {
    ...{ sink, path },
    ...{ live, asked },
    end() {
      sink.end();
      close();
    },
    dispose() {
      close();
      live.clear();
      asked.length = 0;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Plays the tape to another client, whose user asks for the same, and compares what it hears with what was heard live. */
export async function replayed({ path, asked, live }: Recorder, places: Places): Promise<Replayed> {
  const again = new Map<string, Heard>(asked.map(({ name }) => [name, createHeard()]));
  const differences: string[] = [];
  const first = new Map<string, string>();
  const options = { ...places, told: (sentence: string) => differences.push(`replay: ${sentence}`) };
  const values$ = replay(
    readTape(path),
    feeds =>
      merge(
        ...asked.map(({ name, open }) => {
          const heard = again.get(name) ?? createHeard();
          const streamed$ = lasting(() => open(feeds)).pipe(noting(heard));
          const compare = (value: unknown): void => {
            const i = heard.hashes.length - 1;
            if (first.has(name) || heard.hashes[i] === live.get(name)?.hashes[i]) return;
            first.set(name, `value ${i + 1} at ${secondsOf(heard.at[i])}: ${textOf(value).slice(0, SHOWN)}`);
          };
          // Nobody needs the values any more.
          return streamed$.pipe(tap(compare), ignoreElements());
        }),
      ),
    options,
  );
  try {
    await lastValueFrom(values$, { defaultValue: undefined });
  } catch (cause) {
    differences.push(`replay failed: ${String(cause)}`);
  }
  let [same, shifted] = [0, 0];
  for (const [name, { at, hashes }] of live) {
    const other = again.get(name) ?? createHeard();
    hashes.forEach((hash, i) => {
      if (hash !== other.hashes[i]) return;
      same += 1;
      if (at[i] !== other.at[i]) shifted += 1;
    });
    const begin = first.get(name);
    if (begin !== undefined) differences.push(`replay: ${name} differs from ${begin}`);
    else if (other.hashes.length !== hashes.length) {
      differences.push(
        `replay: ${name} has ${other.hashes.length} values, live it had ${hashes.length}; the last came at ${secondsOf(at.at(-1))}`,
      );
    }
  }
  const text = readFileSync(path);
  for (const [name, secret] of Object.entries(demoCredentials))
    if (text.includes(secret)) differences.push(`tape holds a secret: ${name}`);
  const answers = countOf(text, '{"type":"answer"');
  return { same, shifted, bytes: text.length, answers, differences };
}

function countOf(text: Buffer, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}

function secondsOf(at: number | undefined): string {
  return at === undefined ? 'no time' : `${((at - START) / 1_000).toFixed(3)} s`;
}
