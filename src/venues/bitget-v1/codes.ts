/**
 * The error codes of both dialects: what each means, and what mends it.
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api
 * @module
 */
import type { Refusal, Remedy } from '../../contract/inbound.js';

interface Meaning {
  readonly meaning: string;
  readonly remedy: Remedy;
  /** It answers a login. */
  readonly login?: true;
}

/** A key of the wrong environment is refused as if it were none. */
const whose = 'whether the key is a demo key or one of another environment';

/** The guide's codes; the exchange's REST interface uses the same numbers for other things. */
const guideCodes: Readonly<Record<string, Meaning>> = {
  '40001': {
    meaning: `the login failed: check the API key, the secret key, the passphrase and the clock of this machine, and ${whose}`,
    remedy: 'never',
    login: true,
  },
  '40002': { meaning: 'too many connections', remedy: 'reconnect' },
  '40003': { meaning: 'the channel or its parameters do not exist', remedy: 'never' },
  '40004': { meaning: 'too many messages', remedy: 'pause' },
  '40005': { meaning: 'a login must come first', remedy: 'login' },
};

const officialCodes: Readonly<Record<string, Meaning>> = {
  '30001': { meaning: 'the channel or the symbol does not exist', remedy: 'never' },
  '30002': { meaning: 'illegal request', remedy: 'never' },
  '30003': { meaning: 'invalid operation', remedy: 'never' },
  '30004': { meaning: 'a login must come first', remedy: 'login' },
  '30005': {
    meaning: `the login failed: check the API key, the secret key and the passphrase, and ${whose}`,
    remedy: 'never',
    login: true,
  },
  '30006': { meaning: 'too many requests', remedy: 'pause' },
  '30007': { meaning: 'over the limit, the connection closes', remedy: 'reconnect' },
  '30011': { meaning: `invalid API key: check that it is whole, and ${whose}`, remedy: 'never', login: true },
  '30012': {
    meaning: `invalid passphrase: check the one that was chosen when the key was made, and ${whose}`,
    remedy: 'never',
    login: true,
  },
  '30013': { meaning: 'invalid timestamp: check the clock of this machine', remedy: 'clock', login: true },
  '30014': { meaning: 'the timestamp has expired: check the clock of this machine', remedy: 'clock', login: true },
  '30015': { meaning: 'invalid signature: check the secret key', remedy: 'never', login: true },
  '30016': { meaning: 'wrong parameter: an unknown channel, interval or product line', remedy: 'never' },
};

/** Undocumented codes are tried again, with the session's bounds, and told. */
const unknown: Meaning = { meaning: 'undocumented code', remedy: 'retry' };

/** Tells what a code means and what mends it; `login` says that it answers a login. */
export type Classify = (code: unknown, message: string) => Refusal & { readonly login: boolean };

/** Reads the guide's codes; an exchange that does not speak the guide's dialect answers with its own. */
export const guideRefusal: Classify = classifierOf({ ...officialCodes, ...guideCodes });

/** Reads the exchange's codes. */
export const officialRefusal: Classify = classifierOf(officialCodes);

function classifierOf(codes: Readonly<Record<string, Meaning>>): Classify {
  return (code, message) => {
    const text = typeof code === 'number' || typeof code === 'string' ? String(code) : '';
    const { meaning, remedy, login = false } = (Object.hasOwn(codes, text) ? codes[text] : undefined) ?? unknown;
    return { code: text, reason: message === '' ? meaning : `${meaning}: ${message}`, remedy, login };
  };
}
