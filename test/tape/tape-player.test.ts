import { describe, expect, it } from 'vitest';
import type { TapeEvent } from '../../src/tape/format.js';
import { createTapePlayer } from '../../src/tape/tape-player.js';
import { createVirtualClock } from '../../src/tape/virtual-clock.js';

/** Plays events to a player, and lets somebody ask for answers at his times. */
function asked(
  events: readonly TapeEvent[],
  asks: readonly (readonly [at: number, url: string])[],
): readonly unknown[] {
  const clock = createVirtualClock(0);
  const player = createTapePlayer(host => host === 'known');
  const heard: unknown[] = [];
  const ask = (url: string): void => {
    player.http(url).subscribe({
      next: body => heard.push([clock.now(), body]),
      error: (cause: unknown) => heard.push([clock.now(), String(cause)]),
    });
  };
  const steps = [
    ...asks.map(([at, url]) => ({
      at,
      step: () => {
        ask(url);
      },
    })),
    ...events.map(event => ({
      at: event.at,
      step: () => {
        player.play(event);
      },
    })),
  ].sort((one, other) => one.at - other.at);
  clock.run(() => {
    for (const { at, step } of steps) {
      clock.pass(at);
      step();
    }
    clock.pass(1_000);
  });
  return [...heard, ...player.findings()];
}

const request = (at: number, id: number, url: string): TapeEvent => ({ type: 'request', at, request: id, url });
const answer = (at: number, id: number, body: unknown): TapeEvent => ({ type: 'answer', at, request: id, body });

describe('answers of a tape over HTTP', () => {
  it('are given by address and order, when they came', () => {
    const events = [
      request(10, 1, 'https://known/depth?s=A'),
      request(11, 2, 'https://known/depth?s=B'),
      answer(40, 2, 'first of B'),
      answer(50, 1, 'first of A'),
      request(100, 3, 'https://known/depth?s=A'),
      answer(120, 3, 'second of A'),
    ];
    expect(
      asked(events, [
        [5, 'https://known/depth?s=A'],
        [6, 'https://known/depth?s=B'],
        [7, 'https://known/depth?s=A'],
      ]),
    ).toEqual([
      [40, 'first of B'],
      [50, 'first of A'],
      [120, 'second of A'],
    ]);
  });

  it('are given at once to who asks when they are over', () => {
    const events = [request(10, 1, 'https://known/time'), answer(40, 1, 'late')];
    expect(asked(events, [[500, 'https://known/time']])).toEqual([
      [501, 'late'],
      'known/time was asked for 490 ms later than on the tape',
    ]);
  });

  it('may be refusals, and what nobody waited for is the next one', () => {
    const events: readonly TapeEvent[] = [
      request(10, 1, 'https://known/depth'),
      { type: 'dropped', at: 20, request: 1 },
      request(30, 2, 'https://known/depth'),
      { type: 'refusal', at: 40, request: 2, reason: 'status 500', status: 500, retryable: true },
    ];
    expect(asked(events, [[5, 'https://known/depth']])).toEqual([[40, 'RequestError: status 500']]);
  });

  it('of a known host are for that host alone, of another by the path', () => {
    const events = [request(10, 1, 'http://127.0.0.1:1/depth'), answer(20, 1, 'found')];
    expect(asked(events, [[5, 'https://known/depth']])).toEqual([[20, 'found']]);
    expect(asked(events, [[5, 'https://known/other']])).toEqual([
      'known/other is not on the tape: there are 127.0.0.1:1/depth',
    ]);
    expect(asked([], [[5, 'https://known/other']])).toEqual([
      'known/other is not on the tape: there is nothing of its sort',
    ]);
  });
});
