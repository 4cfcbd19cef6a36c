/**
 * `npm run chaos`: every venue through random fault scripts, and what came of it. It never ends without a summary.
 * @module
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { figuresText, summaryText } from './figures.js';
import type { Figures } from './figures.js';
import type { Word } from './one.js';
import { createProgress } from './progress.js';
import { stands } from './stands.js';
import { stormScript, usual } from './storm.js';

/** The most that a client may hold on to after all have left, bytes. */
const HEAP = 4 * 1_048_576;

const HELP = `npm run chaos -- [options]

Lets the client of every venue live through storms of random faults of its simulated exchange, in virtual time, and
compares all it says with the truth: books, trades, tickers, accounts, the venue's limits, sockets, timers, heap. What
arrives is taped, and the tape is replayed at the end: it must give the same values to the byte.

  --minutes N   virtual minutes per venue (default 10)
  --seed S      any word: the same seed gives the same run (default 1)
  --venue V     only this venue, or only this stand: ${stands.map(({ name }) => name).join(', ')}
  --faults F    plays the fault script of this file instead of those by chance
  --print       prints the fault scripts instead of playing them
  --no-tape     without tape and replay
  --help        this text

Exit code 0: no divergence. 1: divergences, or a run that broke off. 2: the options make no sense. 130: interrupted.
`;

const { values } = options();
const minutes = Number(values.minutes);
const wanted = stands.filter(
  ({ name, venue }) => values.venue === undefined || values.venue === name || values.venue === venue,
);
if (!(minutes > 0)) fail(`minutes ${JSON.stringify(values.minutes)} must be a number above 0`);
if (wanted.length === 0) {
  fail(
    `venue ${JSON.stringify(values.venue)} is not put to the test: choose one of ${[...new Set(stands.map(({ venue }) => venue))].join(', ')}`,
  );
}

if (values.help) process.stdout.write(HELP);
else if (values.print)
  for (const stand of wanted) process.stdout.write(`${stormScript(stand, values.seed, minutes * 60_000, usual)}\n\n`);
else await play();

async function play(): Promise<void> {
  const began = performance.now();
  const results: Figures[] = [];
  /** What is wrong beside divergences, each in a sentence. */
  const wrong: string[] = [];
  let isSummed = false;
  const sum = (): void => {
    if (isSummed) return;
    isSummed = true;
    const seconds = (performance.now() - began) / 1_000;
    const isWrong = wrong.length > 0 || results.some(({ divergences }) => divergences.length > 0);
    process.stdout.write(`${summaryText(results, wanted.length, seconds, wrong)}\n`);
    if (!isWrong) return;
    const venue = values.venue === undefined ? '' : ` --venue ${JSON.stringify(values.venue)}`;
    process.stdout.write(`repeat it with: npm run chaos -- --minutes ${minutes} --seed ${values.seed}${venue}\n`);
    process.exitCode = 1;
  };
  process.on('exit', () => {
    if (isSummed) return;
    wrong.push('the run broke off before its end');
    sum();
  });
  process.stdout.write(`chaos: ${minutes} virtual minutes per venue, seed ${values.seed}\n\n`);
  const progress = createProgress(process.stderr);
  for (const { name } of wanted) {
    const { figures, unhandled, end } = await one(name, share => {
      progress.show(name, share);
    });
    progress.clear();
    for (const what of unhandled) wrong.push(`${name}: unhandled rejection: ${what}`);
    if (figures === undefined) {
      wrong.push(`${name}: the run broke off ${end}`);
      process.stdout.write(`${name}\n  broke off         ${end}\n\n`);
    } else {
      results.push(figures);
      process.stdout.write(`${figuresText(figures)}\n\n`);
      if ((figures.left.heap ?? 0) > HEAP) wrong.push(`${name} holds on to more than ${HEAP / 1_048_576} MiB`);
    }
  }
  sum();
}

interface Outcome {
  /** Undefined where it broke off. */
  readonly figures: Figures | undefined;
  readonly unhandled: readonly string[];
  /** How the process ended. */
  readonly end: string;
}

/** Runs one stand in a process of its own: what becomes of it does not concern the others. */
function one(name: string, progress: (share: number) => void): Promise<Outcome> {
  const more = [
    ...(values.faults === undefined ? [] : ['--faults', values.faults]),
    ...(values['no-tape'] ? ['--no-tape'] : []),
  ];
  const args = ['--stand', name, '--minutes', values.minutes, '--seed', values.seed, ...more];
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--enable-source-maps', fileURLToPath(new URL('one.mjs', import.meta.url)), ...args],
    // The tape of one that breaks off is taken away with all the rest.
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TMPDIR: fileURLToPath(new URL('.', import.meta.url)) },
    },
  );
  const interrupt = (signal: NodeJS.Signals): void => {
    child.kill(signal);
    process.exit(130);
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  let figures: Figures | undefined;
  const unhandled: string[] = [];
  createInterface({ input: child.stdout }).on('line', line => {
    const word = wordIn(line);
    if (word?.type === 'progress') progress(word.share);
    else if (word?.type === 'figures') figures = word.figures;
    else unhandled.push(word?.what ?? line);
  });
  return new Promise(resolve => {
    child.on('error', cause => {
      resolve({ figures: undefined, unhandled, end: `before it began: ${String(cause)}` });
    });
    child.on('close', (code, signal) => {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      const end = signal === null ? `with exit code ${String(code)}` : `by signal ${signal}`;
      resolve({ figures: code === 0 ? figures : undefined, unhandled, end });
    });
  });
}

/** Undefined where the line is none of ours. */
function wordIn(line: string): Word | undefined {
  try {
    return JSON.parse(line) as Word;
  } catch {
    return undefined;
  }
}

function options() {
  try {
    return parseArgs({
      options: {
        minutes: { type: 'string', default: '10' },
        seed: { type: 'string', default: '1' },
        venue: { type: 'string' },
        faults: { type: 'string' },
        print: { type: 'boolean', default: false },
        'no-tape': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    return fail(cause instanceof Error ? cause.message : String(cause));
  }
}

function fail(message: string): never {
  process.stderr.write(`chaos: ${message}\n`);
  process.exit(2);
}
