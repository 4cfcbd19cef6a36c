import { EMPTY } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Args, Command } from '../../src/cli/command.js';
import { parse } from '../../src/cli/program.js';
import {
  checkChoices,
  chosenFlags,
  choicesOf,
  completeChoices,
  requestOptions,
} from '../../src/cli/request-options.js';
import { simulateHint } from '../../src/cli/simulate-hint.js';
import type { Channel, SymbolRequest } from '../../src/contract/channel.js';
import type { RequestOption, Venue } from '../../src/contract/venue.js';
import { backpack } from '../../src/venues/backpack/index.js';
import { bge } from '../../src/venues/bge/index.js';
import { bitget } from '../../src/venues/bitget/index.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { venues } from '../../src/venues/index.js';
import type { VenueId } from '../../src/venues/index.js';
import { bitgetV1 } from '../../src/venues/bitget-v1/index.js';
import { bybitSpotV1 } from '../../src/venues/bybit-spot-v1/index.js';
import { fakeIo } from './fake-io.js';

const zip: RequestOption = { name: 'zip', values: [false, true], about: 'whether frames are compressed' };
const plain: Venue = { ...bitget, id: 'plain' };
const zipper: Venue = { ...bitget, id: 'zipper', options: [zip] };
const bunker: Venue = {
  ...bitget,
  id: 'bunker',
  options: [zip, { name: 'tapeSpeed', values: ['slow', 'fast', 'mad'], about: 'how fast it runs' }],
};
const all = [plain, zipper, bunker];

/** What commander makes of words, given the options of these venues. */
function optionsOf(words: string, venues: readonly Venue[] = all): Args['options'] {
  const options = requestOptions(venues);
  const command: Command = { name: 'c', summary: '', parameters: '', options, examples: [], run: () => EMPTY };
  const parsed = parse(['c', ...words.split(' ').filter(word => word !== '')], [command], fakeIo());
  return parsed.type === 'run' ? parsed.args.options : {};
}

describe('requestOptions', () => {
  it('makes a flag of each option, and names the venues that have it', () => {
    const group = 'Options of single venues:';
    expect(requestOptions(all)).toEqual([
      {
        flags: '--zip',
        summary: 'of zipper: whether frames are compressed; of bunker: whether frames are compressed',
        fallback: 'false',
        group,
      },
      { flags: '--no-zip', summary: 'the opposite of --zip', group },
      {
        flags: '--tape-speed <slow|fast|mad>',
        summary: 'of bunker: how fast it runs',
        fallback: 'slow, where it has the kind',
        group,
      },
    ]);
    expect(requestOptions([plain])).toEqual([]);
  });
});

describe('choicesOf', () => {
  it.each([
    ['', {}],
    ['--zip', { zip: true }],
    ['--no-zip', { zip: false }],
    ['--tape-speed mad --zip', { zip: true, tapeSpeed: 'mad' }],
  ])('reads "%s"', (words, choices) => {
    expect(choicesOf(bunker, optionsOf(words), all)).toEqual(choices);
    expect(chosenFlags(choices).split(' ').sort()).toEqual(` ${words}`.trimEnd().split(' ').sort());
  });

  it.each([
    [plain, '--zip', 'zip is no option of plain: zipper, bunker have it'],
    [plain, '--no-zip', 'zip is no option of plain: zipper, bunker have it'],
    [zipper, '--tape-speed slow', 'tape-speed is no option of zipper: only bunker has it'],
    [bunker, '--tape-speed lightning', 'tape-speed "lightning" is not one of bunker: slow, fast, mad'],
  ])('refuses %#', (venue, words, sentence) => {
    expect(() => choicesOf(venue, optionsOf(words), all)).toThrow(
      expect.objectContaining({ message: sentence, exitCode: 2 }) as Error,
    );
  });
});

describe('the options of the venues', () => {
  const rows = (Object.values(venues) as readonly Venue[]).flatMap(venue =>
    (venue.options ?? []).flatMap(option => option.values.map(value => ({ venue, option, value }))),
  );

  it('are there', () => {
    expect(rows.length).toBeGreaterThan(1);
  });

  it.each(rows)(
    '$venue.id takes $option.name $value, and no other word for it',
    ({ venue, option: { name, values }, value }) => {
      const { listings } = counterparts[venue.id as VenueId]();
      /** What a channel asks with this word; undefined where it refuses it. */
      const asked = (channel: Channel, word: unknown): string | undefined => {
        const market = channel.markets.find(one => listings.some(listing => listing.market === one)) ?? '';
        const symbol = listings.find(listing => listing.market === market)?.symbol ?? '';
        try {
          return JSON.stringify(channel.topic({ market, symbol, interval: '1m', [name]: word } as SymbolRequest));
        } catch {
          return undefined;
        }
      };
      // Many do not look at it.
      const deciding = Object.values<Channel>(venue.channels).filter(
        channel => new Set(values.map(one => asked(channel, one))).size > 1,
      );
      expect(deciding.map(channel => asked(channel, value)).some(topic => topic !== undefined)).toBe(true);
      if (typeof value === 'boolean') return;
      for (const channel of deciding) expect(asked(channel, 'no-such-word')).toBeUndefined();
    },
  );
});

