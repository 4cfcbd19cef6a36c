import { lastValueFrom, merge, toArray } from 'rxjs';
import type { Observable } from 'rxjs';
import { expect, it } from 'vitest';
import type { Feeds } from '../../src/feeds/feeds.js';
import { createFeeds, wsTransport } from '../../src/index.js';
import type { venues } from '../../src/index.js';
import { simulate } from '../../src/simulator/index.js';
import { parseTape } from '../../src/tape/parse-tape.js';
import { replay } from '../../src/tape/replay.js';
import { tapeLines } from '../../src/tape/tape-sink.js';
import { taping } from '../../src/tape/taping.js';
import { until } from '../support/until.js';

const data$ = (feeds: Feeds<typeof venues>): Observable<unknown> =>
  merge(
    feeds.book$('bitget', 'BTCUSDT', { market: 'usdt-futures' }),
    feeds.trades$('bitget', 'BTCUSDT'),
    feeds.ticker$('bitget', 'ETHUSDT'),
  );

it('gives from real sockets, with real losses, what was heard live, with its times', async () => {
  const exchange = await simulate('bitget', { seed: 11, tick: 20, faults: [{ fault: 'drop-frame', rate: 0.02 }] });
  const lines: string[] = [];
  const backoff = { base: 300 };
  const tape = tapeLines(line => lines.push(line), { urls: { bitget: exchange.url } });
  const feeds = createFeeds({ ...taping(wsTransport(), tape), urls: { bitget: exchange.url }, backoff });
  const live: unknown[] = [];
  const subscription = data$(feeds).subscribe(value => live.push(value));
  await until(() => live.length > 150);
  exchange.inject('close-1006');
  const so = live.length;
  await until(() => live.length > so + 150);
  tape.end();
  const heard = live.map(value => JSON.stringify(value));
  subscription.unsubscribe();
  await exchange.close();

  const told: string[] = [];
  const replayed$ = replay(
    parseTape(() => [lines.join('\n')]),
    data$,
    { backoff, told: sentence => told.push(sentence) },
  );
  const replayed = (await lastValueFrom(replayed$.pipe(toArray()))).map(value => JSON.stringify(value));
  expect(told).toEqual([]);
  expect(lines.filter(line => line.includes('"type":"dial"')).length).toBeGreaterThan(1);
  expect(exchange.struck.get('drop-frame')).toBeGreaterThan(0);
  const difference = heard.findIndex((value, i) => value !== replayed[i]);
  expect([difference, heard[difference], replayed[difference]]).toEqual([-1, undefined, undefined]);
  expect(replayed).toHaveLength(heard.length);
}, 30_000);
