/**
 * What the frames of the public streams say: data by topic and symbol, answers by event, errors that name nobody.
 * @module
 */
import type { Frame } from '../../contract/frame.js';
import type { Inbound } from '../../contract/inbound.js';
import { refusalOf } from './codes.js';
import type { Form } from './form.js';
import { beatOf, decodeError, isFields, messageOf, noteOf } from './message.js';
import type { Fields } from './message.js';
import { intervals } from './symbols.js';
import { keyOf } from './topic.js';

/**
 * Makes the reader of one public connection. What is JSON and neither data nor an answer is taken note of.
 *
 * @throws DecodeError, from the reader, at what is no JSON, at data without a topic, and at a topic without data
 */
export function createPublicReader(form: Form): (frame: Frame) => readonly Inbound[] {
  return frame => {
    const fields = messageOf(frame);
    if (!isFields(fields)) return [noteOf(fields)];
    const { event, data, code } = fields;
    if (event === undefined && data !== undefined) {
      const topic = keyOf({ form, topic: fields['topic'], ...namesOf(form, fields) });
      if (topic === undefined) throw decodeError('has data but no topic', fields);
      return [{ type: 'data', topic, body: fields }];
    }
    const beat = beatOf(fields);
    if (beat !== undefined) return beat;
    if (typeof event === 'string') return [answerOf(form, event, fields)];
    if (code !== undefined) return [isGood(code) ? { type: 'notice', text: 'code 0' } : rejected(fields)];
    if (typeof fields['topic'] === 'string') throw decodeError('has a topic but no data', fields);
    return [noteOf(fields)];
  };
}

const ask = 'sub';
const takeBack = 'cancel';

/** The documentation shows acknowledgements in V1 too; none were seen. */
function answerOf(form: Form, event: string, fields: Fields): Inbound {
  const topics = keysOf(form, fields);
  const good = isGood(fields['code']);
  if (event === takeBack) {
    // We left what was not there: nobody waits for it.
    return topics.length > 0 ? { type: 'dropped', topics } : { type: 'granted', request: { verb: 'unsubscribe' } };
  }
  if (event !== ask) return good ? { type: 'notice', text: event } : rejected(fields);
  if (!good) {
    return topics.length > 0 ? { type: 'refused', topics, refusal: refusalIn(fields) } : rejected(fields);
  }
  return topics.length > 0 ? { type: 'accepted', topics } : { type: 'granted', request: { verb: 'subscribe' } };
}

/** An error names neither symbol nor request. */
function rejected(fields: Fields): Inbound {
  return { type: 'rejected', request: {}, refusal: refusalIn(fields), guilty: [], standing: [] };
}

function refusalIn({ code, desc, msg }: Fields): ReturnType<typeof refusalOf> {
  return refusalOf(code, desc ?? msg);
}

function isGood(code: unknown): boolean {
  return code === undefined || code === 0 || code === '0';
}

/** Where the symbol stands, and what else tells topics apart. */
function namesOf(form: Form, fields: Fields): { readonly symbol: unknown } & Fields {
  const params = paramsOf(fields);
  return {
    symbol: form === 'v1' ? fields['symbol'] : params['symbol'],
    klineType: params['klineType'],
    dumpScale: params['dumpScale'],
    binary: params['binary'],
  };
}

function paramsOf({ params }: Fields): Fields {
  return typeof params === 'object' && params !== null ? (params as Fields) : {};
}

/** Every topic that an answer may mean: refusals do not repeat all of what was asked. */
function keysOf(form: Form, fields: Fields): readonly string[] {
  const { topic } = fields;
  const { symbol, klineType, dumpScale, binary } = namesOf(form, fields);
  if (typeof symbol !== 'string') return [];
  const details = topic === 'kline' && klineType === undefined ? intervals : [klineType];
  const packings = binary === undefined ? [false, true] : [binary];
  const keys = symbol
    .split(',')
    .flatMap(one =>
      details.flatMap(detail =>
        packings.map(packing => keyOf({ form, topic, symbol: one, klineType: detail, dumpScale, binary: packing })),
      ),
    );
  return keys.filter(key => key !== undefined);
}
