import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExchange, FAULTS, parseFaultScript } from '../../src/simulator/index.js';
import type { FaultName } from '../../src/simulator/index.js';
import { bitgetCounterpart } from '../../src/venues/bitget/counterpart.js';
import { argument, PUBLIC, virtually } from './naive-client.js';

describe('a script of faults', () => {
  it('is one fault per line, or between commas, with comments', () => {
    expect(
      parseFaultScript(`
        # the first minute
        at 5 s half-open for 20 s, at 30 s close 1006
        every 10 s drop-frame on BTCUSDT of book # now and then
        from 60 s to 90 s refuse-connection;

        duplicate
      `),
    ).toEqual([
      { fault: 'half-open', at: 5_000, for: 20_000 },
      { fault: 'close-1006', at: 30_000 },
      { fault: 'drop-frame', every: 10_000, symbol: 'BTCUSDT', feed: 'book' },
      { fault: 'refuse-connection', from: 60_000, until: 90_000, rate: 1 },
      { fault: 'duplicate' },
    ]);
  });

  it('has its words in any order, and times in any unit', () => {
    expect(parseFaultScript('half-open for 1.5min at 500ms\r\nevery 2m from 1 h slow line rate 50%')).toEqual([
      { fault: 'half-open', for: 90_000, at: 500 },
      { fault: 'slow-line', every: 120_000, from: 3_600_000, rate: 0.5 },
    ]);
    expect(parseFaultScript('garbage rate 0.25 until 3 s')).toEqual([{ fault: 'garbage', rate: 0.25, until: 3_000 }]);
    expect(parseFaultScript('')).toEqual([]);
    expect(parseFaultScript('# nothing')).toEqual([]);
  });

  it.each([
    [
      '\n\nat 5 s half-opn',
      'fault script line 3: fault "half-opn" is unknown; possible are refuse-connection, close-1001',
    ],
    ['duplicate\nat 5 s', 'fault script line 2: no fault is named; possible are refuse-connection'],
    [
      'at five close 1006',
      'fault script line 1: at needs a time, a number and ms, s, min or h, as in "at 5 s", not "five"',
    ],
    ['at 5 close 1006', 'at needs a time, a number and ms, s, min or h, as in "at 5 s", not "5"'],
    ['at', 'at needs a time'],
    ['at 5 parsecs duplicate', 'at needs a time'],
    ['at 1 s at 2 s duplicate', 'fault script line 1: at stands twice in "at 1 s at 2 s duplicate"'],
    ['at 1 s every 2 s duplicate', 'at strikes once, it goes with none of every, from and to'],
    ['every 0 s duplicate', 'every must be more than 0 ms'],
    ['from 9 s to 3 s duplicate', 'to must be later than from'],
    ['duplicate rate 120%', 'rate must be from 0 to 1, or from 0% to 100%, not "120%"'],
    ['duplicate rate', 'rate must be from 0 to 1'],
    ['duplicate rate -1', 'rate must be from 0 to 1'],
    ['duplicate on', 'on needs a symbol, as in "on BTCUSDT"'],
    ['duplicate of', 'of needs a feed: book, ticker, trades'],
    ['duplicate of books', 'feed "books" is unknown; possible are book, ticker, trades'],
    ['duplicate for 5 s', 'duplicate is over at once, it has no for; those that last are half-open, slow-consumer'],
    ['half-open for 0 s', 'for must be more than 0 ms'],
    ['at 1 s close 1006 for', 'for needs a time'],
  ])('%j is an error', (text, message) => {
    expect(() => parseFaultScript(text)).toThrow(RangeError);
    expect(() => parseFaultScript(text)).toThrow(message);
  });

  it('never throws anything but a RangeError that names a line', () => {
    const word = fc.oneof(
      fc.constantFrom('at', 'every', 'from', 'to', 'for', 'rate', 'on', 'of', '5', 's', '5%', 'book', ',', '#', '\n'),
      fc.constantFrom(...Object.keys(FAULTS)),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word), words => {
        try {
          for (const rule of parseFaultScript(words.join(' '))) expect(Object.keys(FAULTS)).toContain(rule.fault);
        } catch (cause) {
          expect(cause).toBeInstanceOf(RangeError);
          expect((cause as Error).message).toMatch(/^fault script line \d+: /);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives back every fault by its name', () => {
    for (const fault of Object.keys(FAULTS) as FaultName[]) {
      expect(parseFaultScript(`at 1 s ${fault}`)).toEqual([{ fault, at: 1_000 }]);
      expect(parseFaultScript(`every 1 s ${fault.replaceAll('-', ' ')}`)).toEqual([{ fault, every: 1_000 }]);
    }
  });
});

describe('an exchange with a script', () => {
  it('does what it says, when it says so', () => {
    const closed: string[] = [];
    const refused: number[] = [];
    const seen: string[] = [];
    const exchange = virtually(
      20_000,
      { faults: 'at 2 s close 1001\nfrom 5 s to 6 s refuse-connection\nat 8 s half-open for 4 s' },
      play => {
        const first = play.client();
        play.at(1_900, () => closed.push(first.closed.join()));
        play.at(2_200, () => closed.push(first.closed.join()));
        for (const time of [4_900, 5_000, 5_999, 6_000]) {
          play.at(time, () => {
            if (play.refusedAt(PUBLIC) !== undefined) refused.push(time);
          });
        }
        play.at(7_000, () => {
          const client = play.client();
          client.say(JSON.stringify({ op: 'subscribe', args: [argument('SPOT:ticker:BTCUSDT')] }));
          play.at(11_900 - 7_000, () => seen.push(`${client.received.at(-1)?.at ?? 0}`));
          play.at(12_200 - 7_000, () => seen.push(`${client.received.at(-1)?.at ?? 0}`));
        });
      },
    );
    expect(closed).toEqual(['', '1001']);
    expect(refused).toEqual([5_000, 5_999]);
    expect(Number(seen[0])).toBeLessThanOrEqual(8_100);
    expect(Number(seen[1])).toBeGreaterThanOrEqual(12_000);
    expect(exchange.struck.get('close-1001')).toBe(1);
  });

  it('refuses what cannot happen there, and what is no script', () => {
    expect(() => createExchange(bitgetCounterpart(), { faults: 'at 1 s bad-checksum' })).toThrow(
      'fault "bad-checksum" cannot happen at this exchange: its integrity "seq+pseq" carries no checksum',
    );
    expect(() => createExchange(bitgetCounterpart(), { faults: 'drop-frame\nnonsense' })).toThrow(
      'fault script line 2',
    );
  });
});
