import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { environmentOf } from '../../src/cli/environment.js';

describe('environmentOf', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rxtape-env-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('takes the process first, then .env; what is empty is not set', () => {
    writeFileSync(join(folder, '.env'), 'A=file\nB="from file"\nC=\n');
    const variable = environmentOf({ A: 'process', B: '' }, folder);
    expect(['A', 'B', 'C', 'D'].map(variable)).toEqual(['process', 'from file', undefined, undefined]);
  });

  it('does without a .env', () => {
    expect(environmentOf({}, folder)('A')).toBeUndefined();
  });

  it('says that a .env cannot be read, but only when it is needed', () => {
    mkdirSync(join(folder, '.env'));
    const variable = environmentOf({ A: 'a' }, folder);
    expect(variable('A')).toBe('a');
    expect(() => variable('B')).toThrow('.env of this folder cannot be read (EISDIR): mend it, or set the variables');
  });

  it('is not to be looked into', () => {
    expect(inspect(environmentOf({ A: 'a-secret' }, folder), { showHidden: true, depth: 9 })).not.toContain('a-secret');
  });
});
