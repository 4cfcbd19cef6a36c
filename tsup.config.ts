import { defineConfig } from 'tsup';
import { cli } from './tsup.cli.config.js';

/** The library: ESM and CommonJS with shared chunks, so that `instanceof` holds across entries; and the command line. */
export default defineConfig([
  {
    entry: {
      index: 'src/index.ts',
      browser: 'src/browser.ts',
      'operators/index': 'src/operators/index.ts',
      'state/index': 'src/state/index.ts',
      'simulator/index': 'src/simulator/index.ts',
      'tape/index': 'src/tape/index.ts',
      'tape/browser': 'src/tape/browser.ts',
      'venues/bitget/index': 'src/venues/bitget/index.ts',
      'venues/bitget-v1/index': 'src/venues/bitget-v1/index.ts',
      'venues/bybit/index': 'src/venues/bybit/index.ts',
      'venues/bybit-spot-v1/index': 'src/venues/bybit-spot-v1/index.ts',
      'venues/bybit-spot-v3/index': 'src/venues/bybit-spot-v3/index.ts',
      'venues/backpack/index': 'src/venues/backpack/index.ts',
      'venues/bge/index': 'src/venues/bge/index.ts',
      'sinks/csv': 'src/sinks/csv.ts',
    },
    format: ['esm', 'cjs'],
    splitting: true,
    dts: true,
    sourcemap: true,
    target: 'es2022',
    platform: 'neutral',
    external: [/^node:/],
  },
  cli,
]);
