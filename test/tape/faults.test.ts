import { lastValueFrom, map, merge, scan, toArray } from 'rxjs';
import type { Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Feeds } from '../../src/feeds/feeds.js';
import type { venues } from '../../src/index.js';
import { demoCredentials } from '../../src/simulator/index.js';
import type { FaultName, FaultRule } from '../../src/simulator/faults.js';
import { parseTape } from '../../src/tape/parse-tape.js';
import { replay } from '../../src/tape/replay.js';
import { recording } from './recording.js';

type All = Feeds<typeof venues>;

/** What goes on beside the data; causes are compared by their words. */
const beside$ = (feeds: All): Observable<unknown> =>
  merge(
    feeds.status$().pipe(map(status => ({ ...status, cause: 'cause' in status ? String(status.cause) : undefined }))),
    feeds.problems$().pipe(map(({ error, ...problem }) => ({ ...problem, error: `${error.code} ${error.message}` }))),
  );

const bitget$ = (feeds: All): Observable<unknown> =>
  merge(
    beside$(feeds),
    feeds.book$('bitget', 'BTCUSDT', { market: 'usdt-futures' }),
    feeds.book$('bitget', 'ETHUSDT', { market: 'usdt-futures', gaps: true }),
    feeds.trades$('bitget', 'BTCUSDT', { gaps: true }),
    feeds.ticker$('bitget', 'BTCUSDT'),
    feeds.candles$('bitget', 'BTCUSDT', { interval: '1m' }),
  );

const bybit$ = (feeds: All): Observable<unknown> =>
  merge(
    beside$(feeds),
    feeds.book$('bybit', 'BTCUSDT', { market: 'linear' }),
    feeds.ticker$('bybit', 'BTCUSDT', { market: 'linear' }),
    feeds.trades$('bybit', 'BTCUSDT'),
  );

const account$ = (feeds: All): Observable<unknown> =>
  merge(
    beside$(feeds),
    feeds.orders$('bitget'),
    feeds.balances$('bitget'),
    feeds.fills$('bitget').pipe(
      map(({ size }) => Number(size)),
      scan((sum, size) => sum + size, 0),
    ),
    feeds.positions$('bitget', { market: 'usdt-futures' }),
  );

const noise: readonly (FaultName | FaultRule)[] = [
  { fault: 'drop-frame', rate: 0.01 },
  { fault: 'duplicate', rate: 0.01 },
  { fault: 'reorder', rate: 0.01 },
  { fault: 'garbage', rate: 0.01 },
  { fault: 'truncated', rate: 0.01 },
  { fault: 'slow-consumer', rate: 0.002 },
];
const losses: readonly (FaultName | FaultRule)[] = [
  { fault: 'close-1001', rate: 0.004 },
  { fault: 'close-1006', rate: 0.004 },
  { fault: 'half-open', rate: 0.004 },
  'refuse-connection',
  'late-ack',
  { fault: 'no-ack', rate: 0.1 },
];

const written = (values: readonly unknown[]): readonly string[] => values.map(value => JSON.stringify(value));
const again = async (lines: readonly string[], code: (feeds: All) => Observable<unknown>): Promise<readonly string[]> =>
  written(
    await lastValueFrom(
      replay(
        parseTape(() => lines.map(line => `${line}\n`)),
        code,
      ).pipe(toArray()),
    ),
  );

describe.each<
  [string, 'bitget' | 'bybit', (feeds: All) => Observable<unknown>, readonly (FaultName | FaultRule)[], number]
>([
  ['a book with numbers and checksums', 'bitget', bitget$, [...noise, { fault: 'bad-checksum', rate: 0.02 }], 90],
  ['lost, refused and dead connections', 'bitget', bitget$, losses, 300],
  ['everything together', 'bitget', bitget$, [...noise, ...losses], 120],
  ['another venue', 'bybit', bybit$, [...noise, ...losses], 120],
  ['an account', 'bitget', account$, [...losses, { fault: 'duplicate', rate: 0.02 }], 300],
])('a tape of %s', (name, venue, code, faults, seconds) => {
  const { lines, heard, struck } = recording(code, { venue, seconds, faults, seed: name });

  it('replayed gives what was heard live, to the byte', async () => {
    expect(heard.length).toBeGreaterThan(100);
    const live = written(heard);
    const replayed = await again(lines, code);
    const difference = live.findIndex((value, i) => value !== replayed[i]);
    expect([difference, live[difference], replayed[difference]]).toEqual([-1, undefined, undefined]);
    expect(replayed).toHaveLength(live.length);
    const faults = [...struck].map(([fault, times]) => `${fault} ${times}`).join(', ');
    console.log(`tape of ${name}: ${lines.length} lines, ${live.length} values compared; ${faults}`);
  });

  it('replayed twice gives the same to the byte', async () => {
    expect(await again(lines, code)).toEqual(await again(lines, code));
  });

  it('has no key on it, and nothing that was sent', () => {
    const tape = lines.join('\n');
    for (const secret of Object.values(demoCredentials)) expect(tape).not.toContain(secret);
    expect(tape).not.toContain('"op\\":\\"login');
    expect(tape).not.toContain('\\"op\\":\\"subscribe\\",\\"args\\"');
  });
});

describe('the faults of these tapes', () => {
  it('healed: a book that lost its thread goes on in the replay where it did live', async () => {
    const code$ = (feeds: All): Observable<unknown> =>
      merge(feeds.book$('bitget', 'BTCUSDT', { market: 'usdt-futures' }), feeds.problems$('bitget'));
    const { lines, struck } = recording(code$, {
      seconds: 120,
      faults: [
        { fault: 'drop-frame', rate: 0.01 },
        { fault: 'bad-checksum', rate: 0.01 },
      ],
    });
    expect((struck.get('drop-frame') ?? 0) + (struck.get('bad-checksum') ?? 0)).toBeGreaterThan(5);
    const replayed = (await again(lines, code$)).map(line => JSON.parse(line) as Record<string, unknown>);
    const healed = replayed.filter(({ mending }) => mending === 'resync');
    expect(healed.length).toBeGreaterThan(3);
    const at = replayed.indexOf(healed[0] ?? {});
    expect(replayed.slice(at).some(({ type }) => type === 'book')).toBe(true);
  });
});