describe('checkChoices', () => {
  const asked = (symbol: string): SymbolRequest => ({ market: 'spot', symbol });

  it.each([
    [
      backpack as unknown as Venue,
      'ticker',
      'SOL_USDC',
      { window: '200ms' },
      'window makes no difference to ticker of backpack: leave it out',
    ],
    [
      bge as unknown as Venue,
      'quotes',
      'BTC_USDT',
      { zip: true, level: '3' },
      'level makes no difference to quotes of bge: leave it out',
    ],
  ] as const)('refuses what a kind does not look at (%#)', (venue, kind, symbol, choices, sentence) => {
    expect(() => {
      checkChoices(venue, venue.channels[kind] as unknown as Channel, asked(symbol), choices);
    }).toThrow(expect.objectContaining({ message: sentence, exitCode: 2 }) as Error);
  });

  it.each([
    [backpack as unknown as Venue, 'book', 'SOL_USDC', { window: 'realtime' }],
    [bge as unknown as Venue, 'book', 'BTC_USDT', { zip: false, level: '3' }],
    // It exists with one value only.
    [bybitSpotV1 as unknown as Venue, 'quotes', 'BTCUSDT', { form: 'v2' }],
    [bybitSpotV1 as unknown as Venue, 'ticker', 'BTCUSDT', { binary: true }],
  ] as const)('takes what it does look at (%#)', (venue, kind, symbol, choices) => {
    expect(() => {
      checkChoices(venue, venue.channels[kind] as unknown as Channel, asked(symbol), choices);
    }).not.toThrow();
  });
});

describe('completeChoices', () => {
  const request = (market: string): { readonly market: string; readonly symbol: string } => ({
    market,
    symbol: 'BTCUSDT',
  });
  const channelOf = (kind: 'ticker' | 'orders' | 'positions'): Channel => bitgetV1.channels[kind];

  it.each([
    ['ticker', 'spot', {}, { dialect: 'official' }],
    ['orders', 'spot', {}, { dialect: 'guide' }],
    ['orders', 'spot', { dialect: 'official' }, { dialect: 'official' }],
    ['positions', 'margin', {}, { dialect: 'guide' }],
  ] as const)('says of %s on %s, where %o is chosen, what is meant', (kind, market, choices, meant) => {
    expect(completeChoices(bitgetV1 as unknown as Venue, channelOf(kind), request(market), choices)).toEqual(meant);
  });

  it('keeps what changes nothing in the topic', () => {
    const channel = bitget.channels.ticker as unknown as Channel;
    expect(completeChoices(zipper, channel, request('spot'), {})).toEqual({ zip: false });
    expect(completeChoices(zipper, channel, request('spot'), { zip: true })).toEqual({ zip: true });
  });
});

describe('simulateHint', () => {
  const legacy = bitgetV1 as unknown as Venue;
  const keys =
    'BITGET_API_KEY=rxtape-demo-key BITGET_SECRET_KEY=rxtape-demo-secret BITGET_PASSPHRASE=rxtape-demo-passphrase';
  it.each([
    [bitget as unknown as Venue, {}, 'rxtape ticker bitget BTCUSDT --url ws://x'],
    [legacy, {}, `${keys} rxtape balances bitget-v1 --url ws://x`],
    [legacy, { dialect: 'official' }, 'rxtape ticker bitget-v1 BTCUSDT --url ws://x'],
    [bybitSpotV1 as unknown as Venue, {}, 'rxtape ticker bybit-spot-v1 BTCUSDT --url ws://x'],
    [
      bybitSpotV1 as unknown as Venue,
      { form: 'v2', binary: true },
      'rxtape ticker bybit-spot-v1 BTCUSDT --form v2 --binary --url ws://x',
    ],
    [backpack as unknown as Venue, {}, 'rxtape ticker backpack SOL_USDC --url ws://x --rest-url http://x'],
    [bge as unknown as Venue, { zip: true }, 'rxtape ticker bge BTC_USDT --zip --url ws://x'],
  ])('names a command that works there (%#)', (venue, choices, hint) => {
    expect(simulateHint(venue, choices, 'ws://x', 'http://x')).toBe(hint);
  });

  it('sets what the kind would not choose by itself', () => {
    const accountOnly: Venue = { ...legacy, channels: { orders: bitgetV1.channels.orders } };
    expect(simulateHint(accountOnly, { dialect: 'official' }, 'ws://x', 'http://x')).toBe(
      `${keys} rxtape orders bitget-v1 --dialect official --url ws://x`,
    );
  });
});
