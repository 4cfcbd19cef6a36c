import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { count, lastValueFrom, tap } from 'rxjs';
import { expect, it } from 'vitest';
import { parseTape } from '../../src/tape/parse-tape.js';
import { replay } from '../../src/tape/replay.js';
import { tapeText, tickerTape } from './tape-text.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is in use when everything that can be thrown away is. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

it.each([undefined, 1e9])(
  'a long tape takes no memory, and is played as it is read (pace %s)',
  async pace => {
    const frames = 60_000;
    const [head = '', ...rest] = tapeText(tickerTape([[30, 1]])).split(/(?<=\n)/);
    const frame = rest.at(-2) ?? '';
    const end = rest.at(-1) ?? '';
    let read = 0;
    let most = 0;
    let ahead = 0;
    let told = 0;
    const tape$ = parseTape(function* () {
      yield head + rest.slice(0, -2).join('');
      for (let i = 0; i < frames; i++) {
        read += 1;
        yield frame.replaceAll('1700000000030', String(1_700_000_000_030 + i));
      }
      yield end.replace(/\d{13}/, String(1_700_000_000_030 + frames));
    });
    const before = heap();
    const prices$ = replay(
      tape$,
      ({ ticker$ }) => ticker$('bitget', 'BTCUSDT'),
      pace === undefined ? {} : { pace },
    ).pipe(
      tap(() => {
        told += 1;
        ahead = Math.max(ahead, read - told);
        if (told % 10_000 === 0) most = Math.max(most, heap() - before);
      }),
      count(),
    );
    expect(await lastValueFrom(prices$)).toBe(frames);
    expect(ahead).toBeLessThan(5);
    // The tape itself has 40 MB.
    expect(most).toBeLessThan(8_000_000);
  },
  60_000,
);
