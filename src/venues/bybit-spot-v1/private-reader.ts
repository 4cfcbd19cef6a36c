/**
 * What the frames of the private stream say: the answer to the login, then arrays of events, told apart by their `e`.
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import { refusalOf } from './codes.js';
import { beatOf, decodeError, messageOf } from './message.js';
import type { Fields } from './message.js';

/** Makes the reader of one private connection. One sample shows an event outside an array: both are read. */
export function createPrivateReader(): (frame: Frame) => readonly Inbound[] {
  let isIn = false;
  return frame => {
    const message = messageOf(frame);
    if (Array.isArray(message)) return dataOf(message);
    const fields = message as Fields;
    if (typeof fields['e'] === 'string') return dataOf([fields]);
    const beat = beatOf(fields);
    if (beat !== undefined) return beat;
    if (typeof fields['auth'] === 'string') {
      isIn = fields['auth'] === 'success';
      return [isIn ? { type: 'welcome' } : { type: 'unwelcome', refusal: refused }];
    }
    const { code, desc, msg } = fields;
    if (code === undefined) throw decodeError('has neither event nor answer', fields);
    const refusal = refusalOf(code, desc ?? msg);
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

/** The events of each sort, in their order. */
function dataOf(events: readonly unknown[]): readonly Inbound[] {
  const bySort = new Map<string, unknown[]>();
  for (const event of events) {
    const sort = typeof event === 'object' && event !== null && 'e' in event ? event.e : undefined;
    if (typeof sort !== 'string') throw decodeError('holds something that is no event', events);
    const rows = bySort.get(sort);
    if (rows === undefined) bySort.set(sort, [event]);
    else rows.push(event);
  }
  if (bySort.size === 0) throw decodeError('holds no event', events);
  return [...bySort].map(([topic, rows]) => ({ type: 'data', topic, body: { rows } }));
}
