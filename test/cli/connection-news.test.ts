import { TestScheduler } from 'rxjs/testing';
import { map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { connectionNews, problemText, statusText } from '../../src/cli/connection-news.js';
import { ConnectionError } from '../../src/model/errors.js';
import { now } from '../../src/operators/clock.js';
import type { Phase, Status } from '../../src/session/session.js';

const place = { type: 'status', venue: 'bitget', endpoint: 'public', host: 'localhost', connection: 1 } as const;

const phases: Readonly<Record<string, Phase>> = {
  c: { phase: 'connecting' },
  r: { phase: 'ready' },
  x: { phase: 'waiting', cause: new ConnectionError('connection refused'), attempt: 1, delay: 500 },
  y: { phase: 'waiting', cause: new ConnectionError('name not known'), attempt: 2, delay: 900 },
};

/** What is told of these phases, with the times. */
function toldOf(marbles: string): readonly string[] {
  const told: string[] = [];
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  }).run(({ cold, flush }) => {
    cold(marbles, phases)
      .pipe(
        map((phase): Status => ({ ...place, ...phase, at: now() })),
        connectionNews(),
      )
      .subscribe(sentence => told.push(`${now()} ${sentence}`));
    flush();
  });
  return told;
}

describe('connectionNews', () => {
  it('says nothing of a connection that is made', () => {
    expect(toldOf('c 9ms r')).toEqual([]);
  });

  it('tells the first loss only, and the same reason again after 30 s', () => {
    expect(toldOf('x 9999ms x 9999ms x 9999ms x 9999ms x')).toEqual([
      '0 connection refused; trying again until it works',
      '30000 connection refused; trying again until it works',
    ]);
  });

  it('tells another reason at once', () => {
    expect(toldOf('x 999ms x 999ms y')).toEqual([
      '0 connection refused; trying again until it works',
      '2000 name not known; trying again until it works',
    ]);
  });

  it('tells the return, with the time since the first loss', () => {
    expect(toldOf('x 999ms x c 2998ms r').at(-1)).toBe('4000 bitget is connected again, after 4 s');
  });

  it('does not tell every loss of a connection that comes and goes', () => {
    const told = toldOf('x 99ms r 99ms x 99ms r 99ms x 99ms r');
    expect(told.filter(sentence => sentence.includes('trying again'))).toHaveLength(1);
  });
});

describe('statusText and problemText', () => {
  it('tell what happened, with the time', () => {
    const at = new Date(2025, 1, 26, 9, 8, 7, 6).getTime();
    expect(statusText({ ...place, phase: 'ready', at })).toBe('09:08:07.006 bitget public ready');
    expect(statusText({ ...place, connection: 2, ...phases['x'], at } as Status)).toBe(
      '09:08:07.006 bitget public 2 waiting 500 ms before attempt 1',
    );
    const error = new ConnectionError('connection refused');
    expect(
      problemText({
        type: 'problem',
        venue: 'bitget',
        endpoint: 'public',
        host: 'localhost',
        topic: undefined,
        error,
        mending: 'reconnect',
        at,
      }),
    ).toBe('09:08:07.006 problem (reconnect): connection refused');
  });
});
