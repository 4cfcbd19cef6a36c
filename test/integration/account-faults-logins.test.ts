import { inspect } from 'node:util';
import { Subscription } from 'rxjs';
import type { Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { createFeeds } from '../../src/index.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { simulate } from '../../src/simulator/simulate.js';
import type { Simulation } from '../../src/simulator/simulate.js';
import { until } from '../support/until.js';

/** What is wrong about a login, and the whole sentence of the only error. */
interface Case {
  readonly exchange?: { readonly clockOffset: number };
  readonly keys?: Partial<typeof demoCredentials>;
  readonly venueCode: string;
  readonly message: string;
}

interface Door {
  readonly name: string;
  readonly open: (options: { readonly clockOffset?: number }) => Promise<Simulation>;
  readonly streams: (exchange: Simulation, keys: typeof demoCredentials) => readonly Observable<unknown>[];
  /** A key of another environment is one that this exchange has never seen. */
  readonly cases: Readonly<Record<string, Case>>;
}

const demo = 'whether the key is a demo key, which needs the demo host, or one of another environment';
const elsewhere = 'whether the key is a demo key or one of another environment';
const guideRefusal = {
  venueCode: '40001',
  message: `bitget-v1 login: refused with 40001 (the login failed: check the API key, the secret key, the passphrase and the clock of this machine, and ${elsewhere}: Invalid signature)`,
};

const doors: readonly Door[] = [
  {
    name: 'bitget',
    open: options => simulate('bitget', { tick: 0, ...options }),
    streams: (exchange, keys) => {
      const feeds = createFeeds({ urls: { bitget: exchange.url }, credentials: { bitget: keys }, linger: 0 });
      return [feeds.balances$('bitget'), feeds.orders$('bitget'), feeds.fills$('bitget')];
    },
    cases: {
      'a key of the wrong environment': {
        keys: { apiKey: 'key-of-the-demo' },
        venueCode: '30011',
        message: `bitget login: refused with 30011 (invalid API key, check that it is whole, and ${demo}: Invalid ACCESS_KEY)`,
      },
      'a wrong secret': {
        keys: { secret: 'wrong' },
        venueCode: '30015',
        message: 'bitget login: refused with 30015 (invalid signature, check the secret: Invalid sign)',
      },
      'a wrong passphrase': {
        keys: { passphrase: 'wrong' },
        venueCode: '30012',
        message: `bitget login: refused with 30012 (invalid passphrase, check the one that was chosen when the key was made, and ${demo}: Invalid ACCESS_PASSPHRASE)`,
      },
    },
  },
  {
    name: 'bitget-v1 as the guide says',
    open: options => simulate('bitget-v1', { tick: 0, dialect: 'guide', ...options }),
    streams: (exchange, keys) => {
      const feeds = legacyFeeds(exchange, keys);
      return [
        feeds.balances$('bitget-v1'),
        feeds.orders$('bitget-v1'),
        feeds.fills$('bitget-v1'),
        feeds.positions$('bitget-v1', { market: 'margin' }),
      ];
    },
    // The guide has one code for all of them.
    cases: {
      'a key of the wrong environment': { keys: { apiKey: 'key-of-the-demo' }, ...guideRefusal },
      'a wrong secret': { keys: { secret: 'wrong' }, ...guideRefusal },
      'a wrong passphrase': { keys: { passphrase: 'wrong' }, ...guideRefusal },
      'a skewed clock': { exchange: { clockOffset: -300_000 }, ...guideRefusal },
    },
  },
  {
    name: 'bitget-v1 as the exchange spoke',
    open: options => simulate('bitget-v1', { tick: 0, dialect: 'official', ...options }),
    streams: (exchange, keys) => {
      const feeds = legacyFeeds(exchange, keys);
      const dialect = 'official';
      return [
        feeds.balances$('bitget-v1', { dialect }),
        feeds.orders$('bitget-v1', { dialect }),
        feeds.fills$('bitget-v1', { dialect }),
      ];
    },
    cases: {
      'a key of the wrong environment': {
        keys: { apiKey: 'key-of-the-demo' },
        venueCode: '30011',
        message: `bitget-v1 login: refused with 30011 (invalid API key: check that it is whole, and ${elsewhere}: Invalid ACCESS_KEY)`,
      },
      'a wrong secret': {
        keys: { secret: 'wrong' },
        venueCode: '30015',
        message: 'bitget-v1 login: refused with 30015 (invalid signature: check the secret key: Invalid sign)',
      },
      'a wrong passphrase': {
        keys: { passphrase: 'wrong' },
        venueCode: '30012',
        message: `bitget-v1 login: refused with 30012 (invalid passphrase: check the one that was chosen when the key was made, and ${elsewhere}: Invalid ACCESS_PASSPHRASE)`,
      },
    },
  },
];

function legacyFeeds(exchange: Simulation, keys: typeof demoCredentials) {
  return createFeeds({ urls: { 'bitget-v1': exchange.url }, credentials: { 'bitget-v1': keys }, linger: 0 });
}

let all = new Subscription();
afterEach(() => {
  all.unsubscribe();
  all = new Subscription();
});

describe.each(doors)('a login that cannot succeed at $name', ({ open, streams, cases }) => {
  it.each(Object.entries(cases))(
    '%s: one clear sentence, one attempt, no key in it',
    async (_, { exchange: options = {}, keys = {}, venueCode, message }) => {
      const exchange = await open(options);
      const given = { ...demoCredentials, ...keys };
      const errors: unknown[] = [];
      const sources = streams(exchange, given);
      for (const source$ of sources) {
        all.add(source$.subscribe({ error: (cause: unknown) => errors.push(cause) }));
      }
      await until(() => errors.length === sources.length);
      for (const error of errors) {
        expect(error).toMatchObject({ name: 'LoginError', code: 'LOGIN', retryable: false, venueCode, message });
      }
      const logins = exchange.heard.filter(({ text }) => text.includes('"login"'));
      expect(logins).toHaveLength(1);
      const printed = inspect(errors, { depth: 10 });
      for (const key of Object.values(given)) if (key !== 'wrong') expect(printed).not.toContain(key);
      await exchange.close();
    },
  );
});

/** What follows the code: words of ours, then those of the venue. */
const expired = {
  bitget:
    'bitget login: refused with 30014 (the timestamp has expired, check the clock of this machine: it may be 30 s off at most: Request timestamp expired)',
  'bitget-v1':
    'bitget-v1 login: refused with 30014 (the timestamp has expired: check the clock of this machine: Request timestamp expired)',
};

describe.each(['bitget', 'bitget-v1'] as const)('a clock that is off at %s', venue => {
  const open = (): Promise<Simulation> =>
    venue === 'bitget'
      ? simulate('bitget', { tick: 0, clockOffset: 300_000 })
      : simulate('bitget-v1', { tick: 0, clockOffset: 300_000, dialect: 'official' });
  /** What is told, until balances are, or the stream ends. */
  const follow = (exchange: Simulation, restUrl: string): readonly string[] => {
    const feeds = createFeeds({
      urls: { [venue]: exchange.url },
      restUrls: { [venue]: restUrl },
      credentials: { [venue]: demoCredentials },
      backoff: { base: 50, floor: 20 },
      linger: 0,
    });
    const told: string[] = [];
    all.add(feeds.problems$().subscribe(({ error, mending }) => told.push(`${mending}: ${error.message}`)));
    const balances$ =
      venue === 'bitget' ? feeds.balances$('bitget') : feeds.balances$('bitget-v1', { dialect: 'official' });
    all.add(
      balances$.subscribe({
        next: () => told.push('balances'),
        error: (cause: unknown) => told.push(`error: ${cause instanceof Error ? cause.message : String(cause)}`),
      }),
    );
    return told;
  };

  it('is corrected by the venue’s, and told once', async () => {
    const exchange = await open();
    const told = follow(exchange, exchange.restUrl);
    await until(() => told.length > 1);
    expect(told).toEqual([`reconnect: ${expired[venue]}`, 'balances']);
    await exchange.close();
  });

  it('ends the stream where the correction has not helped', async () => {
    const [exchange, other] = [await open(), await simulate('bitget', { tick: 0 })];
    const told = follow(exchange, other.restUrl);
    await until(() => told.length > 1);
    expect(told).toEqual([`reconnect: ${expired[venue]}`, `error: ${expired[venue]}`]);
    await exchange.close();
    await other.close();
  });

  it('is tried again, and told each time, while the venue’s cannot be asked', async () => {
    const [exchange, other] = [await open(), await simulate('bitget', { tick: 0 })];
    await other.close();
    const told = follow(exchange, other.restUrl);
    await until(() => told.length > 2);
    const unreachable = `reconnect: request to ${new URL(other.restUrl).host} failed: the other side could not be reached`;
    expect(told.slice(0, 3)).toEqual([`reconnect: ${expired[venue]}`, unreachable, unreachable]);
    await exchange.close();
  });
});
