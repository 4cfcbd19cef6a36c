/**
 * What Bybit makes of a client's message.
 *
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */
import type { Batch, BatchPart, Door, Heard, Objection } from '../../contract/counterpart.js';
import { areMixed, claimOf, hearPrivate } from './counterpart-hear-private.js';
import { pongOf } from './counterpart-replies.js';
import type { RequestEcho } from './counterpart-replies.js';
import { hearPublic } from './counterpart-topics.js';
import { alreadyThere, noHandler, PARAMS_ERROR } from './counterpart-words.js';

/** The most arguments in one request to the spot socket. */
const SPOT_ARGUMENTS = 10;

/**
 * Takes a message apart: one request, answered as one.
 *
 * @param retired - whether topics that were taken out of service are there still
 */
export function hearBybit(text: string, door: Door, retired: boolean): readonly Heard[] {
  const request = requestOf(text);
  if (request === undefined) return [mistake(undecodable(text), { id: undefined, op: '', topics: [] })];
  const op = textOf(request['op']) ?? '';
  const id = textOf(request['req_id']);
  const echo: RequestEcho = { id, op, topics: [] };
  const { args } = request;
  if (op === 'ping') return [{ type: 'ping', reply: pongOf(door, id, 0) }];
  if (op === 'auth' && door.private) {
    const claim = claimOf(args);
    return [claim === undefined ? mistake(PARAMS_ERROR, echo) : { type: 'login', claim, echo }];
  }
  if (op !== 'subscribe' && op !== 'unsubscribe') return [mistake('error:invalid op', echo)];
  if (!Array.isArray(args) || args.length === 0) return [mistake(PARAMS_ERROR, echo)];
  const topics = args.map(textOf);
  if (!topics.every(topic => topic !== undefined)) {
    // The public sockets name the place, and forget what was asked.
    if (door.private) return [mistake(PARAMS_ERROR, echo)];
    return [
      mistake(`${DECODING}op.CmdReq.Args: []string: fuzzyStringDecoder: not number or string`, { ...echo, op: '' }),
    ];
  }
  if (door.name === 'spot' && topics.length > SPOT_ARGUMENTS) return [mistake('args size >10', echo)];
  const parts = topics.map((topic, i) => partOf(op, topic, topics.indexOf(topic) < i, door, retired));
  const mixed = door.private && areMixed(topics);
  return [batch(op, mixed ? topics.map(topic => wrong(PARAMS_ERROR, topic)) : parts, { ...echo, topics })];
}

/** The length of all topics that a message names, in characters of JSON; 0 where there are none. */
export function argumentCharacters(text: string): number {
  const args = requestOf(text)?.['args'];
  return Array.isArray(args) ? JSON.stringify(args).length : 0;
}

const DECODING = 'Failed to decode incoming data:';

function requestOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** Numbers are as good as texts wherever a text is wanted. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

function undecodable(text: string): string {
  const head = text.slice(0, 10);
  const found = `readObjectStart: expect { or n, but found ${text.charAt(0)}, error found in #1 byte of ...|${head}|...`;
  return `${DECODING}${found}, bigger context ...|${text.slice(0, 50)}|...`;
}

function objection(message: string): Objection {
  // The venue has no codes on these sockets.
  return { code: 0, message };
}

function mistake(message: string, echo: RequestEcho): Heard {
  return { type: 'mistake', objection: objection(message), op: echo.op, echo };
}

function wrong(message: string, topic: string): BatchPart {
  return { type: 'mistake', objection: objection(message), echo: topic };
}

function batch(op: Batch['op'], parts: readonly BatchPart[], echo: RequestEcho): Batch {
  return { type: 'batch', op, parts, echo };
}

function partOf(op: Batch['op'], topic: string, again: boolean, door: Door, retired: boolean): BatchPart {
  if (again && op === 'subscribe') return wrong(alreadyThere(topic), topic);
  if (door.private) {
    const wish = hearPrivate(topic);
    return wish === undefined ? wrong(PARAMS_ERROR, topic) : { type: 'wish', wish, echo: topic };
  }
  const heard = hearPublic(topic, door, retired);
  return heard.type === 'wish' ? { type: 'wish', wish: heard.wish, echo: topic } : wrong(noHandler(topic), topic);
}
