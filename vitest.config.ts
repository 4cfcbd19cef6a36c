import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^rxtape\/operators$/, replacement: source('operators/index.ts') },
      { find: /^rxtape\/reducers$/, replacement: source('state/index.ts') },
      { find: /^rxtape\/simulator$/, replacement: source('simulator/index.ts') },
      { find: /^rxtape\/tape$/, replacement: source('tape/index.ts') },
      { find: /^rxtape\/venues\/bitget$/, replacement: source('venues/bitget/index.ts') },
      { find: /^rxtape\/venues\/bitget-v1$/, replacement: source('venues/bitget-v1/index.ts') },
      { find: /^rxtape\/sinks\/csv$/, replacement: source('sinks/csv.ts') },
      { find: /^rxtape$/, replacement: source('index.ts') },
    ],
  },
  test: {
    // Trials over real sockets wait more than they work.
    maxConcurrency: 12,
    maxWorkers: 3,
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
