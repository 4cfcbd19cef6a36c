/**
 * Records trades, then plays the tape through the same function: what it said live, it says again, in a fraction of the
 * time.
 *
 * Run it with `npx tsx examples/08-record-and-replay.ts`. It connects to the exchange, or to RXTAPE_URL where that is
 * set, and records for RXTAPE_SECONDS (10).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bufferCount, concat, defer, finalize, map, takeUntil, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { createFeeds, wsTransport } from 'rxtape';
import { createTapeFile, readTape, replay, taping } from 'rxtape/tape';

const url = process.env['RXTAPE_URL'];
const urls = url === undefined ? {} : { bitget: url };
const seconds = Number(process.env['RXTAPE_SECONDS'] ?? 10);
const folder = mkdtempSync(join(tmpdir(), 'tape-'));

/** The code that is to be tried: it takes the factories, and knows nothing of tapes. Its timers would be the tape's. */
const turnover$ = ({ trades$ }: Pick<ReturnType<typeof createFeeds>, 'trades$'>): Observable<string> =>
  trades$('bitget', 'BTCUSDT').pipe(
    bufferCount(3),
    map(trades => {
      const turnover = trades.reduce((sum, { price, size }) => sum + price * size, 0);
      return `${trades.length} trades, ${turnover.toFixed(2)} USDT`;
    }),
  );

// A name that ends in .gz packs the tape.
const tape = createTapeFile(join(folder, 'btc.ndjson.gz'), { urls });
const feeds = createFeeds({ ...taping(wsTransport(), tape), urls });

const live$ = turnover$(feeds).pipe(
  map(line => `live: ${line}`),
  takeUntil(timer(seconds * 1_000)),
);
// What waits is written before the tape is read.
const closed$ = defer(() => tape.close()).pipe(map(({ frames }) => `recorded ${frames} frames`));
// The tape has an end: the trades that are left over when it comes are told as well.
const again$ = defer(() => replay(readTape(tape.path), turnover$)).pipe(map(line => `tape: ${line}`));

concat(live$, closed$, again$)
  .pipe(
    finalize(() => {
      rmSync(folder, { recursive: true });
    }),
  )
  .subscribe(line => {
    console.log(line);
  });
