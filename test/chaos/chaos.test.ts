import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FAULTS, parseFaultScript } from '../../src/simulator/index.js';
import type { Counterpart } from '../../src/contract/counterpart.js';
import { chaos, taped } from './chaos.js';
import { figuresText } from './figures.js';
import { onceEach } from './once-each.js';
import { stands } from './stands.js';
import type { Stand } from './stands.js';
import { stormScript } from './storm.js';

// Seconds on a quiet machine, and a matter of the processor alone.
vi.setConfig({ testTimeout: 180_000 });

/** Repeat a run with `RXTAPE_SEED=<seed> npx vitest run test/chaos`; the long one is `npm run chaos`. */
const seed = process.env['RXTAPE_SEED'] ?? '2026';
/** One storm and one calm; what is settled is looked at after it. */
const weather = { cycle: 60_000, storm: 30_000, settled: 60_000, faults: 12 };

const standOf = (name: string): Stand => {
  const stand = stands.find(one => one.name === name);
  if (stand === undefined) throw new Error(`no stand ${name}`);
  return stand;
};

describe(`every venue through a minute of chaos, seed ${seed}`, () => {
  const rejections: unknown[] = [];
  const note = (cause: unknown): void => {
    rejections.push(cause);
  };
  beforeAll(() => {
    process.on('unhandledRejection', note);
  });
  afterAll(() => {
    process.off('unhandledRejection', note);
  });

  it.each(stands.map(stand => [stand.name, stand] as const))('%s', async (_, stand) => {
    const figures = await taped(stand, { seed, minutes: 1, weather }).replay();
    console.log(figuresText(figures));
    expect(figures.divergences).toEqual([]);
    expect(Object.values(figures.faults).reduce((a, b) => a + b, 0)).toBeGreaterThan(2);
    if (stand.books.length > 0) expect(figures.checked['books']).toBeGreaterThan(100);
    if (stand.trades.length > 0) expect(figures.checked['trades']).toBeGreaterThan(100);
    expect(figures.checked['orders']).toBeGreaterThan(0);
    // The tape of it gives every value again, and no other.
    expect(figures.tape?.same).toBeGreaterThan(200);
    expect(figures.tape?.shifted).toBe(0);
    // Whose first books come over HTTP has them on the tape.
    if (stand.venue === 'backpack') expect(figures.tape?.answers).toBeGreaterThan(5);
    expect(figures.settled).toBeGreaterThanOrEqual(10);
    expect(figures.left).toMatchObject({ clients: 0, timers: 0 });
    await new Promise(resolve => setImmediate(resolve));
    expect(rejections).toEqual([]);
  });
});

describe('the scripts', () => {
  it('are the same by the same seed, and have every fault that can be noticed before any comes twice', () => {
    for (const stand of stands) {
      const text = stormScript(stand, 'x', 600_000, { ...weather, faults: 8 });
      expect(stormScript(stand, 'x', 600_000, { ...weather, faults: 8 })).toBe(text);
      expect(stormScript(stand, 'y', 600_000, { ...weather, faults: 8 })).not.toBe(text);
      const { immune } = stand.counterpart();
      const possible = Object.keys(FAULTS).filter(
        name => immune[name] === undefined && !Object.hasOwn(stand.unseen, name),
      );
      const named = new Set<string>(parseFaultScript(text).map(({ fault }) => fault));
      expect(possible.filter(name => !named.has(name))).toEqual([]);
    }
  });
});

