import { describe, expect, it } from 'vitest';
import { accountKeys } from '../../src/cli/account-keys.js';
import { CommandError } from '../../src/cli/command-error.js';
import type { Venue } from '../../src/contract/venue.js';

const venue = {
  credentials: [
    { name: 'publicKey', variable: 'TOY_PUBLIC_KEY', fallback: 'PUBLIC_KEY' },
    { name: 'secretKey', variable: 'TOY_SECRET_KEY', fallback: 'SECRET_KEY' },
    { name: 'extra', variable: 'TOY_EXTRA' },
  ],
} as unknown as Venue;
const from = (variables: Readonly<Record<string, string>>): unknown => accountKeys(venue, name => variables[name]);

describe('keys out of the environment', () => {
  it('are read by the venue’s names', () => {
    const all = { TOY_PUBLIC_KEY: 'a', TOY_SECRET_KEY: 'b', TOY_EXTRA: 'c', PUBLIC_KEY: 'x', SECRET_KEY: 'y' };
    expect(from(all)).toEqual({ publicKey: 'a', secretKey: 'b', extra: 'c' });
  });

  it('are read by other names where those are not set', () => {
    expect(from({ PUBLIC_KEY: 'x', TOY_SECRET_KEY: 'b', SECRET_KEY: 'y', TOY_EXTRA: 'c' })).toEqual({
      ...{ publicKey: 'x', secretKey: 'b', extra: 'c' },
    });
  });

  it('are missed by the venue’s own names', () => {
    expect(() => from({ SECRET_KEY: 'y' })).toThrow(CommandError);
    expect(() => from({ SECRET_KEY: 'y' })).toThrow(
      'only public channels are available without TOY_PUBLIC_KEY and TOY_EXTRA',
    );
  });
});
