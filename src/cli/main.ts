#!/usr/bin/env node
/**
 * The bin `rxtape`.
 * @module
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { commands } from './commands/index.js';
import { processIo } from './io.js';
import { run } from './run.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

// No exit by force: what is still to be written is written, and then nothing holds the process any more.
run(process.argv.slice(2), commands, processIo(process, version)).subscribe(exitCode => {
  process.exitCode = exitCode;
});
