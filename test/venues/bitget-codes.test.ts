import { describe, expect, it } from 'vitest';
import type { Remedy } from '../../src/contract/inbound.js';
import { refusalOf } from '../../src/venues/bitget/codes.js';

/** What mends each documented code. @see https://www.bitget.com/api-doc/common/websocket-intro */
const classes: Readonly<Record<Remedy, readonly number[]>> = {
  never: [
    30001, 30002, 30003, 30005, 30011, 30012, 30015, 30016, 25005, 25012, 25100, 25112, 25200, 25245, 25551, 25652,
    40001, 40002, 40003, 40006, 40009, 40017, 40034, 43001, 95001, 12001, 13001, 22001,
  ],
  login: [30004],
  pause: [30006, 429, 25004],
  reconnect: [30007],
  clock: [30013, 30014, 40008],
  retry: [25000, 25001, 25003, 25103, 25209, 25239, 40010, 40015, 40725, 45001],
};

describe('Bitget’s codes', () => {
  it.each(Object.entries(classes).flatMap(([remedy, codes]) => codes.map(code => [code, remedy] as const)))(
    '%i: %s',
    (code, remedy) => {
      const refusal = refusalOf(code, 'the words');
      expect(refusal).toMatchObject({ code: String(code), remedy });
      expect(refusal.reason).toMatch(/.+: the words$/);
      expect(refusalOf(String(code), 'the words')).toEqual(refusal);
    },
  );

  it('tries again, and says so, where a code is not documented', () => {
    for (const code of [30008, 30010, 30017, 30033, 1]) {
      expect(refusalOf(code, '')).toEqual({ code: String(code), reason: 'undocumented code', remedy: 'retry' });
    }
    expect(refusalOf(undefined, '')).toEqual({ code: '', reason: 'undocumented code', remedy: 'retry' });
  });
});
