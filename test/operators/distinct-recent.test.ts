import fc from 'fast-check';
import { from } from 'rxjs';
import { expect, test } from 'vitest';
import { distinctRecent } from '../../src/operators/distinct-recent.js';
import { marbles } from './marbles.js';

const name = (text: string): string => text;

test('drops repetitions', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('ab-a-cb|');
    expectObservable(source$.pipe(distinctRecent(name))).toBe('ab---c-|');
    expectSubscriptions(source$.subscriptions).toBe('^------!');
  });
});

test('values without an id pass', () => {
  marbles(({ cold, expectObservable }) => {
    const id = (text: string): string | undefined => (text === '?' ? undefined : text);
    expectObservable(cold('?a?a?|').pipe(distinctRecent(id))).toBe('?a?-?|');
  });
});

test('remembers so many ids and no more; a repetition does not refresh', () => {
  marbles(({ cold, expectObservable }) => {
    const source$ = cold('abacaab|');
    const expected = '    ab-ca-b|';
    expectObservable(source$.pipe(distinctRecent(name, 2))).toBe(expected);
  });
});

test('errors and unsubscription pass, and each subscriber has its own memory', () => {
  marbles(({ cold, expectObservable, expectSubscriptions }) => {
    const source$ = cold('a#');
    const stream$ = source$.pipe(distinctRecent(name));
    expectObservable(stream$).toBe('a#');
    expectObservable(stream$, '---^').toBe('---a#');
    expectSubscriptions(source$.subscriptions).toBe(['^!', '---^!']);
    const stays$ = cold('a--');
    expectObservable(stays$.pipe(distinctRecent(name)), '--!').toBe('a');
    expectSubscriptions(stays$.subscriptions).toBe('^-!');
  });
});

test('is a list of the last different ids, whatever comes', () => {
  const ids = fc.array(fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { nil: undefined }), { maxLength: 80 });
  fc.assert(
    fc.property(ids, fc.integer({ min: 1, max: 6 }), (values, capacity) => {
      const passed: (string | undefined)[] = [];
      for (const value of values) {
        const recent = passed.filter(one => one !== undefined).slice(-capacity);
        if (value === undefined || !recent.includes(value)) passed.push(value);
      }
      const seen: (string | undefined)[] = [];
      from(values)
        .pipe(distinctRecent(value => value, capacity))
        .subscribe(value => seen.push(value));
      expect(seen).toEqual(passed);
    }),
  );
});

test('a mistake in id is an error', () => {
  const id = (): never => {
    throw new Error('mistake');
  };
  marbles(({ cold, expectObservable }) => {
    expectObservable(cold('-a').pipe(distinctRecent(id))).toBe('-#', undefined, new Error('mistake'));
  });
});

test('nonsense is refused at the call', () => {
  expect(() => distinctRecent('id' as never)).toThrow(TypeError);
  expect(() => distinctRecent(name, 0)).toThrow(RangeError);
});
