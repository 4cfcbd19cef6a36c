/**
 * What Backpack makes of a client's message.
 *
 * @see https://docs.backpack.exchange/#tag/Streams
 * @see https://docs.backpack.exchange/#tag/Authentication
 * @module
 */
import type { BatchPart, Heard, LoginClaim, Objection } from '../../contract/counterpart.js';
import { verifyEd25519 } from '../../wire/ed25519.js';
import { hearStream } from './counterpart-streams.js';

/** The message is no request. */
const PARSE_ERROR: Objection = { code: 4002, message: 'Parse error' };
/** A stream of an account was asked for, and the signature is missing or wrong. */
export const INVALID_SIGNATURE: Objection = { code: 4003, message: 'Invalid signature' };

/** Takes a message apart: one request, which stands or falls as a whole, or a mistake. */
export function hearBackpack(text: string): readonly Heard[] {
  const { method, params, signature } = requestOf(text) ?? {};
  const isRequest = (method === 'SUBSCRIBE' || method === 'UNSUBSCRIBE') && isTexts(params);
  if (!isRequest) return [{ type: 'mistake', objection: PARSE_ERROR, op: undefined, echo: undefined }];
  const op = method === 'SUBSCRIBE' ? 'subscribe' : 'unsubscribe';
  const parts = params.map((name): BatchPart => ({ ...hearStream(name), echo: name }));
  const isPrivate = parts.some(part => part.type === 'wish' && part.wish.private);
  // Nobody is asked who he is where he leaves, nor where all can listen.
  if (op === 'unsubscribe' || !isPrivate) return [{ type: 'batch', op, parts, echo: undefined }];
  const claim = claimOf(signature);
  if (claim !== undefined) return [{ type: 'batch', op, parts, claim, echo: undefined }];
  const refusal: BatchPart = { type: 'mistake', objection: INVALID_SIGNATURE, echo: undefined };
  return [{ type: 'batch', op, parts: [...parts, refusal], echo: undefined }];
}

/** The longest time that a signature may be good for, ms. */
const LONGEST_WINDOW = 60_000;

/** Reads a signature; undefined where it is none by its form alone. */
function claimOf(signature: unknown): LoginClaim | undefined {
  if (!isTexts(signature) || signature.length !== 4) return undefined;
  const [key = '', sign = '', timestamp = '', window = ''] = signature;
  if (!/^\d+$/.test(timestamp) || !/^\d+$/.test(window) || Number(window) > LONGEST_WINDOW) return undefined;
  const signed = `instruction=subscribe&timestamp=${timestamp}&window=${window}`;
  return {
    key,
    passphrase: undefined,
    at: Number(timestamp),
    window: Number(window),
    // The exchange knows the public key alone.
    proves: () => verifyEd25519(key, signed, sign),
  };
}

function requestOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}
