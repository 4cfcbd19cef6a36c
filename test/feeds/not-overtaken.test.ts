import { describe, expect, it } from 'vitest';
import { notOvertaken } from '../../src/feeds/not-overtaken.js';
import { delta, snapshot } from '../state/rows.js';

describe('changes that a first state has overtaken', () => {
  const at = (sequence: string | undefined) => delta([[1, 1]], [], { sequence, previous: undefined });

  it('are left out by their number, which may be beyond 2^53', () => {
    const first = [snapshot([[1, 1]], [[2, 1]], { sequence: '9007199254740993' })];
    const held = ['9007199254740992', '9007199254740993', '9007199254740994', '10000000000000000'].map(at);
    expect(notOvertaken<'book'>(first, held)).toEqual(held.slice(2));
  });

  it('are all kept where nothing is numbered, and where there is no first state', () => {
    const held = [at('1'), at(undefined)];
    expect(notOvertaken<'book'>([snapshot([[1, 1]], [[2, 1]])], held)).toBe(held);
    expect(notOvertaken<'book'>([], held)).toBe(held);
    expect(notOvertaken<'book'>([snapshot([[1, 1]], [[2, 1]], { sequence: '5' })], held)).toEqual([held[1]]);
  });

  it('are left out where the venue has begun its numbers anew since', () => {
    const timed = (sequence: string, timestamp: number) =>
      delta([[1, 1]], [], { sequence, previous: undefined, timestamp });
    const first = [snapshot([[1, 1]], [[2, 1]], { sequence: '5' })];
    const held = [timed('101', 1), timed('5', 2), timed('6', 3)];
    expect(notOvertaken<'book'>(first, held)).toEqual(held.slice(2));
    // A lower number of an earlier time only came late.
    expect(notOvertaken<'book'>(first, [timed('101', 2), timed('6', 1)])).toHaveLength(2);
  });
});
