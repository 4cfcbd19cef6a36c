import { lastValueFrom, merge, toArray } from 'rxjs';
import type { Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Feeds } from '../../src/feeds/feeds.js';
import type { venues } from '../../src/index.js';
import { parseTape } from '../../src/tape/parse-tape.js';
import { replay } from '../../src/tape/replay.js';
import { recording } from './recording.js';

type All = Feeds<typeof venues>;

const code$ = (feeds: All): Observable<unknown> =>
  merge(
    feeds.status$(),
    feeds.topics$(),
    feeds.book$('bitget', 'BTCUSDT', { market: 'usdt-futures', gaps: true }),
    feeds.trades$('bitget', 'BTCUSDT', { gaps: true }),
    feeds.ticker$('bitget', 'BTCUSDT', { gaps: true }),
    feeds.orders$('bitget', { gaps: true }),
  );

describe('a tape of connections that were rotated', () => {
  it('replayed gives what was heard live, to the byte', async () => {
    const rotateEvery = 20_000;
    const { lines, heard } = recording(code$, { seconds: 150, rotateEvery, seed: 'rotation' });
    const rotations = heard.filter(value => (value as { readonly phase?: string }).phase === 'rotating');
    expect(rotations.length).toBeGreaterThan(5);
    const tape$ = parseTape(() => lines.map(line => `${line}\n`));
    const replayed = await lastValueFrom(replay(tape$, code$, { rotateEvery }).pipe(toArray()));
    const [live, again] = [heard, replayed].map(values => values.map(value => JSON.stringify(value)));
    const difference = live?.findIndex((value, i) => value !== again?.[i]) ?? 0;
    expect([difference, live?.[difference], again?.[difference]]).toEqual([-1, undefined, undefined]);
    expect(again).toHaveLength(heard.length);
  });
});
