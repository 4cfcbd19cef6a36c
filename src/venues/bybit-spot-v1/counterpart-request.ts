/**
 * What the simulated legacy stream reads out of a client's text.
 * @module
 */
import type { Heard, Objection } from '../../contract/counterpart.js';
import { hmacSha256 } from '../../wire/sign.js';

/** The fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** So far from the exchange's clock a login may be dated: see {@link loginOf}. */
export const LOGIN_SPAN = 86_400_000;

/** Reads JSON; undefined where the text is none. */
export function jsonOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Reads an object; undefined where the value is none. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** Something that is wrong by itself. */
export function mistake(objection: Objection, op?: string, echo?: unknown): Heard {
  return { type: 'mistake', objection, op, echo };
}

/**
 * Reads a login: `[key, expires, signature]`, an HMAC-SHA256 of `GET/realtime{expires}` in hex. It is good as long as
 * `expires` is not over; it is taken as made a day before that, so that a window of a day says just this.
 */
export function loginOf({ args }: Fields): Heard {
  const [key, expires, sign] = Array.isArray(args) ? (args as readonly unknown[]) : [];
  const text = typeof expires === 'number' || typeof expires === 'string' ? String(expires) : '';
  const claim = {
    key: typeof key === 'string' ? key : '',
    passphrase: undefined,
    at: /^\d{1,15}$/.test(text) ? Number(text) - LOGIN_SPAN : undefined,
    proves: (secret: string) => hmacSha256(secret, `GET/realtime${text}`, 'hex') === sign,
  };
  return { type: 'login', claim, echo: undefined };
}
