import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberIfAny, numberOf } from '../../src/wire/number.js';

const digits = fc.stringMatching(/^\d{0,18}$/);
const decimal = fc
  .tuple(fc.constantFrom('', '-'), digits, fc.constantFrom('', '.'), digits)
  .map(([sign, whole, point, fraction]) => `${sign}${whole}${point}${fraction}`);
const noise = fc.string({
  unit: fc.constantFrom('0', '1', '5', '9', '.', '-', '+', 'e', 'E', ' ', 'x', 'I'),
  maxLength: 8,
});

it('reads what the engine reads, to the last bit, and refuses what is none', () => {
  fc.assert(
    fc.property(fc.oneof(decimal, noise), text => {
      const expected = +text;
      if (text !== '' && Number.isFinite(expected)) expect(numberOf(text, 'price')).toBe(expected);
      else expect(() => numberOf(text, 'price')).toThrow(RangeError);
    }),
    { numRuns: 5_000 },
  );
});

it.each(['-0', '.5', '5.', '1e5', '999999999999999', '0.000000000000001', '123456789012345678'])('reads %s', text => {
  expect(numberOf(text, 'price')).toBe(+text);
});

it.each(['', '-', '.', '-.', '1..2', '1.2.3', 'NaN', 'Infinity', '１'])('refuses %j', text => {
  expect(() => numberOf(text, 'price')).toThrow(new RangeError(`price is ${JSON.stringify(text)}, not a number`));
});

it('takes what is missing or empty for not told', () => {
  expect(numberIfAny(undefined, 'price')).toBeUndefined();
  expect(numberIfAny('', 'price')).toBeUndefined();
  expect(numberIfAny('1.5', 'price')).toBe(1.5);
});
