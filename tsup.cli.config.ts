import { defineConfig } from 'tsup';

/** The command line: one ESM bundle with all that only it needs. */
export const cli = {
  entry: { 'cli/main': 'src/cli/main.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  splitting: false,
  sourcemap: true,
  // Bundled CommonJS packages call require().
  banner: {
    js: "import { createRequire as rxtapeCreateRequire } from 'node:module'; const require = rxtapeCreateRequire(import.meta.url);",
  },
} as const;

export default defineConfig(cli);
