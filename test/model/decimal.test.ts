import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decimal } from '../../src/model/decimal.js';
import {
  absDecimal,
  addDecimal,
  compareDecimal,
  divideDecimal,
  isDecimal,
  isZeroDecimal,
  multiplyDecimal,
  negateDecimal,
  subtractDecimal,
} from '../../src/model/decimal.js';

interface Value {
  readonly text: Decimal;
  /** The value times 10 ** 40. */
  readonly units: bigint;
  readonly decimals: number;
}

const most = 40;

/** Spelled by cutting digits, so that the text owes nothing to what is tested; with leading zeros and "-0" among them. */
const values: fc.Arbitrary<Value> = fc
  .tuple(fc.boolean(), fc.stringMatching(/^\d{1,30}$/), fc.option(fc.stringMatching(/^\d{1,20}$/), { nil: '' }))
  .map(([isNegative, whole, fraction]) => {
    const text = `${isNegative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
    const units = BigInt(whole + fraction.padEnd(most, '0'));
    return { text: text as Decimal, units: isNegative ? -units : units, decimals: fraction.length };
  });

function unitsOf(text: Decimal, decimals: number): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

function decimalsOf(text: Decimal): number {
  return text.split('.')[1]?.length ?? 0;
}

const canonical = /^(?!-0(\.0+)?$)-?(0|[1-9]\d*)(\.\d+)?$/;

describe('isDecimal', () => {
  it.each(['0', '-0', '1', '27000.50', '-0.00000001', '007', '123456789012345678901234567890.5'])('takes %s', text => {
    expect(isDecimal(text)).toBe(true);
  });

  it.each([
    '',
    ' ',
    '-',
    '.',
    '1.',
    '.5',
    '+1',
    '1e5',
    '1E-8',
    '1,5',
    '1 ',
    '1\n',
    'NaN',
    'Infinity',
    '0x1',
    '--1',
    '१',
  ])('refuses %j', text => {
    expect(isDecimal(text)).toBe(false);
  });
});

describe('decimal arithmetic', () => {
  it.each<[Decimal, Decimal, Decimal, Decimal, Decimal]>([
    ['1.50', '0.5', '2.00', '1.00', '0.750'],
    ['0.1', '0.2', '0.3', '-0.1', '0.02'],
    ['-0.05', '0.05', '0.00', '-0.10', '-0.0025'],
    ['0', '-0.0', '0.0', '0.0', '0.0'],
    ['9007199254740993', '0.00000001', '9007199254740993.00000001', '9007199254740992.99999999', '90071992.54740993'],
  ])('%s and %s', (a, b, sum, difference, product) => {
    expect([addDecimal(a, b), subtractDecimal(a, b), multiplyDecimal(a, b)]).toEqual([sum, difference, product]);
  });

  it.each<[Decimal, Decimal, Decimal]>([
    ['1.50', '-1.50', '1.50'],
    ['-1.50', '1.50', '1.50'],
    ['0.00', '0.00', '0.00'],
    ['-0', '0', '0'],
    ['-007', '7', '7'],
  ])('%s turned and without its sign', (a, negative, absolute) => {
    expect([negateDecimal(a), absDecimal(a)]).toEqual([negative, absolute]);
  });

  it('is that of integers, with the decimals of the longer operand', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const decimals = Math.max(a.decimals, b.decimals);
        for (const [result, units] of [
          [addDecimal(a.text, b.text), a.units + b.units],
          [subtractDecimal(a.text, b.text), a.units - b.units],
        ] as const) {
          expect(result).toMatch(canonical);
          expect(unitsOf(result, most)).toBe(units);
          expect(decimalsOf(result)).toBe(decimals);
        }
        const product = multiplyDecimal(a.text, b.text);
        expect(product).toMatch(canonical);
        expect(unitsOf(product, 2 * most)).toBe(a.units * b.units);
        expect(decimalsOf(product)).toBe(a.decimals + b.decimals);
      }),
    );
  });

  it('turns the sign, takes it away and tells zero', () => {
    fc.assert(
      fc.property(values, ({ text, units, decimals }) => {
        for (const result of [negateDecimal(text), absDecimal(text)]) {
          expect(result).toMatch(canonical);
          expect(decimalsOf(result)).toBe(decimals);
        }
        expect(unitsOf(negateDecimal(text), most)).toBe(-units);
        expect(unitsOf(absDecimal(text), most)).toBe(units < 0n ? -units : units);
        expect(isZeroDecimal(text)).toBe(units === 0n);
      }),
    );
  });

  it('compares by value', () => {
    expect(compareDecimal('1.0', '1')).toBe(0);
    expect(compareDecimal('-0', '0.00')).toBe(0);
    expect(compareDecimal('9', '10')).toBe(-1);
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(compareDecimal(a.text, b.text)).toBe(a.units < b.units ? -1 : a.units > b.units ? 1 : 0);
        expect(compareDecimal(a.text, a.text)).toBe(0);
      }),
    );
  });

  it('refuses what its type admits and is no decimal text', () => {
    expect(() => addDecimal('1e5', '1')).toThrow(new RangeError('amount "1e5" is no decimal text'));
    expect(() => multiplyDecimal('1', '1E-8')).toThrow(RangeError);
    expect(() => compareDecimal('1', '' as Decimal)).toThrow(RangeError);
    expect(() => isZeroDecimal('0e0')).toThrow(RangeError);
  });
});

describe('divideDecimal', () => {
  it.each([
    ['19.98091414', '0.001007', '19842.02'],
    ['100', '4', '25'],
    ['10', '4', '2.5'],
    ['10.00', '4', '2.50'],
    ['1', '3', '0.333333333333333333'],
    ['2', '3', '0.666666666666666667'],
    ['0.30', '0.3', '1.0'],
    ['0', '2', '0'],
    ['-1', '8', '-0.125'],
    ['-2', '-3', '0.666666666666666667'],
    ['0.0', '-3', '0.0'],
  ] as const)('%s over %s is %s', (value, size, average) => {
    expect(divideDecimal(value, size)).toBe(average);
  });

  it('is none by zero, and of decimals only', () => {
    expect(divideDecimal('5', '0.000')).toBeUndefined();
    expect(() => divideDecimal('1e5', '2')).toThrow(RangeError);
  });

  const decimal = fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.integer({ min: 0, max: 8 }))
    .map(([units, places]): Decimal => {
      const digits = units.toString().padStart(places + 1, '0');
      const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
      return text as Decimal;
    });

  it('gives back what was multiplied, to the digit', () => {
    fc.assert(
      fc.property(decimal, decimal, (price, size) => {
        expect(divideDecimal(multiplyDecimal(price, size), size)).toBe(price);
      }),
    );
  });

  it('is a decimal, and as near as 18 places are', () => {
    fc.assert(
      fc.property(decimal, decimal, (value, size) => {
        const average = divideDecimal(value, size) ?? '0';
        expect(isDecimal(average)).toBe(true);
        expect(Math.abs(Number(average) / (Number(value) / Number(size)) - 1)).toBeLessThan(
          1e-12 + 1e-18 / (Number(value) / Number(size)),
        );
      }),
    );
  });
});