describe('what chaos would find', () => {
  const lying = (name: string, speak: (text: string, n: number) => readonly string[]): Stand => {
    const stand = standOf(name);
    let said = 0;
    const counterpart = (): Counterpart => {
      const honest = stand.counterpart();
      return {
        ...honest,
        speak: (...args) => honest.speak(...args).flatMap(text => speak(text, ++said)),
      };
    };
    return { ...stand, counterpart };
  };
  const found = (stand: Stand, script = ''): readonly string[] =>
    chaos(stand, { seed: '1', minutes: 0.5, script, patience: 30_000 }).figures.divergences;

  it('nothing, where nothing goes wrong', () => {
    expect(found(standOf('bybit'))).toEqual([]);
  });

  it('a book with a level that is not so', () => {
    const stand = lying('bybit', (text, n) => [
      text.includes('"orderbook.1000') && n > 300 ? text.replace(/\["(\d+\.\d+)","(\d)/, '["$1","7$2') : text,
    ]);
    expect(found(stand)).toContainEqual(expect.stringMatching(/book \w+ at \d+ is none that the exchange had/));
  });

  it('trades that are lost without a word, and such as come twice', () => {
    expect(found(standOf('bybit'), 'at 10 s drop-frame of trades')).toContainEqual(
      expect.stringMatching(/trades \w+: \d+ missing without a break/),
    );
    expect(found(standOf('bitget-v1 (official)'), 'at 10 s duplicate of trades')).toContainEqual(
      expect.stringMatching(/trades \w+: .* came more often than it happened/),
    );
  });

  it('an account that is not as it is said to be', () => {
    const stand = lying('bitget', (text, n) => [
      n > 200 && text.includes('"channel":"account"') ? text.replaceAll(/vailable":"(?=[1-9])/g, '$&9') : text,
    ]);
    expect(found(stand)).toContainEqual(expect.stringMatching(/balances: \w+ is .*, not /));
    expect(found(standOf('bitget'), 'every 1 s drop-frame of fills')).toContainEqual(
      expect.stringMatching(/fills: \d+ missing without a break/),
    );
  });

  it('a tape that is not what was heard', async () => {
    const run = taped(standOf('backpack'), { seed: '1', minutes: 0.2, script: '', patience: 30_000 });
    expect(run.figures.divergences).toEqual([]);
    const lines = readFileSync(run.path, 'utf8').split('\n');
    const find = (part: string): number => lines.findIndex((line, i) => i > 20 && line.includes(part));
    const answer = lines.findIndex(line => line.startsWith('{"type":"answer"') && line.includes('bids'));
    lines[answer] = (lines[answer] ?? '').replace(/(\["[\d.]+",")\d/, '$17');
    lines.splice(find('trade.BTC_USDC_PERP'), 1);
    writeFileSync(run.path, lines.join('\n'));
    const found = (await run.replay()).divergences;
    expect(found).toContainEqual(expect.stringMatching(/^replay: book \w+ differs from value 1 at /));
    expect(found).toContainEqual(expect.stringMatching(/^replay: trades BTC_USDC_PERP differs from value \d+ at /));
    expect(found).toHaveLength(2);
  });

  it('a stream that never comes back', () => {
    const script = 'from 10 s to 1 h silent-subscription of book\nat 11 s close 1006';
    expect(found(standOf('bybit'), script)).toContainEqual(expect.stringMatching(/book \w+ has not recovered/));
  });

  it('rules of the venue that are broken', () => {
    const stand = standOf('bybit');
    const strict = (): Counterpart => {
      const honest = stand.counterpart();
      return { ...honest, rules: { ...honest.rules, messages: { count: 1, per: 60_000, consequence: 'warn' } } };
    };
    expect(found({ ...stand, counterpart: strict })).toContainEqual(
      expect.stringMatching(/rule of the venue broken: messages/),
    );
  });
});

describe('once each', () => {
  const came = (names: string): Parameters<typeof onceEach>[1] =>
    Array.from(names, name => (name === '|' ? 'break' : { name }));
  const wrong = (truth: string, arrivals: string, isOpen = true): readonly string[] =>
    onceEach(Array.from(truth), came(arrivals), isOpen);

  it('is content with all, from the first that came on, and with a tail that has not come yet', () => {
    expect(wrong('abcdef', 'cdef')).toEqual([]);
    expect(wrong('abcdef', 'abcd')).toEqual([]);
    expect(wrong('abcdef', 'abcd', false)).toEqual(['2 missing without a break: e, f']);
    expect(wrong('abcdef', '')).toEqual([]);
  });

  it('is content with what is missing where a break was told, and only there', () => {
    expect(wrong('abcdef', 'ab|ef')).toEqual([]);
    expect(wrong('abcdef', 'abef')).toEqual(['2 missing without a break: c, d']);
    expect(wrong('abcdef', 'a|bef')).toEqual(['2 missing without a break: c, d']);
    expect(wrong('abcdef', 'abe|f')).toEqual(['2 missing without a break: c, d']);
    expect(wrong('abcdef', 'ab|', false)).toEqual([]);
  });

  it('tells what came twice and what never was; the order is not its concern', () => {
    expect(wrong('abc', 'abbc')).toEqual(['b came more often than it happened']);
    expect(wrong('abbc', 'abbc')).toEqual([]);
    expect(wrong('abc', 'abxc')).toEqual(['x never happened']);
    expect(wrong('abcd', 'acbd')).toEqual([]);
  });
});
