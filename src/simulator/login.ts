/**
 * Who may log in to a simulated exchange.
 * @module
 */
import type { LoginClaim, LoginFailure } from '../contract/counterpart.js';

/** The keys of one simulated account. */
export interface AccountKeys {
  readonly apiKey: string;
  readonly secret: string;
  /** Not asked for by venues that have none. */
  readonly passphrase: string;
  /** What names the account at venues whose clients sign with a pair of keys, base64; default: the `apiKey`. */
  readonly publicKey?: string;
  /** The other key of that pair; only the client needs it. */
  readonly secretKey?: string;
}

/** The keys of the account that every simulated exchange has where nothing else is said. They open nothing else. */
export const demoCredentials: Required<AccountKeys> = {
  apiKey: 'rxtape-demo-key',
  secret: 'rxtape-demo-secret',
  passphrase: 'rxtape-demo-passphrase',
  publicKey: 'nlFt6qMEYgphD2dQt+l0UuECsZo6D5h7cx/CDv4J7sE=',
  secretKey: 'cnh0YXBlLWRlbW8tc2VjcmV0LWtleS0zMi1ieXRlcyE=',
};

/**
 * Judges a login as a venue does: the key, the time, the passphrase, the signature.
 *
 * @param now - the exchange's clock, ms since the epoch
 * @param clockWindow - how far the client's time may be from it, ms
 */
export function judgeLogin(
  claim: LoginClaim,
  accounts: readonly AccountKeys[],
  now: number,
  clockWindow: number,
): 'granted' | LoginFailure {
  const account = accountOf(accounts, claim.key);
  if (account === undefined) return 'wrong-key';
  if (claim.at === undefined) return 'wrong-timestamp';
  if (Math.abs(claim.at - now) > (claim.window ?? clockWindow)) return 'expired';
  if (claim.passphrase !== undefined && claim.passphrase !== account.passphrase) return 'wrong-passphrase';
  return claim.proves(account.secret) ? 'granted' : 'wrong-signature';
}

/** Finds the account that a key names; undefined where there is none. */
export function accountOf(accounts: readonly AccountKeys[], key: string): AccountKeys | undefined {
  return accounts.find(({ apiKey, publicKey }) => apiKey === key || publicKey === key);
}

/**
 * Looks over the keys of the accounts.
 *
 * @throws RangeError where a key is empty or stands twice
 */
export function checkAccounts(accounts: readonly AccountKeys[]): readonly AccountKeys[] {
  const seen = new Set<string>();
  for (const { apiKey, secret } of accounts) {
    if (apiKey === '' || secret === '') throw new RangeError('accounts need an apiKey and a secret that are not empty');
    if (seen.has(apiKey)) throw new RangeError(`accounts name the apiKey ${JSON.stringify(apiKey)} twice`);
    seen.add(apiKey);
  }
  return accounts;
}
