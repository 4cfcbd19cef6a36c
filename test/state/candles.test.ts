import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candle, CandleRow, CandleSnapshot, Doubt, Reset } from '../../src/model/market.js';
import { candlesReducer } from '../../src/state/candles.js';
import type { CandlesState } from '../../src/state/candles.js';
import { SequenceError } from '../../src/model/errors.js';
import { candleRow, doubt, reset } from './rows.js';

type Event = CandleSnapshot | CandleRow | Reset | Doubt;

function snapshot(...rows: readonly CandleRow[]): CandleSnapshot {
  return { type: 'candle-snapshot', rows };
}

/** What each event tells, as `start:close` with `!` where closed; the same object back tells nothing. */
function told(...events: readonly Event[]): readonly string[][] {
  let state: CandlesState | undefined;
  return events.map(event => {
    const next = candlesReducer(state, event);
    const isNew = next !== state;
    state = next;
    return isNew ? (next?.emit ?? []).map(short) : [];
  });
}

function short({ start, close, closed }: Candle): string {
  return `${start}:${close}${closed ? '!' : ''}`;
}

describe('candlesReducer', () => {
  it('tells a first snapshot oldest first, all but the last closed', () => {
    expect(told(snapshot(candleRow(1, 10), candleRow(2, 20), candleRow(3, 30)))).toEqual([['1:10!', '2:20!', '3:30']]);
  });

  it('sorts a snapshot, and takes the last row of one start', () => {
    expect(told(snapshot(candleRow(3, 30), candleRow(1, 10), candleRow(2, 20), candleRow(2, 21)))).toEqual([
      ['1:10!', '2:21!', '3:30'],
    ]);
  });

  it('believes the last row of a snapshot, and only that, if it says whether it is closed', () => {
    expect(told(snapshot(candleRow(1, 10, false), candleRow(2, 20, true)))).toEqual([['1:10!', '2:20!']]);
    expect(told(snapshot(candleRow(1, 10, true), candleRow(2, 20, false)))).toEqual([['1:10!', '2:20']]);
  });

  it('tells an open candle when a number changes, and only then', () => {
    const same = candleRow(3, 30);
    expect(told(snapshot(same), { ...same, receivedAt: 9 }, candleRow(3, 31))).toEqual([['3:30'], [], ['3:31']]);
    for (const field of ['open', 'high', 'low', 'close', 'volume', 'turnover'] as const) {
      expect(told(same, { ...same, [field]: 1 })[1]).toHaveLength(1);
    }
  });

  it('closes the open candle when a later one starts', () => {
    expect(told(candleRow(1, 10), candleRow(1, 11), candleRow(2, 20))).toEqual([['1:10'], ['1:11'], ['1:11!', '2:20']]);
  });

  it('keeps the values, times and row of the candle that it closes', () => {
    const open: CandleRow = { ...candleRow(1, 10), receivedAt: 77, raw: ['row'] };
    const state = candlesReducer(candlesReducer(undefined, open), candleRow(2, 20));
    expect(state?.emit[0]).toEqual({ ...open, type: 'candle', closed: true });
  });

  it('ignores rows of earlier candles', () => {
    expect(told(candleRow(2, 20), candleRow(1, 10), candleRow(3, 30), candleRow(2, 99))).toEqual([
      ['2:20'],
      [],
      ['2:20!', '3:30'],
      [],
    ]);
  });

  it('believes a venue that says closed, and tells it once', () => {
    const events = [candleRow(1, 10, false), candleRow(1, 10, true), candleRow(1, 10, true), candleRow(2, 20, false)];
    expect(told(...events)).toEqual([['1:10'], ['1:10!'], [], ['2:20']]);
  });

  it('does not correct a candle that was told closed', () => {
    expect(told(candleRow(1, 10, true), candleRow(1, 11, true), candleRow(1, 12, false))).toEqual([['1:10!'], [], []]);
    expect(told(candleRow(1, 10, true), reset, snapshot(candleRow(1, 11), candleRow(2, 20)))).toEqual([
      ['1:10!'],
      [],
      ['2:20'],
    ]);
  });

  it('tells after a reset what was missed, with its final values', () => {
    const events = [
      snapshot(candleRow(1, 10), candleRow(2, 20)),
      reset,
      snapshot(candleRow(1, 10), candleRow(2, 25), candleRow(3, 30), candleRow(4, 40)),
    ];
    expect(told(...events)).toEqual([['1:10!', '2:20'], [], ['2:25!', '3:30!', '4:40']]);
  });

  it('closes the open candle after a reset even if its values are the same', () => {
    expect(told(candleRow(2, 20), reset, snapshot(candleRow(2, 20), candleRow(3, 30)))).toEqual([
      ['2:20'],
      [],
      ['2:20!', '3:30'],
    ]);
  });

  it('never closes a candle whose final values it does not know', () => {
    expect(told(candleRow(2, 20), reset, snapshot(candleRow(3, 30), candleRow(4, 40)))).toEqual([
      ['2:20'],
      [],
      ['3:30!', '4:40'],
    ]);
    expect(told(candleRow(2, 20), reset, candleRow(3, 30), candleRow(4, 40))).toEqual([
      ['2:20'],
      [],
      ['3:30'],
      ['3:30!', '4:40'],
    ]);
  });

  it('tells the end of a candle that a break left open behind a later one', () => {
    const events = [
      snapshot(candleRow(1, 5), candleRow(2, 20)),
      reset,
      candleRow(3, 30),
      snapshot(candleRow(2, 25), candleRow(3, 31)),
    ];
    expect(told(...events)).toEqual([['1:5!', '2:20'], [], ['3:30'], ['2:25!', '3:31']]);
    let state: CandlesState | undefined;
    for (const event of events) state = candlesReducer(state, event);
    expect(state?.known.map(short)).toEqual(['1:5!', '2:25!', '3:31']);
  });

  it('wants the candles anew when one may be lost', () => {
    const state = candlesReducer(undefined, candleRow(2, 20));
    expect(() => candlesReducer(state, doubt)).toThrow(SequenceError);
    const broken = candlesReducer(state, reset);
    expect(candlesReducer(broken, doubt)).toBe(broken);
  });

  it('closes it if the venue told it again after the break', () => {
    expect(told(candleRow(2, 20), reset, candleRow(2, 20), candleRow(3, 30))).toEqual([
      ['2:20'],
      [],
      [],
      ['2:20!', '3:30'],
    ]);
    expect(told(candleRow(2, 20), reset, snapshot(candleRow(2, 20)), candleRow(3, 30))).toEqual([
      ['2:20'],
      [],
      [],
      ['2:20!', '3:30'],
    ]);
  });

  it('tells nothing again of a snapshot that it knows', () => {
    const all = snapshot(candleRow(1, 10), candleRow(2, 20));
    expect(told(all, all, reset, all, snapshot(), snapshot(candleRow(1, 10)))).toEqual([
      ['1:10!', '2:20'],
      [],
      [],
      [],
      [],
      [],
    ]);
  });

  it('stays broken through a snapshot that is too old', () => {
    expect(told(candleRow(2, 20), reset, snapshot(candleRow(1, 10)), candleRow(3, 30))).toEqual([
      ['2:20'],
      [],
      [],
      ['3:30'],
    ]);
  });

  it('knows the candles so far, each as told last, at most 1,000', () => {
    let state: CandlesState | undefined;
    for (const event of [candleRow(1, 10), candleRow(2, 20), candleRow(2, 21), reset, candleRow(2, 22)]) {
      state = candlesReducer(state, event);
    }
    expect(state?.known.map(short)).toEqual(['1:10!', '2:22']);
    for (let start = 3; start <= 1500; start++) state = candlesReducer(state, candleRow(start, start));
    expect(state?.known).toHaveLength(1000);
    expect(state?.known.at(-1)?.start).toBe(1500);
  });

  it('has nothing to doubt or to reset before it knows something', () => {
    expect(candlesReducer(undefined, reset)).toBeUndefined();
    expect(candlesReducer(undefined, doubt)).toBeUndefined();
  });
});

