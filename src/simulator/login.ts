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
}

/** The keys of the account that every simulated exchange has where nothing else is said. They open nothing else. */
export const demoCredentials: AccountKeys = {
  apiKey: 'rxtape-demo-key',
  secret: 'rxtape-demo-secret',
  passphrase: 'rxtape-demo-passphrase',
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
  const account = accounts.find(({ apiKey }) => apiKey === claim.key);
  if (account === undefined) return 'wrong-key';
  if (claim.at === undefined) return 'wrong-timestamp';
  if (Math.abs(claim.at - now) > clockWindow) return 'expired';
  if (claim.passphrase !== undefined && claim.passphrase !== account.passphrase) return 'wrong-passphrase';
  return claim.proves(account.secret) ? 'granted' : 'wrong-signature';
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
