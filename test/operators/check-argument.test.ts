import { expect, test } from 'vitest';
import { LONGEST, checkCount, checkDuration, checkFunction } from '../../src/operators/check-argument.js';

test.each([1, 0.5, LONGEST])('%s ms can be waited', value => {
  expect(() => {
    checkDuration('pause', value, 0.5);
  }).not.toThrow();
});

test.each([0, -1, NaN, Infinity, LONGEST + 1])('%s ms cannot be waited', value => {
  expect(() => {
    checkDuration('pause', value);
  }).toThrow(new RangeError(`pause must be from 1 to 2147483647 ms, not ${String(value)}`));
});

test.each([0, 1.5, NaN, Infinity, -3])('%s things cannot be counted', value => {
  expect(() => {
    checkCount('capacity', value);
  }).toThrow(new RangeError(`capacity must be a whole number from 1, not ${String(value)}`));
});

test('what is no number, or no function, is a TypeError', () => {
  expect(() => {
    checkDuration('pause', '5');
  }).toThrow(new TypeError('pause must be a number, not string'));
  expect(() => {
    checkCount('capacity', undefined);
  }).toThrow(new TypeError('capacity must be a number, not undefined'));
  expect(() => {
    checkFunction('late', 5);
  }).toThrow(new TypeError('late must be a function, not number'));
  expect(() => {
    checkFunction('late', undefined);
  }).not.toThrow();
});
