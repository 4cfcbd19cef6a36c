import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { afterAll, describe, expect, it } from 'vitest';
import type { TapeEvent } from '../../src/tape/format.js';
import { parseTape } from '../../src/tape/parse-tape.js';
import { readTape } from '../../src/tape/read-tape.js';
import { createTapeFile } from '../../src/tape/tape-file.js';
import { LIBRARY_VERSION } from '../../src/tape/version.js';
import { START, tapeText, tickerTape } from './tape-text.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};
const folder = mkdtempSync(join(tmpdir(), 'rxtape-tape-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const place = (name: string): string => join(folder, name);
const all = (path: string): Promise<readonly TapeEvent[]> => lastValueFrom(readTape(path).pipe(toArray()));
const frame = (at: number, text: string): TapeEvent => ({ type: 'frame', at: START + at, connection: 1, text });

describe('a tape on the disk', () => {
  it.each(['plain.ndjson', 'packed.ndjson.gz'])('%s is read as it was written', async name => {
    const tape = createTapeFile(place(name), { words: ['book', 'bitget'], urls: { bitget: 'wss://x/y?key=secret' } });
    const texts = Array.from(
      { length: 5_000 },
      (_, i) => `{"n":${i},"text":"zażółć 𝄞 \u2028 \\ud800 ${'x'.repeat(i % 70)}"}`,
    );
    for (const [i, text] of texts.entries()) tape.write(frame(i, text));
    expect(tape.size()).toMatchObject({ frames: 5_000, lines: 5_001 });
    expect(await tape.close()).toMatchObject({ frames: 5_000, lines: 5_002 });
    expect(await tape.close()).toMatchObject({ lines: 5_002 });
    tape.write(frame(9_999, 'too late'));

    const [header, ...rest] = await all(place(name));
    expect(header).toMatchObject({ type: 'tape', version: 1, library: version, words: ['book', 'bitget'] });
    expect(header).toMatchObject({ urls: { bitget: 'wss://x/y' } });
    expect(rest.at(-1)?.type).toBe('end');
    expect(rest.slice(0, -1)).toEqual(texts.map((text, i) => frame(i, text)));
    const bytes = readFileSync(place(name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    expect(JSON.parse(text.slice(0, text.indexOf('\n')))).toMatchObject({ rxtape: 'tape', version: 1 });
  });

  it('knows the version of the library', () => {
    expect(LIBRARY_VERSION).toBe(version);
  });

  it('is not overwritten, unless that is wanted', async () => {
    writeFileSync(place('there.ndjson'), 'precious');
    const tape = createTapeFile(place('there.ndjson'));
    const told = firstValueFrom(tape.failure$, { defaultValue: undefined });
    await expect(told).rejects.toThrow(
      /^tape ".*there.ndjson" cannot be written: it exists already, and a tape is not/,
    );
    await expect(tape.close()).rejects.toThrow('it exists already');
    expect(readFileSync(place('there.ndjson'), 'utf8')).toBe('precious');
    await createTapeFile(place('there.ndjson'), { overwrite: true }).close();
    expect((await all(place('there.ndjson'))).map(({ type }) => type)).toEqual(['tape', 'end']);
  });

  it('tells that its folder is missing, and that the disk is too slow', async () => {
    const lost = createTapeFile(place('nowhere/x.ndjson'));
    await expect(lost.close()).rejects.toThrow('no such file or directory (ENOENT)');
    const slow = createTapeFile(place('slow.ndjson'), { bufferSize: 1_000_000 });
    const failed: string[] = [];
    slow.failure$.subscribe({ error: (cause: unknown) => failed.push(String(cause)) });
    for (let i = 0; i < 100; i++) slow.write(frame(i, 'x'.repeat(100_000)));
    expect(failed[0]).toMatch(/^TapeError: tape ".*" is written too slowly: 1 MiB wait, and nothing may be left out$/);
    await expect(slow.close()).rejects.toThrow('written too slowly');
  });
});

describe('a tape that is no whole tape', () => {
  const text = tapeText(
    tickerTape([
      [30, 1],
      [530, 2],
    ]),
  );
  const lines = text.split('\n');
  const types = async (name: string, content: string | Uint8Array): Promise<readonly unknown[]> => {
    writeFileSync(place(name), content);
    const events = await all(place(name));
    return events.map(event => (event.type === 'torn' ? [event.line, event.reason] : event.type));
  };

  it('is read up to the line that is torn', async () => {
    const whole = ['tape', 'dial', 'open', 'sent', 'frame', 'frame', 'frame'];
    expect(await types('whole', text)).toEqual([...whole, 'end']);
    expect(await types('cut', text.slice(0, -10))).toEqual([...whole, [8, 'is not whole (it is no JSON object)']]);
    expect(await types('unclosed', lines.slice(0, -2).join('\n'))).toEqual([
      ...whole,
      [8, 'is missing: the tape was not closed'],
    ]);
    const broken = lines.with(4, '{"type":"frame","at":1700000000000,"connection":1}').join('\n');
    expect(await types('broken', broken)).toEqual([
      ...whole.slice(0, 4),
      [5, 'is not what a line of type frame must be'],
    ]);
    expect(await types('unknown', lines.with(4, '{"type":"dance","at":1}').join('\n'))).toEqual([
      ...whole.slice(0, 4),
      [5, 'has an unknown type "dance"'],
    ]);
    expect(await types('timeless', lines.with(4, '{"type":"open","connection":1}').join('\n'))).toEqual([
      ...whole.slice(0, 4),
      [5, 'has no time (at)'],
    ]);
  });

  it('is read as far as it goes where it was packed', async () => {
    const noise = Array.from({ length: 3_000 }, (_, i) => [30 + i, Math.sin(i)] as const);
    const packed = gzipSync(tapeText(tickerTape(noise)));
    const cut = await types('cut.gz', packed.subarray(0, packed.length / 2));
    expect(cut.length).toBeGreaterThan(500);
    expect(cut.at(-1)).toEqual([cut.length, expect.stringMatching(/^is (not whole|missing)/)]);
    const spoilt = Uint8Array.from(packed);
    spoilt.fill(0xff, packed.length / 2, packed.length / 2 + 200);
    const read = await types('spoilt.gz', spoilt);
    expect(read.length).toBeGreaterThan(500);
    expect(read.at(-1)).toEqual([read.length, expect.stringMatching(/^(cannot be read: |is no|is not|has )/)]);
  });

  it.each([
    ['', 'is empty: it must begin with its header'],
    ['{"name":"rxtape"}\n', ': line 1 is not the header of a tape: it must be {"rxtape":"tape","version":1,…}'],
    ['PK\u0003\u0004\u0000', ': line 1 is not the header of a tape'],
    ['{"rxtape":"tape","version":2,"startedAt":1}\n', ': line 1 says version 2 of the format: 1 can be read'],
    ['{"rxtape":"tape","version":1}\n', ': line 1 does not say when the tape was begun (startedAt)'],
  ])('%j is told with its line', async (content, words) => {
    await expect(types('foreign', content)).rejects.toThrow(words);
    await expect(types('foreign', content)).rejects.toMatchObject({ name: 'TapeError' });
  });

  it('tells that there is no such file', async () => {
    await expect(all(place('none'))).rejects.toThrow('cannot be read: no such file or directory (ENOENT)');
    await expect(all(folder)).rejects.toThrow('cannot be read: ');
  });

  it('is read from pieces that end anywhere, as often as one likes', async () => {
    const tape$ = parseTape(() => text.match(/[\s\S]{1,7}/g) ?? []);
    const whole = await lastValueFrom(parseTape(() => [text]).pipe(toArray()));
    expect(await lastValueFrom(tape$.pipe(toArray()))).toEqual(whole);
    expect(await lastValueFrom(tape$.pipe(toArray()))).toEqual(whole);
  });
});
