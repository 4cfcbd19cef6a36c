/**
 * The keys of a Bybit account.
 * @module
 */
import type { CredentialField } from '../../contract/venue.js';

/** The two keys of an account, which Bybit gives out together. */
export const credentials = [
  { name: 'apiKey', variable: 'BYBIT_API_KEY' },
  { name: 'secret', variable: 'BYBIT_SECRET_KEY' },
] as const satisfies readonly CredentialField[];
