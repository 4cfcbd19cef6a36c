import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDecimal } from '../../src/model/decimal.js';
import { decimalIfAny, decimalOf } from '../../src/wire/decimal.js';

describe('decimalOf', () => {
  it.each(['0', '27000.50', '-0.10', '00012', '9007199254740993.000'])('keeps %s as it is', text => {
    expect(decimalOf(text, 'price')).toBe(text);
  });

  it.each(['', '1e5', '.5', '5.', '+1', 'NaN', ' 1', '1\n', '--'])('refuses %j', text => {
    expect(() => decimalOf(text, 'price')).toThrow(new RangeError(`price is ${JSON.stringify(text)}, not a decimal`));
  });

  it('takes what the model calls a decimal, and nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.stringMatching(/^[-+.e0-9]{0,6}$/), fc.string(), fc.double().map(String)), text => {
        let taken = true;
        try {
          decimalOf(text, 'price');
        } catch {
          taken = false;
        }
        expect(taken).toBe(isDecimal(text));
      }),
    );
  });
});

describe('decimalIfAny', () => {
  it('is undefined where there is nothing', () => {
    expect(decimalIfAny(undefined, 'fee')).toBeUndefined();
    expect(decimalIfAny('', 'fee')).toBeUndefined();
  });

  it('keeps a decimal and refuses the rest', () => {
    expect(decimalIfAny('-1.20', 'fee')).toBe('-1.20');
    expect(() => decimalIfAny('none', 'fee')).toThrow(new RangeError('fee is "none", not a decimal'));
  });
});
