import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integerText, parseExact, parseJson } from '../../src/wire/json.js';

const noJson = [
  '',
  '{',
  '{"a":}',
  '01',
  '"open',
  '{12345678901234567890:1}',
  '0012345678901234567890',
  '12345678901234567890.',
  '12345678901234567890-1',
  '- 12345678901234567890',
  '--12345678901234567890',
  '+12345678901234567890',
  '.12345678901234567890',
  '"a" 12345678901234567890',
  '12345678901234567890"a"',
  '[12345678901234567890 12345678901234567890]',
  '{"a" 12345678901234567890}',
  'x12345678901234567890',
  '"\\"12345678901234567890',
];

describe.each([
  ['parseJson', parseJson],
  ['parseExact', parseExact],
])('%s', (_name, parse) => {
  it.each(noJson)('refuses %j', text => {
    expect(() => parse(text)).toThrow(SyntaxError);
  });

  it('says how long the text is, and its head, printable', () => {
    expect(() => parse('not\n\u0007JSON')).toThrow(
      new SyntaxError('text of 9 characters is not JSON: not\\u000a\\u0007JSON'),
    );
    const long = `{${'x'.repeat(200)}`;
    expect(() => parse(long)).toThrow(new SyntaxError(`text of 201 characters is not JSON: {${'x'.repeat(79)}…`));
  });

  it('reads what JSON.parse reads, for safe numbers', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        fc.pre(!/\d{16}/.test(text));
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('parseJson', () => {
  it('rounds long integers, as JSON.parse does', () => {
    expect(parseJson('[1352182127898370049]')).toEqual([1352182127898370000]);
  });
});

describe('parseExact', () => {
  const long = '1352182127898370048';

  it.each([
    [long, long],
    [`-${long}`, `-${long}`],
    [` ${long}\n`, long],
    [`{"seq":${long},"a":1}`, { seq: long, a: 1 }],
    [`{"a":1,"seq" : ${long} }`, { a: 1, seq: long }],
    [`{"a":1,"seq":${long}}`, { a: 1, seq: long }],
    [`[${long},-${long},[${long}]]`, [long, `-${long}`, [long]]],
    [`{"id":"${long}","${long}":1}`, { id: long, [long]: 1 }],
    [`{"${long}" : ${long}}`, { [long]: long }],
    [`["\\"${long}\\\\",${long},"\\\\"]`, [`"${long}\\`, long, '\\']],
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['9007199254740993', '9007199254740993'],
    [`${long}.5`, 1352182127898370048.5],
    [`${long}e2`, 1.352182127898370048e20],
    [`${long}E+2`, 1.352182127898370048e20],
    [`0.${long}`, 0.1352182127898370048],
    [`1e-${long}`, 0],
  ])('reads %s', (text, value) => {
    expect(parseExact(text)).toEqual(value);
  });

  it('agrees with JSON.parse but for the integers that a number cannot hold', () => {
    const leaf = fc.oneof(
      fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string(),
      fc.bigInt({ min: 10n ** 16n, max: 10n ** 20n }).map(String),
      fc.constantFrom('"', '\\', '\\"', null, true),
    );
    const { tree } = fc.letrec<{ tree: unknown }>(tie => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('tree')),
        fc.dictionary(fc.oneof(fc.string(), fc.stringMatching(/^\d{16,20}$/)), tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom('', ' ', '\n\t'), (value, space) => {
        expect(parseExact(write(value, space))).toEqual(expected(value));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what JSON.parse refuses, and reads what it reads', () => {
    const piece = fc.constantFrom(
      long,
      '0',
      '-',
      '+',
      '.',
      'e',
      '"',
      '\\',
      ',',
      ':',
      '{',
      '}',
      '[',
      ']',
      ' ',
      'a',
      '"a"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
        const text = pieces.join('');
        expect(isRead(parseExact, text)).toBe(isRead(JSON.parse, text));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('integerText', () => {
  it.each([
    ['{"seq":12}', '12'],
    ['{"seq" :\t 12 , "a":1}', '12'],
    ['{"seq":1352182127898370048}', '1352182127898370048'],
    ['{"seq":-5}', '-5'],
    ['{"seq":0}', '0'],
    ['{"seq":1,"a":{"seq":2}}', '2'],
    ['{"seq":3,"a":"seq"}', '3'],
    ['{"seq":3,"a":"\\"seq\\":4"}', '3'],
    ['{"seq":3,"a\\"seq":4}', '3'],
    ['{"seq":3,"pseq":4}', '3'],
    ['{"a":1}', undefined],
    ['["seq"]', undefined],
    ['"seq"', undefined],
    ['{"seq":"12"}', undefined],
    ['{"seq":null}', undefined],
    ['{"seq":1.5}', undefined],
    ['{"seq":1e5}', undefined],
    ['{"seq":1,"a":{"seq":null}}', undefined],
    ['{"seq":007}', undefined],
    ['{"seq":-}', undefined],
    ['{"seq":', undefined],
    ['', undefined],
  ])('of %s is %s', (text, digits) => {
    expect(integerText(text, 'seq')).toBe(digits);
  });

  it('finds any integer exactly, wherever it stands', () => {
    const space = fc.constantFrom('', ' ', '\n', ' \t\r\n');
    fc.assert(
      fc.property(fc.bigInt(), fc.jsonValue(), space, space, (value, other, before, after) => {
        const text = `{"seq":1,"data":${JSON.stringify(other)},"n"${before}:${after}${value}${after}}`;
        expect(integerText(text, 'n')).toBe(`${value}`);
      }),
    );
  });
});

/** JSON text with big integers as integers. */
function write(value: unknown, space: string): string {
  if (typeof value === 'bigint') return `${value}`;
  if (Array.isArray(value)) return `[${space}${value.map(each => write(each, space)).join(`,${space}`)}${space}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${space}${write(each, space)}`);
    return `{${members.join(`${space},`)}${space}}`;
  }
  return JSON.stringify(value);
}

/** What the text of a value must be read as. */
function expected(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`;
  if (typeof value === 'number') {
    const text = JSON.stringify(value);
    return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? text : (JSON.parse(text) as unknown);
  }
  if (Array.isArray(value)) return value.map(expected);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, expected(each)]));
  }
  return value;
}

function isRead(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
