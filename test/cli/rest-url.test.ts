import { describe, expect, it } from 'vitest';
import { checkSeed, isChecked, restUrlOf } from '../../src/cli/rest-url.js';
import type { SaidAddresses } from '../../src/cli/rest-url.js';
import type { Channel } from '../../src/contract/channel.js';
import type { Venue } from '../../src/contract/venue.js';
import { backpack } from '../../src/venues/backpack/index.js';
import { bitget } from '../../src/venues/bitget/index.js';

const silent: Venue = backpack;
const book = backpack.channels.book as unknown as Channel;
const ticker = backpack.channels.ticker as unknown as Channel;

function said(words: Partial<SaidAddresses>): SaidAddresses {
  return { url: undefined, restUrl: undefined, host: undefined, ...words };
}

describe('restUrlOf', () => {
  it('reads an address of HTTP, or none', () => {
    expect(restUrlOf({})).toBeUndefined();
    expect(restUrlOf({ restUrl: 'https://x' })).toBe('https://x');
  });

  it.each(['ws://x', 'x', 'file:///x?secret'])('refuses %s, and repeats no query', restUrl => {
    expect(() => restUrlOf({ restUrl })).toThrow(
      /^rest-url "[^?]*" is not an HTTP address like http:\/\/127.0.0.1:8080$/,
    );
  });
});

describe('checkSeed', () => {
  it('refuses the changes of one exchange beside the first state of another', () => {
    const sentence = 'book of backpack begins with a state over HTTP: say with --rest-url where, beside --url';
    expect(() => {
      checkSeed(silent, book, said({ url: 'ws://x' }));
    }).toThrow(expect.objectContaining({ message: sentence, exitCode: 2 }) as Error);
  });

  it.each([
    ['nothing is said', book, {}],
    ['both are', book, { url: 'ws://x', restUrl: 'http://x' }],
    ['only the one of REST is', book, { restUrl: 'http://x' }],
    ['there is no first state', ticker, { url: 'ws://x' }],
  ])('lets pass where %s', (_, channel, words) => {
    expect(() => {
      checkSeed(silent, channel, said(words));
    }).not.toThrow();
  });
});

describe('isChecked', () => {
  it.each([
    [true, {}, {}],
    [true, { checkSymbols: true }, {}],
    [false, { checkSymbols: false }, {}],
    [false, {}, { url: 'ws://x' }],
    [false, {}, { host: 'demo' }],
    [true, {}, { url: 'ws://x', restUrl: 'http://x' }],
    [true, {}, { restUrl: 'http://x' }],
  ])('is %s with %o and %o', (is, options, words) => {
    expect(isChecked(silent, options, said(words))).toBe(is);
    expect(isChecked(bitget, options, said(words))).toBe(false);
  });
});