describe('candlesReducer, whatever is sent again', () => {
  /** A venue: so many candles of so many versions each; the last version is final. */
  const venue = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 8 });
  /** At each version: go on, repeat an old row, or break off and begin anew with a snapshot of so many rows. */
  const disturbance = fc.record({
    kind: fc.constantFrom('none', 'none', 'repeat', 'reset', 'resend'),
    back: fc.integer({ min: 0, max: 9 }),
  });

  it('tells each candle closed at most once, in order, with its last values, and none twice', () => {
    fc.assert(
      fc.property(
        venue,
        fc.array(disturbance, { minLength: 32, maxLength: 32 }),
        fc.boolean(),
        (versions, disturbances, saysClosed) => {
          const history: CandleRow[] = [];
          const events: Event[] = [];
          const latest = (): CandleRow[] =>
            [...new Map(history.map(row => [row.start, row])).values()].sort((a, b) => a.start - b.start);
          for (const [start, count] of versions.entries()) {
            for (let version = 1; version <= count; version++) {
              const row = candleRow(start, start * 100 + version, saysClosed ? version === count : undefined);
              history.push(row);
              const { kind, back } = disturbances[history.length - 1] ?? { kind: 'none', back: 0 };
              if (kind === 'reset') events.push(reset);
              if (kind === 'reset' || kind === 'resend') events.push(snapshot(...latest()));
              else events.push(row);
              const again = history[history.length - 1 - back];
              if (kind === 'repeat' && again !== undefined && again.start < start) events.push(again);
            }
          }
          const all: Candle[] = [];
          let state: CandlesState | undefined;
          for (const event of events) {
            const next = candlesReducer(state, event);
            expect(candlesReducer(state, event)).toEqual(next);
            if (next !== state) all.push(...(next?.emit ?? []));
            state = next;
          }
          const closed = all.filter(candle => candle.closed);
          const expected = versions.map((count, start) => `${start}:${start * 100 + count}!`);
          // The very last candle is open unless the venue says otherwise.
          expect(closed.map(short)).toEqual(saysClosed ? expected : expected.slice(0, -1));
          expect(all.map(candle => candle.start)).toEqual(all.map(candle => candle.start).sort((a, b) => a - b));
          expect(new Set(all.map(short)).size).toBe(all.length);
          expect(all.at(-1)?.close).toBe((versions.length - 1) * 100 + (versions.at(-1) ?? 0));
          expect(state?.known.map(candle => candle.start)).toEqual(versions.map((_, start) => start));
        },
      ),
    );
  });
});
