/**
 * CSV files: values as rows, written in their order, the header once.
 * @module
 */
import { close, writeFile } from 'node:fs';
import { Observable, Subscription } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import { csvFailure, csvName, csvText, openCsv } from './csv-file.js';
import type { CsvCell } from './csv-file.js';

export type { CsvCell } from './csv-file.js';

/** A row by column name. */
export type CsvRecord = Readonly<Record<string, CsvCell>>;

/** How values become rows. */
export interface ToCsvOptions<T> {
  /** Makes the row of a value. Every row has the same columns. */
  readonly columns: (value: T) => CsvRecord;
  /**
   * The names of the columns in their order, without it those of the first row. With it the file is opened, and its
   * header written or checked, before the source is subscribed.
   */
  readonly header?: readonly string[];
  /** A file that exists is continued; false: it is begun anew. Default true. */
  readonly append?: boolean;
  /** How many values may wait for the disk, those just being written apart. Default 100,000. */
  readonly bufferSize?: number;
  /** What happens with one more: an error, or the oldest or the newest of them is left out. Default "error". */
  readonly whenFull?: 'error' | 'drop-oldest' | 'drop-newest';
}

interface Row<T> {
  readonly value: T;
  readonly cells: readonly CsvCell[];
}

/**
 * Writes each value as a row, and emits it once it is written. Numbers are written as JavaScript writes them, dates as
 * ISO time. What waits is written and the file closed before the stream completes or errors; after an unsubscription
 * the same happens in the background, and the process lives until it is done.
 *
 * Errors in one sentence where the file cannot be opened or written, where it has another header, where a row has a
 * column that the header has not, and, with `whenFull: 'error'`, where the disk is too slow.
 *
 * @param path - the file; its folder must exist
 * @throws RangeError, at the call, where the buffer size is not a positive integer
 *
 * @example
 * ```ts
 * import { trades$ } from 'rxtape';
 * import { toCsv } from 'rxtape/sinks/csv';
 *
 * trades$('bitget', 'BTCUSDT')
 *   .pipe(toCsv('trades.csv', { columns: ({ timestamp, side, price, size }) => ({ timestamp, side, price, size }) }))
 *   .subscribe();
 * ```
 */
export function toCsv<T>(path: string, options: ToCsvOptions<T>): MonoTypeOperatorFunction<T> {
  const { columns, append = true, bufferSize = 100_000, whenFull = 'error' } = options;
  if (!Number.isSafeInteger(bufferSize) || bufferSize < 1) {
    throw new RangeError(`bufferSize must be a positive integer, not ${bufferSize}`);
  }

  return source =>
    new Observable<T>(subscriber => {
      const reading = new Subscription();
      let header = options.header;
      let file: number | undefined;
      let waiting: Row<T>[] = [];
      let writing = false;
      /** What is told once everything is written; undefined while the source goes on. */
      let farewell: (() => void) | undefined;

      const take = (value: T): void => {
        if (farewell !== undefined) return;
        const row = rowOf(value);
        if (waiting.length >= bufferSize) {
          if (whenFull === 'drop-newest') return;
          if (whenFull === 'error') throw new Error(`${csvName(path)} is written too slowly: ${bufferSize} rows wait`);
          waiting.shift();
        }
        waiting.push(row);
        write();
      };

      const rowOf = (value: T): Row<T> => {
        const record = columns(value);
        const names = Object.keys(record);
        header ??= names;
        file ??= openCsv(path, header, append);
        for (const name of names) {
          if (header.includes(name)) continue;
          throw new Error(`${csvName(path)} has no column ${JSON.stringify(name)}: it has ${header.join(', ')}`);
        }
        return { value, cells: header.map(name => record[name]) };
      };

      const write = (): void => {
        if (writing) return;
        if (waiting.length === 0 || file === undefined) {
          if (farewell !== undefined) shut(farewell);
          return;
        }
        const batch = waiting;
        waiting = [];
        writing = true;
        writeFile(file, csvText(batch.map(({ cells }) => cells)), cause => {
          writing = false;
          if (cause === null) {
            for (const { value } of batch) subscriber.next(value);
          } else {
            // What could not be written once is not tried again.
            waiting = [];
            farewell = () => {
              subscriber.error(csvFailure(path, cause));
            };
            reading.unsubscribe();
          }
          write();
        });
      };

      const shut = (then: () => void): void => {
        const descriptor = file;
        file = undefined;
        if (descriptor === undefined) then();
        else
          close(descriptor, cause => {
            if (cause) subscriber.error(csvFailure(path, cause));
            else then();
          });
      };

      /** Takes nothing more; the first reason is the one that is told. */
      const end = (then: () => void): void => {
        reading.unsubscribe();
        if (farewell !== undefined) return;
        farewell = then;
        write();
      };
      const fail = (cause: unknown): void => {
        end(() => {
          subscriber.error(cause);
        });
      };

      const guarded = (work: () => void): void => {
        try {
          work();
        } catch (cause) {
          fail(cause);
        }
      };

      subscriber.add(() => {
        end(() => {});
      });
      guarded(() => {
        if (header !== undefined) file = openCsv(path, header, append);
      });
      if (reading.closed) return;
      reading.add(
        source.subscribe({
          next: value => {
            guarded(() => {
              take(value);
            });
          },
          error: fail,
          complete: () => {
            end(() => {
              subscriber.complete();
            });
          },
        }),
      );
    });
}
