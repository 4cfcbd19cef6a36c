/**
 * What Bybit answers, in the shape of each of its sockets.
 *
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */
import type { Batch, Door, Heard, Verdict } from '../../contract/counterpart.js';
import { alreadyThere, noHandler, PARAMS_ERROR } from './counterpart-words.js';

/** What the venue repeats of a request in its answer. */
export interface RequestEcho {
  /** As text, whatever it was; undefined where there was none. */
  readonly id: string | undefined;
  readonly op: string;
  readonly topics: readonly string[];
}

/** What a socket is called by the exchange; every connection would have one of its own. */
const CONNECTIONS: Readonly<Record<string, string>> = {
  spot: '2324d924-aa4d-45b0-a858-7b8be29ab52b',
  option: 'aa01fbfffe80af37-00000001-000b37b9-7147f432704fd28c-00e1c172',
  private: 'cejreassvfrsfvb9v1a0-2m',
};
const CONNECTION = 'da7tmhs21nld3jk6lb70-8csm4';

/** Where each part of a batch stands; the mistakes among them never follow. */
interface Outcome {
  readonly frames: readonly string[];
  readonly follows: readonly boolean[];
}

/** The answer to a ping; `now` is the exchange's clock, which only some sockets tell. */
export function pongOf(door: Door, id: string | undefined, now: number): string {
  const args = [String(now)];
  if (isCommandSocket(door)) return frame({ args, op: 'pong' });
  if (door.private) return frame({ req_id: id, op: 'pong', args, conn_id: connectionOf(door) });
  return frame({ success: true, ret_msg: 'pong', conn_id: connectionOf(door), req_id: idOf(door, id), op: 'ping' });
}

/** The answer to anything but a request to subscribe or unsubscribe. */
export function answerBybit(heard: Heard, verdict: Verdict, now: number, door: Door): readonly string[] {
  switch (heard.type) {
    case 'ping':
      return [pongOf(door, repeatedIn(heard.reply), now)];
    case 'login':
      return [answer(heard.echo as RequestEcho, LOGIN_FAILURES[verdict], door)];
    case 'mistake':
      return [answer(heard.echo as RequestEcho, heard.objection.message, door)];
    default:
      return [];
  }
}

/** One answer for a whole request: the first thing that is wrong with it voids all of it. */
export function answerBybitBatch(batch: Batch, verdicts: readonly Verdict[], door: Door): Outcome {
  const { parts, op } = batch;
  const echo = batch.echo as RequestEcho;
  const faults = parts.map((part, i) =>
    part.type === 'mistake' ? part.objection.message : faultOf(verdicts[i] ?? 'granted', String(part.echo), door, op),
  );
  if (isCommandSocket(door)) return commandResponse(echo, faults, door);
  const fault = faults.find(one => one !== undefined);
  return { frames: [answer(echo, fault, door)], follows: faults.map(() => fault === undefined) };
}

/** The options and spreads have an answer of their own, which tells the topics apart. */
function commandResponse(echo: RequestEcho, faults: readonly (string | undefined)[], door: Door): Outcome {
  const failTopics = echo.topics.filter((_, i) => faults[i] !== undefined);
  const successTopics = echo.topics.filter((_, i) => faults[i] === undefined);
  const data = { failTopics, successTopics };
  return {
    frames: [frame({ success: true, conn_id: connectionOf(door), data, type: 'COMMAND_RESP' })],
    follows: faults.map(fault => fault === undefined),
  };
}

function faultOf(verdict: Verdict, topic: string, door: Door, op: Batch['op']): string | undefined {
  switch (verdict) {
    case 'not-logged-in':
      return 'Request not authorized';
    case 'already-subscribed':
      return op === 'subscribe' ? alreadyThere(topic) : undefined;
    case 'unknown-symbol':
      // Only spot looks at the symbol by itself; it names the whole topic all the same.
      return door.name === 'spot' ? `Invalid symbol :[${topic}]` : door.private ? PARAMS_ERROR : noHandler(topic);
    default:
      return undefined;
  }
}

/** Only the first three were seen on this socket; the words for a wrong signature are those of order entry. */
const LOGIN_FAILURES: Readonly<Partial<Record<Verdict, string>>> = {
  'wrong-key': 'API key is invalid.',
  'wrong-timestamp': PARAMS_ERROR,
  expired: PARAMS_ERROR,
  'wrong-signature': 'Invalid sign',
  'wrong-passphrase': 'API key is invalid.',
  'login-refused': 'API key is invalid.',
};

/** An acceptance where nothing is wrong. */
function answer({ id, op }: RequestEcho, fault: string | undefined, door: Door): string {
  const success = fault === undefined;
  const conn_id = connectionOf(door);
  if (door.private) return frame({ req_id: id, success, ret_msg: fault ?? '', op, conn_id });
  const word = door.name === 'spot' ? op : '';
  return frame({ success, ret_msg: fault ?? word, conn_id, req_id: idOf(door, id), op });
}

/** The futures repeat an empty one where there was none. */
function idOf(door: Door, id: string | undefined): string | undefined {
  return door.name === 'linear' || door.name === 'inverse' ? (id ?? '') : id;
}

function isCommandSocket({ name }: Door): boolean {
  return name === 'option' || name === 'spread';
}

function connectionOf({ name }: Door): string {
  return CONNECTIONS[name] ?? CONNECTION;
}

function repeatedIn(pong: string): string | undefined {
  return (JSON.parse(pong) as { readonly req_id?: string }).req_id;
}

/** JSON as the exchange writes it: what is undefined is left out, and what HTML would read is escaped. */
function frame(message: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(message).replace(/[<>&]/g, char => `\\u00${char.charCodeAt(0).toString(16)}`);
}
