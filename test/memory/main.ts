/**
 * `node test/memory/run.mjs`: what clients hold on to after very many subscriptions and losses, venue by venue.
 * @module
 */
import { parseArgs } from 'node:util';
import { createProgress } from '../chaos/progress.js';
import { stands } from '../chaos/stands.js';
import { cycles, losses, mib, topics } from './proofs.js';
import type { Proof, Told } from './proofs.js';

const HELP = `node test/memory/run.mjs [options]

Proves, in virtual time and against the simulated exchange of every venue, that a client holds on to nothing: after very
many subscriptions and unsubscriptions, and very many losses of all connections, the heap is where it was; and that very
many topics over many sockets are restored after a drop without breaking a limit of the venue.

  --cycles N   subscriptions and unsubscriptions, all venues together (default 100000)
  --losses N   losses of all connections, all venues together (default 20000)
  --topics N   topics of each venue (default 1000)
  --venue V    only this venue, or only this stand
  --json       one line of JSON per proof
  --help       this text

Exit code 0: all is as it must be. 1: it is not. 2: the options make no sense.
`;

const { values } = options();
const numbers = { cycles: Number(values.cycles), losses: Number(values.losses), topics: Number(values.topics) };
// Who gives up after five attempts cannot live through many losses.
const wanted = stands
  .filter(({ name }) => name !== 'bitget-v1 (guide)')
  .filter(({ name, venue }) => values.venue === undefined || values.venue === name || values.venue === venue);
for (const [name, number] of Object.entries(numbers)) {
  if (!Number.isInteger(number) || number < 0) fail(`${name} must be a whole number, 0 or more`);
}
if (wanted.length === 0) fail(`venue ${JSON.stringify(values.venue)} is none: ${stands.map(s => s.name).join(', ')}`);
if (values.help) process.stdout.write(HELP);
else await prove();

async function prove(): Promise<void> {
  let isOver = false;
  process.on('exit', () => {
    if (isOver) return;
    process.stdout.write('memory: the run broke off before its end\n');
    process.exitCode = 1;
  });
  const progress = createProgress(process.stderr);
  const proofs: Proof[] = [];
  let unhandled = 0;
  process.on('unhandledRejection', () => {
    unhandled += 1;
  });
  const run = async (name: string, proof: (told: Told) => Promise<Proof>, count: number): Promise<void> => {
    if (count === 0) return;
    const one = await proof(share => {
      if (!values.json) progress.show(name, share);
    });
    progress.clear();
    proofs.push(one);
    process.stdout.write(values.json ? `${JSON.stringify(one)}\n` : `${textOf(one)}\n`);
  };
  const share = (number: number): number => Math.ceil(number / wanted.length);
  for (const stand of wanted) {
    const each = { cycles: share(numbers.cycles), losses: share(numbers.losses) };
    await run(`${stand.name} cycles`, told => cycles(stand, each.cycles, told), each.cycles);
    await run(`${stand.name} losses`, told => losses(stand, each.losses, told), each.losses);
    await run(`${stand.name} topics`, told => topics(stand, numbers.topics, told), numbers.topics);
  }
  isOver = true;
  const sum = (what: Proof['what']): number =>
    proofs.filter(one => one.what === what).reduce((total, { count }) => total + count, 0);
  const wrong = proofs.reduce((total, one) => total + one.wrong.length, unhandled);
  if (wrong > 0) process.exitCode = 1;
  if (values.json) return;
  process.stdout.write(
    `${sum('cycles')} cycles, ${sum('losses')} losses, ${sum('topics')} topics restored: ${wrong === 0 ? 'all is well' : `${wrong} things are wrong`}\n`,
  );
}

function textOf({ what, name, count, values: came, seconds, grown, grownAlive, sockets, wrong }: Proof): string {
  const heap = `heap ${mib(grown)}${grownAlive === undefined ? '' : `, while streams stood ${mib(grownAlive)}`}`;
  const facts =
    what === 'topics'
      ? `${count} topics over ${sockets} sockets restored in ${seconds.toFixed(1)} s`
      : `${count} ${what} in ${(seconds / 3_600).toFixed(1)} virtual hours, ${came} values, ${sockets} sockets at most; ${heap}`;
  return [`${name.padEnd(22)} ${facts}`, ...[...new Set(wrong)].slice(0, 5).map(one => `  ! ${one}`)].join('\n');
}

function options() {
  try {
    return parseArgs({
      options: {
        cycles: { type: 'string', default: '100000' },
        losses: { type: 'string', default: '20000' },
        topics: { type: 'string', default: '1000' },
        venue: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    return fail(cause instanceof Error ? cause.message : String(cause));
  }
}

function fail(message: string): never {
  process.stderr.write(`memory: ${message}\n`);
  process.exit(2);
}
