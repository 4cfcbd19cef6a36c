/**
 * What the simulated legacy stream reads out of a client's message, in either dialect.
 * @module
 */
import type { Heard, Objection } from '../../contract/counterpart.js';
import { hmacSha256 } from '../../wire/sign.js';

/** The fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** How a signature may be written. */
export type Encoding = 'hex' | 'base64';

/** Reads an object; undefined where the text or the value is none. */
export function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value === 'string') {
    try {
      return fieldsOf(JSON.parse(value) as Fields);
    } catch {
      return undefined;
    }
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** The arguments of a request; none where it has none. */
export function argsOf(request: Fields | undefined): readonly unknown[] {
  const args = request?.['args'];
  return Array.isArray(args) ? (args as readonly unknown[]) : [];
}

/** The sum of the arguments in bytes. */
export function argumentBytes(text: string): number {
  const args = argsOf(fieldsOf(text));
  return args.length === 0 ? 0 : new TextEncoder().encode(args.map(arg => JSON.stringify(arg)).join('')).length;
}

/** Something that is wrong by itself. */
export function mistake(objection: Objection, op?: string, echo?: unknown): Heard {
  return { type: 'mistake', objection, op, echo };
}

/** Reads a login: an HMAC-SHA256 of `{timestamp}GET/user/verify`. What is missing is as good as wrong. */
export function loginOf(request: Fields | undefined, encodings: readonly Encoding[]): Heard {
  const fields = fieldsOf(argsOf(request)[0]) ?? {};
  const textOf = (name: string): string => {
    const value = fields[name];
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  };
  const timestamp = textOf('timestamp');
  const sign = textOf('sign');
  const claim = {
    key: textOf('apiKey'),
    passphrase: textOf('passphrase'),
    at: timeOf(timestamp),
    proves: (secret: string) =>
      encodings.some(encoding => hmacSha256(secret, `${timestamp}GET/user/verify`, encoding) === sign),
  };
  return { type: 'login', claim, echo: undefined };
}

/** Seconds and milliseconds are told apart by their size; seconds may have a fraction. */
function timeOf(text: string): number | undefined {
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return value < 100_000_000_000 ? value * 1_000 : value;
}
