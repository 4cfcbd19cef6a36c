import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeIo, runWords } from './fake-io.js';

const eventually = <T>(read: () => T): ReturnType<typeof expect.poll<T>> =>
  expect.poll(read, { timeout: 10_000, interval: 20 });

describe('simulate --faults', () => {
  let folder: string;
  const scriptOf = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const failing = async (words: string): Promise<string> => {
    const io = fakeIo();
    expect(await runWords(words, io)).toBe(2);
    expect(io.out()).toBe('');
    return io.err();
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rxtape-faults-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('plays the script of a file', async () => {
    const path = scriptOf('outage.txt', '# an outage\nat 300 ms close 1001\nfrom 300 ms to 800 ms refuse-connection\n');
    const io = fakeIo();
    const code = runWords(`simulate bitget --faults ${path}`, io);
    await eventually(() => io.lines().length).toBe(1);
    const watcher = fakeIo();
    const watching = runWords(`ticker bitget BTCUSDT --json --url ${io.lines()[0] ?? ''}`, watcher);
    await eventually(() => watcher.err()).toMatch(/1001 going away/);
    const before = watcher.lines().length;
    await eventually(() => watcher.lines().length).toBeGreaterThan(before + 3);
    watcher.stop$.next('SIGINT');
    expect(await watching).toBe(0);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
  });

  it('takes an empty script for no faults', async () => {
    const io = fakeIo();
    const code = runWords(`simulate bitget --faults ${scriptOf('empty.txt', '')}`, io);
    await eventually(() => io.lines().length).toBe(1);
    io.stop$.next('SIGINT');
    expect(await code).toBe(0);
  });

  it('tells the line that says no fault, and what is possible', async () => {
    const path = scriptOf('wrong.txt', 'duplicate\n\nat 5 s half-opn\n');
    expect(await failing(`simulate bitget --faults ${path}`)).toMatch(
      /^rxtape: fault script line 3: fault "half-opn" is unknown; possible are refuse-connection, /,
    );
  });

  it('tells what cannot happen at that venue', async () => {
    const path = scriptOf('impossible.txt', 'bad-checksum\n');
    expect(await failing(`simulate bybit --faults ${path}`)).toContain(
      'fault "bad-checksum" cannot happen at this exchange: its books carry no checksum',
    );
  });

  it('tells a name that is neither a fault nor a file, and a folder', async () => {
    expect(await failing('simulate bitget --faults nowhere.txt')).toMatch(
      /^rxtape: fault "nowhere\.txt" is not known: choose of refuse-connection, .*, or name the file of a script/,
    );
    expect(await failing(`simulate bitget --faults ${folder}`)).toMatch(/^rxtape: file ".*" cannot be read: /);
  });
});
