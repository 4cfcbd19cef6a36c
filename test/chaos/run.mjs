/**
 * Bundles and runs `main.ts`, which runs `one.ts` for each stand: virtual time needs a process of its own, and the heap a
 * collector that can be called.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'rxtape-chaos-'));
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true });
});
const fileOf = name => fileURLToPath(new URL(name, import.meta.url));
await build({
  entryPoints: [fileOf('main.ts'), fileOf('one.ts')],
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
});
await import(pathToFileURL(join(folder, 'main.mjs')).href);
