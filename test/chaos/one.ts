/**
 * One stand through chaos, in a process of its own: tells how far it is and what came of it, one JSON object a line.
 * @module
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { heapUsed } from '../support/heap.js';
import { chaos, taped } from './chaos.js';
import type { ChaosOptions } from './chaos.js';
import type { Figures } from './figures.js';
import { stands } from './stands.js';
import type { Stand } from './stands.js';

/** What is told. */
export type Word =
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'unhandled'; readonly what: string }
  | { readonly type: 'figures'; readonly figures: Figures };

const { values } = parseArgs({
  options: {
    stand: { type: 'string', default: '' },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string' },
    'no-tape': { type: 'boolean', default: false },
  },
});

function tell(word: Word): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}

const unhandled = (cause: unknown): void => {
  tell({ type: 'unhandled', what: cause instanceof Error ? (cause.stack ?? String(cause)) : String(cause) });
};
process.on('unhandledRejection', unhandled);

const stand = stands.find(({ name }) => name === values.stand);
if (stand === undefined) throw new RangeError(`stand ${JSON.stringify(values.stand)} is none`);
// Once before, so that what is compiled and cached is there.
await run(stand, { seed: 'warm', minutes: 0.5 });
const before = await heapUsed();
const { figures, feeds } = await run(stand, {
  seed: values.seed,
  minutes: Number(values.minutes),
  ...(values.faults === undefined ? {} : { script: readFileSync(values.faults, 'utf8') }),
  progress: share => {
    tell({ type: 'progress', share });
  },
});
const after = await heapUsed();
// Rejections are told between two turns.
await new Promise(resolve => setImmediate(resolve));
const grown = before === undefined || after === undefined ? undefined : after - before;
// The client is held on to until here.
if (Object.keys(feeds).length > 0)
  tell({ type: 'figures', figures: { ...figures, left: { ...figures.left, heap: grown } } });

async function run(on: Stand, options: ChaosOptions): Promise<{ readonly figures: Figures; readonly feeds: object }> {
  if (values['no-tape']) return chaos(on, options);
  const recorded = taped(on, options);
  return { figures: await recorded.replay(), feeds: recorded.feeds };
}
