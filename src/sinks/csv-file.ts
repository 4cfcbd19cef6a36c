/**
 * A CSV file on the disk: opened where its next row goes, its header written once.
 * @module
 */
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';

/** What a cell can hold; `undefined` and `null` make an empty cell. */
export type CsvCell = string | number | bigint | boolean | Date | null | undefined;

/**
 * Opens a file and gives its descriptor. A file that is new or empty gets the header; one that is continued must begin
 * with the same.
 *
 * @param append - false: what is in the file is thrown away
 * @throws Error in one sentence
 */
export function openCsv(path: string, header: readonly string[], append: boolean): number {
  const name = csvName(path);
  const line = csvText([header]);
  let found: string | undefined;
  try {
    const file = openSync(path, append ? 'a+' : 'w');
    found = firstLine(file);
    if (found === undefined) writeFileSync(file, line);
    else if (found === line.trimEnd()) endLine(file);
    else closeSync(file);
    if (found === undefined || found === line.trimEnd()) return file;
  } catch (cause) {
    throw csvFailure(path, cause);
  }
  const [begins, wanted] = [clip(found), clip(line.trimEnd())].map(text => JSON.stringify(text));
  throw new Error(`${name} has another header: it begins with ${begins}, not with ${wanted}; choose another file`);
}

/** Writes rows as lines. Dates become ISO time, booleans `true` and `false`. */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return stringify(
    rows.map(row => [...row]),
    { cast: { boolean: String, date: date => date.toISOString() } },
  );
}

/** How the file is called in messages. */
export function csvName(path: string): string {
  return `csv file ${JSON.stringify(path)}`;
}

/** Makes the sentence that says why the file cannot be written. */
export function csvFailure(path: string, cause: unknown): Error {
  const message = cause instanceof Error ? cause.message : String(cause);
  // Node says: "ENOENT: no such file or directory, open 'x.csv'".
  const words = /^(E[A-Z]+): ([^,]+)/.exec(message);
  const why = words === null ? message : `${words[2] ?? ''} (${words[1] ?? ''})`;
  return new Error(`${csvName(path)} cannot be written: ${why}`, { cause });
}

const HEAD = 65_536;

/** The first line, without the mark that spreadsheets put before it; undefined of an empty file and of what is no file. */
function firstLine(file: number): string | undefined {
  const stats = fstatSync(file);
  if (!stats.isFile() || stats.size === 0) return undefined;
  const head = Buffer.alloc(Math.min(stats.size, HEAD));
  readSync(file, head, 0, head.length, 0);
  return (head.toString('utf8').split(/\r?\n/, 1)[0] ?? '').replace(/^\uFEFF/, '');
}

/** A process that was killed may have left half a row. */
function endLine(file: number): void {
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, fstatSync(file).size - 1);
  if (last.toString() !== '\n') writeFileSync(file, '\n');
}

function clip(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
