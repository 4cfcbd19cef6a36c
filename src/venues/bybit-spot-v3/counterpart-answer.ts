/**
 * What the simulated stream answers: one frame for a whole request, whatever its topics.
 *
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v3/_websockets.md
 * @module
 */
import type { Batch, BatchPart, Door, Heard, LoginFailure, Verdict } from '../../contract/counterpart.js';
import type { Echo } from './counterpart-hear.js';

/** The frames of a verdict; `now` is the exchange's clock. */
export function answer(heard: Heard, verdict: Verdict, now: number, door: Door): readonly string[] {
  switch (heard.type) {
    case 'ping': {
      const { req_id } = JSON.parse(heard.reply) as { readonly req_id?: string };
      return [frame({ op: 'pong', args: [now], req_id, conn_id: CONNECTION })];
    }
    case 'login': {
      const refused = LOGIN_FAILURES[verdict as LoginFailure] as LoginRefusal | undefined;
      return [refused === undefined ? acknowledged(heard.echo as Echo, '') : errorFrame(refused)];
    }
    case 'mistake':
      return [refusedFrame(heard.echo as Echo, heard.objection.message)];
    case 'batch':
      return answerBatch(
        heard,
        heard.parts.map(() => verdict),
        door,
      ).frames;
    default:
      return [];
  }
}

/** All or nothing: one bad topic voids the request, and is named. */
export function answerBatch(
  { op, parts, echo }: Batch,
  verdicts: readonly Verdict[],
  door: Door,
): { readonly frames: readonly string[]; readonly follows: readonly boolean[] } {
  const request = echo as Echo;
  const nothing = parts.map(() => false);
  if (verdicts.includes('not-logged-in')) return { frames: [errorFrame(NOT_LOGGED_IN)], follows: nothing };
  const faults = parts.map((part, i) => faultOf(part, verdicts[i] ?? 'granted'));
  const fault = faults.find(message => message !== undefined);
  if (fault !== undefined) return { frames: [refusedFrame(request, fault)], follows: nothing };
  // At the private door the words are missing.
  return { frames: [acknowledged(request, door.private ? '' : op)], follows: parts.map(() => true) };
}

/** One connection is as good as another here. */
const CONNECTION = '46f097b7';

interface LoginRefusal {
  readonly code: string;
  readonly message: string;
}

const NOT_LOGGED_IN: LoginRefusal = { code: '-1004', message: 'Not authenticated' };
const INVALID_KEY: LoginRefusal = { code: '10003', message: 'API key or signature is invalid.' };
/** What an expired login is told is not known; the successor says this, which names no key either. */
const EXPIRED: LoginRefusal = { code: '10001', message: 'Params Error' };
const LOGIN_FAILURES: Readonly<Record<LoginFailure, LoginRefusal>> = {
  'login-refused': INVALID_KEY,
  'wrong-key': INVALID_KEY,
  'wrong-passphrase': INVALID_KEY,
  'wrong-signature': INVALID_KEY,
  'wrong-timestamp': EXPIRED,
  expired: EXPIRED,
};

function faultOf(part: BatchPart, verdict: Verdict): string | undefined {
  if (part.type === 'mistake') return part.objection.message;
  const { key } = part.wish;
  if (verdict === 'already-subscribed') return `error:already subscribed,topic:${key}`;
  if (verdict !== 'unknown-symbol') return undefined;
  return part.wish.private ? `error:handler not found,topic:${key}` : `Invalid symbol :[${key}]`;
}

function acknowledged({ op, req_id }: Echo, ret_msg: string): string {
  return frame({ op, success: true, req_id, ret_msg, conn_id: CONNECTION });
}

function refusedFrame({ op, req_id }: Echo, ret_msg: string): string {
  return frame({ op: op === '' ? undefined : op, success: false, req_id, ret_msg, conn_id: CONNECTION });
}

function errorFrame({ code, message }: LoginRefusal): string {
  return frame({ type: 'error', ret_code: code, ret_msg: message, conn_id: CONNECTION });
}

/** What is undefined is left out; the venue escapes what HTML does. */
function frame(message: object): string {
  return JSON.stringify(message).replace(/[<>&]/g, sign => `\\u00${sign.charCodeAt(0).toString(16)}`);
}
