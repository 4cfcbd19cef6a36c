/**
 * The keys of accounts, held where nothing can print them.
 * @module
 */
import { map } from 'rxjs';
import type { Credentials, Protocol } from '../contract/protocol.js';
import type { Venue } from '../contract/venue.js';
import type { DoorKey } from '../session/live-session.js';
import { requestText } from '../session/request-text.js';
import type { Http } from '../transport/http.js';
import { restAddress } from './address.js';

/** One account at one venue: functions only, so that no inspection shows a key. */
export interface Account {
  /** Tells accounts apart; says nothing of the keys. */
  readonly id: number;
  /** Opens the private doors of a protocol. */
  keyTo(protocol: Protocol, restUrl: string | undefined): DoorKey;
}

/** Knows the accounts it was shown. */
export type Accounts = (venue: Venue, credentials: Credentials | undefined, what: string) => Account;

/**
 * Makes the keeper of accounts; equal keys are one account.
 *
 * The keeper throws `RangeError` where keys are missing, or are wrong by themselves, naming them, never a value.
 */
export function createAccounts(http: Http): Accounts {
  const known = new Map<string, Account>();
  return (venue, credentials, what) => {
    const names = (venue.credentials ?? []).map(({ name }) => name);
    const wanted = `credentials: { ${venue.id}: { ${names.join(', ')} } }`;
    if (credentials === undefined) {
      throw new RangeError(`${what} of ${venue.id} needs an account: give createFeeds({ ${wanted} })`);
    }
    const missing = names.filter(name => typeof credentials[name] !== 'string' || credentials[name] === '');
    if (missing.length > 0) {
      throw new RangeError(`credentials of ${venue.id} lack ${missing.join(' and ')}: they are ${names.join(', ')}`);
    }
    // A copy: what the caller does with his object later is his own affair.
    const held = Object.fromEntries(names.map(name => [name, credentials[name] ?? '']));
    const key = JSON.stringify([venue.id, held]);
    const before = known.get(key);
    if (before !== undefined) return before;
    venue.checkCredentials?.(held);
    const account = createAccount(known.size + 1, venue, held, http);
    known.set(key, account);
    return account;
  };
}

function createAccount(id: number, venue: Venue, credentials: Credentials, http: Http): Account {
  return {
    id,
    keyTo: (protocol, restUrl) => ({
      login: protocol.login && (now => protocol.login?.({ now, credentials }) ?? ''),
      write: (request, now) => requestText(protocol, request, now, credentials),
      time$: venue.serverTime && serverTime$(venue.serverTime, restUrl, http),
    }),
  };
}

function serverTime$(
  { url, read }: NonNullable<Venue['serverTime']>,
  restUrl: string | undefined,
  http: Http,
): NonNullable<DoorKey['time$']> {
  return http(restAddress(url, restUrl)).pipe(
    map(body => {
      const time = read(body);
      if (time === undefined) throw new RangeError('the answer of the venue’s clock holds no time');
      return time;
    }),
  );
}
