/**
 * `npm run chaos`: every venue through random fault scripts, and what came of it.
 * @module
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chaos } from './chaos.js';
import { figuresText } from './figures.js';
import type { Figures } from './figures.js';
import { stands } from './stands.js';
import type { Stand } from './stands.js';
import { stormScript } from './storm.js';

/** The most that a client may hold on to after all have left, bytes. */
const HEAP = 4 * 1_048_576;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    venue: { type: 'string' },
    /** Prints the scripts instead of playing them. */
    print: { type: 'boolean', default: false },
    /** Plays the script of this file instead of those by chance. */
    faults: { type: 'string' },
  },
});
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

const own = values.faults === undefined ? {} : { script: readFileSync(values.faults, 'utf8') };

let unhandled = 0;
process.on('unhandledRejection', cause => {
  unhandled += 1;
  process.stdout.write(`unhandled rejection: ${String(cause)}\n`);
});

const results: Figures[] = [];
const began = performance.now();
process.stdout.write(`chaos: ${minutes} virtual minutes per venue, seed ${values.seed}\n\n`);
for (const stand of wanted) {
  if (values.print) {
    const weather = { cycle: 90_000, storm: 40_000, settled: 78_000, faults: 6 };
    process.stdout.write(`${stormScript(stand, values.seed, minutes * 60_000, weather)}\n\n`);
    continue;
  }
  // Once before, so that what is compiled and cached is there.
  chaos(stand, { seed: 'warm', minutes: 0.5 });
  results.push(await measured(stand));
  // Rejections are told between two turns.
  await new Promise(resolve => setImmediate(resolve));
}
const wrong = results.reduce((sum, { divergences }) => sum + divergences.length, 0) + unhandled;
const heavy = results.filter(({ left }) => (left.heap ?? 0) > HEAP);
const seconds = ((performance.now() - began) / 1_000).toFixed(1);
process.stdout.write(
  `${results.length} runs in ${seconds} s: ${wrong} divergences, ${unhandled} unhandled rejections\n`,
);
for (const { name } of heavy) process.stdout.write(`${name} holds on to more than ${HEAP / 1_048_576} MiB\n`);
if (wrong > 0 || heavy.length > 0) {
  process.stdout.write(`repeat it with: npm run chaos -- --minutes ${minutes} --seed ${values.seed}\n`);
  process.exitCode = 1;
}

async function measured(stand: Stand): Promise<Figures> {
  const before = await heap();
  const { figures, feeds } = chaos(stand, { seed: values.seed, minutes, ...own });
  const after = await heap();
  const grown = before === undefined || after === undefined ? undefined : after - before;
  const all = { ...figures, left: { ...figures.left, heap: grown } };
  process.stdout.write(`${figuresText(all)}\n\n`);
  // The client is held on to until here.
  return Object.keys(feeds).length === 0 ? figures : all;
}

/** The heap in use once all that is garbage is gone, bytes; undefined where the collector cannot be called. */
async function heap(): Promise<number | undefined> {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) return undefined;
  // A collection that is under way already leaves what became garbage since: the least of several is what is held.
  let least = Infinity;
  for (let n = 0; n < 8; n++) {
    await new Promise(resolve => setTimeout(resolve, 10));
    collect();
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
}

function fail(message: string): never {
  process.stderr.write(`chaos: ${message}\n`);
  process.exit(2);
}
