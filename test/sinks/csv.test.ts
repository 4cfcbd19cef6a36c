import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  NEVER,
  Subject,
  concat,
  firstValueFrom,
  from,
  lastValueFrom,
  of,
  take,
  throwError,
  timer,
  toArray,
} from 'rxjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toCsv } from '../../src/sinks/csv.js';

interface Row {
  readonly name: string;
  readonly size: number | undefined;
}

const columns = ({ name, size }: Row): Record<string, string | number | undefined> => ({ name, size });

let folder = '';
const file = (name = 'x.csv'): string => join(folder, name);
const text = (name?: string): string => readFileSync(file(name), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rxtape-csv-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('toCsv', () => {
  it('writes the header once, then a row per value, and emits what was written', async () => {
    const rows: Row[] = [
      { name: 'a', size: 1.5 },
      { name: 'b', size: undefined },
    ];
    const written = await lastValueFrom(from(rows).pipe(toCsv(file(), { columns }), toArray()));
    expect(written).toEqual(rows);
    expect(text()).toBe('name,size\na,1.5\nb,\n');
  });

  it('continues a file with the same header', async () => {
    for (const name of ['a', 'b']) await lastValueFrom(of({ name, size: 1 }).pipe(toCsv(file(), { columns })));
    expect(text()).toBe('name,size\na,1\nb,1\n');
  });

  it('begins a file anew where it is told to', async () => {
    for (const name of ['a', 'b']) {
      await lastValueFrom(of({ name, size: 1 }).pipe(toCsv(file(), { columns, append: false })));
    }
    expect(text()).toBe('name,size\nb,1\n');
  });

  it('refuses a file with another header in one sentence, and leaves it as it is', async () => {
    writeFileSync(file(), 'time,price\n1,2\n');
    const work = lastValueFrom(of({ name: 'a', size: 1 }).pipe(toCsv(file(), { columns })));
    await expect(work).rejects.toThrow(
      `csv file ${JSON.stringify(file())} has another header: it begins with "time,price", not with "name,size"`,
    );
    expect(text()).toBe('time,price\n1,2\n');
  });

  it('does not take a longer header that begins the same for its own', async () => {
    writeFileSync(file(), 'name,size,more\n');
    const work = lastValueFrom(of({ name: 'a', size: 1 }).pipe(toCsv(file(), { columns })));
    await expect(work).rejects.toThrow('has another header');
  });

  it('checks a header that is known before the source is subscribed', async () => {
    writeFileSync(file(), 'other\n');
    let subscribed = false;
    const source$ = from(
      (function* (): Generator<Row> {
        subscribed = true;
        yield { name: 'a', size: 1 };
      })(),
    );
    const work = lastValueFrom(source$.pipe(toCsv(file(), { columns, header: ['name', 'size'] })));
    await expect(work).rejects.toThrow('has another header');
    expect(subscribed).toBe(false);
  });

  it('continues what a spreadsheet saved, and a file whose last row was cut off', async () => {
    writeFileSync(file(), '\uFEFFname,size\r\na,1\r\nb,');
    await lastValueFrom(of({ name: 'c', size: 3 }).pipe(toCsv(file(), { columns })));
    expect(text()).toBe('\uFEFFname,size\r\na,1\r\nb,\nc,3\n');
  });

  it('quotes what would break a row', async () => {
    await lastValueFrom(of({ name: 'a,"b"\nc', size: 1 }).pipe(toCsv(file(), { columns })));
    expect(text()).toBe('name,size\n"a,""b""\nc",1\n');
  });

  it('writes booleans, dates and long integers as text that can be read back', async () => {
    const row = { yes: true, no: false, at: new Date(0), id: 1352182127898370048n, none: null };
    await lastValueFrom(of(row).pipe(toCsv(file(), { columns: value => value })));
    expect(text()).toBe('yes,no,at,id,none\ntrue,false,1970-01-01T00:00:00.000Z,1352182127898370048,\n');
  });

  it('writes what waits when it is unsubscribed', async () => {
    const source$ = new Subject<Row>();
    const writing = source$.pipe(toCsv(file(), { columns })).subscribe();
    for (let size = 0; size < 1_000; size++) source$.next({ name: 'a', size });
    writing.unsubscribe();
    await expect.poll(() => text().split('\n').length, { timeout: 10_000 }).toBe(1_002);
    expect(source$.observed).toBe(false);
  });

  it('leaves the source at once when a downstream operator has enough', async () => {
    const source$ = new Subject<Row>();
    const first = firstValueFrom(source$.pipe(toCsv(file(), { columns }), take(1)));
    source$.next({ name: 'a', size: 1 });
    source$.next({ name: 'b', size: 2 });
    await first;
    expect(source$.observed).toBe(false);
    await expect.poll(() => text(), { timeout: 10_000 }).toBe('name,size\na,1\nb,2\n');
  });

  it('writes what came before an error, then passes the error on', async () => {
    const source$ = concat(
      of({ name: 'a', size: 1 }),
      throwError(() => new Error('source broke')),
    );
    await expect(lastValueFrom(source$.pipe(toCsv(file(), { columns })))).rejects.toThrow('source broke');
    expect(text()).toBe('name,size\na,1\n');
  });

  it('says in one sentence why a file cannot be written', async () => {
    const path = join(folder, 'no', 'x.csv');
    const work = lastValueFrom(of({ name: 'a', size: 1 }).pipe(toCsv(path, { columns })));
    await expect(work).rejects.toThrow(
      `csv file ${JSON.stringify(path)} cannot be written: no such file or directory (ENOENT)`,
    );
    const directory = lastValueFrom(of({ name: 'a', size: 1 }).pipe(toCsv(folder, { columns })));
    await expect(directory).rejects.toThrow(`csv file ${JSON.stringify(folder)} cannot be written: illegal operation`);
  });

  it('refuses a row with a column that the header has not', async () => {
    const rows = [{ a: 1 }, { a: 2, b: 3 }];
    const work = lastValueFrom(from(rows).pipe(toCsv<Record<string, number>>(file(), { columns: row => row })));
    await expect(work).rejects.toThrow('has no column "b": it has a');
    expect(text()).toBe('a\n1\n');
  });

  it('passes on what the columns throw', async () => {
    const work = lastValueFrom(
      of(1).pipe(
        toCsv(file(), {
          columns: () => {
            throw new TypeError('no columns');
          },
        }),
      ),
    );
    await expect(work).rejects.toThrow('no columns');
  });

  it.each([
    ['drop-newest', 'n\n0\n1\n2\n'],
    ['drop-oldest', 'n\n0\n8\n9\n'],
  ] as const)('keeps no more than the buffer holds: %s', async (whenFull, expected) => {
    // The first row is being written while the others come; two may wait.
    const rows = Array.from({ length: 10 }, (_, n) => n);
    const written = await lastValueFrom(
      from(rows).pipe(toCsv(file(), { columns: n => ({ n }), bufferSize: 2, whenFull }), toArray()),
    );
    expect(text()).toBe(expected);
    expect(written.join('\n')).toBe(expected.slice(2).trimEnd());
  });

  it('errors when the buffer is full, with everything written that was taken', async () => {
    const work = lastValueFrom(
      concat(from([0, 1, 2, 3]), NEVER).pipe(toCsv(file(), { columns: n => ({ n }), bufferSize: 2 })),
    );
    await expect(work).rejects.toThrow('is written too slowly: 2 rows wait');
    expect(text()).toBe('n\n0\n1\n2\n');
  });

  it.each([0, -1, 1.5, NaN])('refuses a buffer of %s at the call', bufferSize => {
    expect(() => toCsv(file(), { columns, bufferSize })).toThrow(RangeError);
  });

  it('is cold, and each subscription writes for itself', async () => {
    const written$ = of({ name: 'a', size: 1 }).pipe(toCsv(file(), { columns }));
    await lastValueFrom(timer(1));
    expect(() => text()).toThrow('ENOENT');
    await lastValueFrom(written$);
    await lastValueFrom(written$);
    expect(text()).toBe('name,size\na,1\na,1\n');
  });

  it('gives back what any cell held', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.string(), fc.double({ noNaN: true })), { minLength: 1 }), async rows => {
        const name = `p${run++}.csv`;
        const source$ = from(rows.map(([name, size]) => ({ name, size })));
        await lastValueFrom(source$.pipe(toCsv(file(name), { columns })));
        const [, ...back] = parseCsv(text(name));
        expect(back).toEqual(rows.map(([cell, size]) => [cell, String(size)]));
      }),
      { numRuns: 50 },
    );
  });
});

/** A reader of its own: quotes, doubled quotes, line ends inside of them. */
function parseCsv(csv: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < csv.length; i++) {
    const char = csv[i] ?? '';
    if (quoted && char === '"' && csv[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === ',' || char === '\n')) {
      rows.at(-1)?.push(cell);
      cell = '';
      if (char === '\n') rows.push([]);
    } else cell += char;
  }
  return rows.slice(0, -1);
}
