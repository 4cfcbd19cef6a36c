/**
 * Bundles `main.ts` and runs it where the collector can be called.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'rxtape-memory-'));
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});
const outfile = join(folder, 'memory.mjs');
await build({
  entryPoints: [fileURLToPath(new URL('main.ts', import.meta.url))],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  outfile,
});
const args = ['--expose-gc', '--enable-source-maps', outfile, ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code, signal) => {
  if (signal !== null) process.stdout.write(`memory: the run broke off by signal ${signal}\n`);
  process.exitCode = code ?? 1;
});
