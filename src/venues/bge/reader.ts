/**
 * Reads BGE's envelope: pings, answers by event, pushes by name; packed or not.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/tc/_ws-base.md
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import { DecodeError } from '../../model/errors.js';
import { textOf } from '../../wire/frame-text.js';
import { parseExact } from '../../wire/json.js';
import { isNothing, isSuccess, refusalOf, withoutLogin } from './codes.js';
import { repeatedKey } from './echo.js';
import { createFirstStates } from './first-states.js';
import type { FirstStates } from './first-states.js';
import { createLatePushes } from './late-pushes.js';
import { allProducts } from './symbols.js';
import { keyOf } from './topic.js';
import type { BgeName } from './topic.js';

/** A frame of BGE's before anything is known of it. */
export interface Envelope {
  readonly ping?: unknown;
  readonly pong?: unknown;
  readonly event?: unknown;
  readonly biz?: unknown;
  readonly type?: unknown;
  readonly product?: unknown;
  readonly interval?: unknown;
  readonly code?: unknown;
  readonly msg?: unknown;
  readonly status?: unknown;
  readonly data?: unknown;
}

/** Reads an answer that only one door knows; undefined where it is one that both know. */
export type OwnAnswer = (message: Envelope, event: string) => Inbound | undefined;

/**
 * Makes the reader of one connection. It remembers which states were asked for, and how far each topic has come. What is JSON
 * and no ping, answer or push is taken note of: it is a whole frame, and takes away nothing from any topic.
 *
 * @throws DecodeError, from the reader, at what is no JSON, and at a push of nobody knows what
 */
export function createReader(own?: OwnAnswer): (frame: Frame) => readonly Inbound[] {
  const firstStates = createFirstStates();
  const isLate = createLatePushes();

  const push = (message: Envelope & BgeName): readonly Inbound[] => {
    const key = keyOf(message);
    if (isLate(key, message.data, message)) return [];
    return firstStates.pushed({ type: 'data', topic: key, body: message });
  };

  const hear = (frame: Frame): readonly Inbound[] => {
    const message = parse(frame);
    const { ping, event } = message;
    if (typeof ping === 'number' || typeof ping === 'string') return [{ type: 'ping', reply: `{"pong":${ping}}` }];
    if (typeof event === 'string') {
      const known = own?.(message, event);
      return known === undefined ? answer(message, event, frame.receivedAt, firstStates) : [known];
    }
    if (isNamed(message)) return push(message);
    if (typeof message.pong === 'number') return [{ type: 'pong' }];
    if (message.data !== undefined || typeof message.biz === 'string') {
      throw new DecodeError(`bge frame is a push that names no product: ${head(frame)}`, venue);
    }
    return [{ type: 'notice', text: `frame is no ping, answer or push: ${head(frame)}` }];
  };

  return frame => {
    const overdue = firstStates.overdue(frame.receivedAt);
    return overdue.length === 0 ? hear(frame) : [...overdue, ...hear(frame)];
  };
}

const venue = { venue: 'bge' };

function parse(frame: Frame): Envelope {
  let message: unknown;
  try {
    message = parseExact(textOf(frame));
  } catch {
    // The parser's own error holds the head of the text, keys and all.
    throw new DecodeError(`bge frame cannot be read: ${head(frame)}`, venue);
  }
  return typeof message === 'object' && message !== null ? message : {};
}

function head({ data }: Frame): string {
  return typeof data === 'string' ? JSON.stringify(withoutLogin(data).slice(0, 80)) : `${data.length} bytes`;
}

function isNamed(message: Envelope): message is Envelope & BgeName {
  const { biz, type, product } = message;
  return typeof biz === 'string' && typeof type === 'string' && typeof product === 'string';
}

/** Which topics are asked for their state beside the subscription. */
function isAskedFor({ type, product }: BgeName): boolean {
  if (type === 'orders') return product.toLowerCase() !== allProducts;
  return type === 'candles' || type === 'ticker' || type === 'assets';
}

function answer(message: Envelope, event: string, at: number, firstStates: FirstStates): readonly Inbound[] {
  const named = isNamed(message) ? keyOf(message) : undefined;
  const key = named ?? repeatedKey(message.msg);
  switch (event) {
    case 'sub':
    // A draft of the interface wrote so, whatever was asked.
    case 'error':
      if (event === 'error' || !isSuccess(message.code)) return [refusedAs(message, key)];
      if (isNamed(message) && isAskedFor(message)) firstStates.begin(keyOf(message), at);
      return [accepted(key)];
    case 'unsub':
      // We left what was not there: nobody waits for it.
      return key === undefined ? [{ type: 'notice', text: `unsub ${codeOf(message)}` }] : [dropped(key)];
    case 'req':
      return stateOf(message, key, firstStates);
    default:
      return [{ type: 'notice', text: `${event} ${codeOf(message)}` }];
  }
}

function accepted(key: string | undefined): Inbound {
  if (key === undefined) return { type: 'granted', request: { verb: 'subscribe' } };
  return { type: 'accepted', topics: [key] };
}

function dropped(key: string): Inbound {
  return { type: 'dropped', topics: [key] };
}

function refusedAs(message: Envelope, key: string | undefined): Inbound {
  const refusal = refusalOf(message.code, message.msg);
  if (key !== undefined) return { type: 'refused', topics: [key], refusal };
  return { type: 'rejected', request: {}, refusal, guilty: [], standing: [] };
}

/** A question that fails leaves the subscription standing; what may be answered later is begun anew. */
function stateOf(message: Envelope, key: string | undefined, firstStates: FirstStates): readonly Inbound[] {
  const { code, msg, data } = message;
  const refusal = refusalOf(code, msg);
  if (key === undefined || refusal.remedy === 'login') return [{ type: 'complaint', refusal }];
  // Asked for only to keep the line busy: it says nothing of a subscription that the venue may never have heard of.
  if (!firstStates.isAwaited(key)) return [{ type: 'pong' }];
  const body = isNothing(code) ? { ...message, data: [] } : message;
  if (isNothing(code) || (isSuccess(code) && data !== undefined)) {
    return firstStates.answered(key, { type: 'data', topic: key, body });
  }
  const isLater = refusal.remedy === 'retry' || refusal.remedy === 'pause';
  const failure: Inbound = isLater ? { type: 'refused', topics: [key], refusal } : { type: 'complaint', refusal };
  return [...firstStates.answered(key, undefined), failure];
}

function codeOf({ code, msg, status }: Envelope): string {
  const parts = [code, msg ?? status].filter(part => typeof part === 'string' || typeof part === 'number');
  return withoutLogin(parts.join(' '));
}
