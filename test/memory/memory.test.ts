import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { stands } from '../chaos/stands.js';
import type { Proof } from './proofs.js';

/** A small part of what `node test/memory/run.mjs` does: in a process of its own, where the collector can be called. */
const args = ['--cycles', '3500', '--losses', '350', '--topics', '1000', '--json'];

it('holds on to nothing after many subscriptions and losses, and restores a thousand topics of every venue', async () => {
  const path = fileURLToPath(new URL('run.mjs', import.meta.url));
  // What is wrong is in the lines, whatever the exit code says.
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...args]).catch(
    (cause: unknown) => cause as { readonly stdout: string },
  );
  const proofs = stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Proof);
  expect(proofs.flatMap(({ name, what, wrong }) => wrong.map(one => `${name}, ${what}: ${one}`))).toEqual([]);
  const venues = [...new Set(stands.map(({ venue }) => venue))];
  expect(proofs).toHaveLength(venues.length * 3);
  const sum = (what: Proof['what']): number =>
    proofs.filter(one => one.what === what).reduce((total, { count }) => total + count, 0);
  expect(sum('cycles')).toBeGreaterThanOrEqual(3_500);
  expect(sum('losses')).toBeGreaterThanOrEqual(350);
  for (const { what, values, count, sockets } of proofs) {
    // That something came says that it was no empty exercise.
    expect(values).toBeGreaterThan(what === 'cycles' ? count / 10 : count);
    expect(sockets).toBeGreaterThan(what === 'topics' ? 4 : 1);
  }
}, 180_000);
