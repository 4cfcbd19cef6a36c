/**
 * What the frames of the private stream say: the answer to the login, then arrays of events, told apart by their `e`.
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import { refusalOf } from './codes.js';
import { beatOf, isFields, messageOf, noteOf } from './message.js';

/**
 * Makes the reader of one private connection. One sample shows an event outside an array: both are read. What is JSON and
 * neither an event nor an answer is taken note of.
 *
 * @throws DecodeError, from the reader, at what is no JSON
 */
export function createPrivateReader(): (frame: Frame) => readonly Inbound[] {
  let isIn = false;
  return frame => {
    const message = messageOf(frame);
    if (Array.isArray(message)) return dataOf(message);
    const fields = message;
    if (!isFields(fields)) return [noteOf(fields)];
    if (typeof fields['e'] === 'string') return dataOf([fields]);
    const beat = beatOf(fields);
    if (beat !== undefined) return beat;
    if (typeof fields['auth'] === 'string') {
      isIn = fields['auth'] === 'success';
      return [isIn ? { type: 'welcome' } : { type: 'unwelcome', refusal: refused }];
    }
    const { code, desc, msg, ret_msg: words, success } = fields;
    // Without a code answers what stands before the stream today.
    if (code === undefined && success !== false) return [noteOf(fields)];
    const refusal = refusalOf(code, desc ?? msg ?? words);
    // Nothing but a login was asked.
    return [{ type: isIn ? 'complaint' : 'unwelcome', refusal }];
  };
}

/** The venue gives no reason: a wrong clock is the one that can be mended, and the session tries that once. */
const refused = {
  code: '',
  reason: 'the venue gives no reason: check the API key, the secret key and the clock of this machine',
  remedy: 'clock',
} as const;

/** The events of each sort, in their order; one of a sort that nobody knows is of a topic that nobody listens to. */
function dataOf(events: readonly unknown[]): readonly Inbound[] {
  const bySort = new Map<string, unknown[]>();
  const strange: unknown[] = [];
  for (const event of events) {
    const sort = isFields(event) ? event['e'] : undefined;
    if (typeof sort !== 'string') {
      strange.push(event);
      continue;
    }
    const rows = bySort.get(sort);
    if (rows === undefined) bySort.set(sort, [event]);
    else rows.push(event);
  }
  const data = [...bySort].map(([topic, rows]): Inbound => ({ type: 'data', topic, body: { rows } }));
  return data.length > 0 && strange.length === 0 ? data : [...data, noteOf(strange)];
}
