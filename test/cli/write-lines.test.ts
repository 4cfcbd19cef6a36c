import { Writable } from 'node:stream';
import { NEVER, Subject, concat, firstValueFrom, from, lastValueFrom, of, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { CommandError } from '../../src/cli/command-error.js';
import { writeLines } from '../../src/cli/write-lines.js';

/** A reader that takes what it is given when it is told to. */
function slowOutput(): { readonly output: Writable; readonly taken: () => string; readonly take: () => void } {
  let taken = '';
  let pending: (() => void) | undefined;
  const output = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, written) {
      taken += chunk;
      pending = written;
    },
  });
  return {
    output,
    taken: () => taken,
    take: () => {
      pending?.();
    },
  };
}

describe('writeLines', () => {
  it('writes the lines of each value and emits nothing', async () => {
    const { output, taken, take } = slowOutput();
    const work = lastValueFrom(
      of('a', 'b').pipe(
        writeLines(output, text => [text, `${text}!`]),
        toArray(),
      ),
    );
    take();
    await expect(work).resolves.toEqual([]);
    await expect.poll(taken, { timeout: 10_000 }).toBe('a\na!\nb\nb!\n');
  });

  it('writes nothing for a value without lines', () => {
    const { output } = slowOutput();
    of(1)
      .pipe(writeLines(output, () => []))
      .subscribe();
    expect(output.writableLength).toBe(0);
  });

  it('keeps what a slow reader has not taken yet', () => {
    const { output, taken, take } = slowOutput();
    const source$ = new Subject<string>();
    source$.pipe(writeLines(output, text => [text], 100)).subscribe();
    for (let i = 0; i < 10; i++) source$.next(`line ${i}`);
    for (let i = 0; i < 10; i++) take();
    return expect.poll(taken, { timeout: 10_000 }).toContain('line 9');
  });

  it('errors, rather than drop anything or fill the memory', async () => {
    const { output } = slowOutput();
    const source$ = concat(from(['x'.repeat(600), 'x'.repeat(600)]), NEVER);
    const error: unknown = await firstValueFrom(source$.pipe(writeLines(output, text => [text], 1_000))).catch(
      (cause: unknown) => cause,
    );
    expect(error).toBeInstanceOf(CommandError);
    expect(error).toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(/^output is read too slowly/) as string,
    });
  });
});
