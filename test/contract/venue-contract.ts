/**
 * What every venue must keep, each as its own test, judged against the venue's own simulated counterpart.
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Batch, BatchPart, Counterpart, Door, Heard, Verdict } from '../../src/contract/counterpart.js';
import type { Channel, SymbolRequest } from '../../src/contract/channel.js';
import type { Inbound } from '../../src/contract/inbound.js';
import type { RequestContext } from '../../src/contract/protocol.js';
import type { Topic } from '../../src/contract/topic.js';
import type { Venue } from '../../src/contract/venue.js';
import { DecodeError, SchemaError } from '../../src/model/errors.js';
import { demoCredentials } from '../../src/simulator/index.js';

/** One way to ask for a channel, with a name for the test. */
export interface Asked {
  readonly name: string;
  readonly channel: Channel;
  readonly request: SymbolRequest;
  /** Where the simulated venue never says anything of it: then only the asking is looked at. */
  readonly silent?: boolean;
}

/** What of the contract a venue does not have, each with the reason. */
export type Skips = Partial<Record<'ping' | 'unsubscribe' | 'refusal' | 'acknowledgement', string>>;

/** What is true of one venue only. */
export interface Peculiarities {
  readonly skip?: Skips;
  /** Objects whose fields are no names but keys, each with a value of one type: an amount by asset. */
  readonly dictionaries?: readonly string[];
}

/** Checks one door of a venue: `venue.protocol` is that door's. `asked` are requests over all its channels and markets; `frameOf` gives a data frame for one. */
export function describeVenue(
  venue: Venue,
  counterpart: Counterpart,
  asked: readonly Asked[],
  frameOf: (asked: Asked) => string,
  { skip = {}, dictionaries = [] }: Peculiarities = {},
): void {
  const door = (topic: Topic): Door => {
    const path = new URL(venue.endpoints[topic.endpoint]?.url ?? '').pathname;
    const found = counterpart.doors[path];
    if (found === undefined) throw new Error(`the counterpart has no door ${path}`);
    return found;
  };
  const { protocol } = venue;
  const read = (data: string): readonly Inbound[] => protocol.reader()({ receivedAt: 1, data });
  const context: RequestContext = { id: '7', now: 1_800_000_000_000, credentials };
  const topics = [
    ...new Map(asked.map(({ channel, request }) => channel.topic(request)).map(topic => [topic.key, topic])).values(),
  ];
  /** What a login alone brings is never asked for. */
  const asking = topics.filter(({ implied }) => implied !== true);
  const heardOf = (verb: 'subscribe' | 'unsubscribe', some: readonly Topic[]): readonly Heard[] =>
    counterpart.hear(protocol[verb](some, context), door(some[0] as Topic));
  const partsOf = (verb: 'subscribe' | 'unsubscribe', some: readonly Topic[]): readonly Part[] =>
    heardOf(verb, some).flatMap(partsIn);
  const answersTo = (topic: Topic, verdict: Verdict): readonly Inbound[] =>
    heardOf('subscribe', [topic])
      .flatMap(heard => answerTo(counterpart, heard, verdict, context.now, door(topic)))
      .flatMap(read);
  /** Of what a login alone brings there is nothing to ask, and nothing to be answered. */
  const wherever = asking.length === 0 ? it.skip : it;
  const unless = (what: keyof Skips) => (skip[what] === undefined ? (what === 'ping' ? it : wherever) : it.skip);

  const doors = [...new Set(topics.map(({ endpoint }) => endpoint))].join(', ');

  describe(`the contract of ${venue.id}, door ${doors}`, () => {
    it('has a page for every channel, and addresses that can be dialled', () => {
      for (const { channel } of asked) expect(channel.docs).toMatch(/^https:\/\//);
      for (const { url } of Object.values(venue.endpoints)) expect(new URL(url).protocol).toBe('wss:');
      for (const host of Object.values(venue.hosts)) {
        const urls = typeof host === 'string' ? [host] : Object.values(host);
        for (const url of urls) expect(new URL(url).protocol).toBe('wss:');
        if (typeof host !== 'string')
          expect(Object.keys(venue.endpoints)).toEqual(expect.arrayContaining(Object.keys(host)));
      }
      expect(venue.markets).toContain(venue.defaultMarket);
    });

    it.each(asked)('asks for $name at a door it has, on markets it has', ({ channel, request }) => {
      expect(venue.endpoints).toHaveProperty(channel.topic(request).endpoint);
      expect(venue.markets).toEqual(expect.arrayContaining([...channel.markets]));
    });

    it('names equal requests alike and others otherwise', () => {
      for (const { channel, request } of asked) expect(channel.topic({ ...request })).toEqual(channel.topic(request));
      const args = new Map(topics.map(topic => [`${topic.group ?? ''} ${JSON.stringify(topic.args)}`, topic.key]));
      expect(args.size).toBe(topics.length);
    });

    it('asks for all that a login does not bring by itself', () => {
      const implied = topics.filter(topic => topic.implied === true);
      for (const topic of implied) {
        const wishes = counterpart.implied?.(door(topic)) ?? [];
        expect(wishes.map(({ key }) => key)).toContain(topic.key);
      }
      expect(implied.length + asking.length).toBe(topics.length);
    });

    wherever('is heard to ask for exactly the topics it asks for', () => {
      for (const topic of asking) {
        expect(
          partsOf('subscribe', [topic]).map(({ verb }) => verb),
          topic.key,
        ).toEqual(['subscribe']);
      }
      const keys = asking.flatMap(topic => partsOf('subscribe', [topic])).map(({ key }) => key);
      expect(new Set(keys).size).toBe(asking.length);
    });

    unless('unsubscribe')('is heard to take back exactly the topics it takes back', () => {
      for (const topic of asking) {
        const [given] = partsOf('subscribe', [topic]);
        const [taken] = partsOf('unsubscribe', [topic]);
        expect(taken?.verb, topic.key).toBe('unsubscribe');
        expect(taken?.key).toBe(given?.key);
      }
    });

    wherever('keeps to what the venue bears in one message', () => {
      const { topicsPerMessage, bytesPerMessage } = protocol.limits;
      for (const group of new Set(asking.map(topic => topic.group))) {
        const some = asking.filter(topic => topic.group === group).slice(0, topicsPerMessage);
        expect(partsOf('subscribe', some)).toHaveLength(some.length);
        expect(new Set(partsOf('subscribe', some).map(({ key }) => key)).size).toBe(some.length);
      }
      const most = counterpart.rules.bytes?.count ?? Infinity;
      expect(bytesPerMessage).toBeLessThanOrEqual(most);
      expect(topicsOf(counterpart)).toBeGreaterThanOrEqual(protocol.limits.topicsPerConnection);
    });

    it('keeps its own windows within those of the venue', () => {
      const { messages, requests } = counterpart.rules;
      if (messages !== undefined)
        expect(mostIn(protocol.limits.messages, messages.per)).toBeLessThanOrEqual(messages.count);
      if (requests !== undefined)
        expect(mostIn(protocol.limits.requests, requests.per)).toBeLessThanOrEqual(requests.count);
      const { silence } = counterpart.rules;
      if (silence !== undefined) expect((protocol.heartbeat.every ?? Infinity) * 2).toBeLessThan(silence);
    });

    unless('acknowledgement')('reads an acceptance, and whose it is', () => {
      for (const topic of asking) {
        const [answer, ...more] = answersTo(topic, 'granted');
        expect(more).toEqual([]);
        if (answer?.type === 'granted') expect([context.id, undefined, '']).toContain(answer.request.id);
        else {
          expect(['accepted', 'acknowledged']).toContain(answer?.type);
          expect(answer).toMatchObject({ topics: [topic.key] });
        }
      }
    });

    unless('refusal')('reads a refusal, whose it is, and that nothing mends it', () => {
      const answers = asking.map(topic => ({ topic, inbounds: answersTo(topic, 'unknown-symbol') }));
      for (const { topic, inbounds } of answers) {
        const [answer, ...more] = inbounds;
        expect(more).toEqual([]);
        expect(answer, topic.key).toMatchObject({ refusal: { remedy: 'never' } });
        // Where nobody is named, the session finds out by itself.
        if (answer?.type === 'rejected') expect([[], [topic.key]]).toContainEqual(answer.guilty);
        if (answer?.type === 'rejected') continue;
        if (answer?.type !== 'refused') throw new Error(`no refusal: ${JSON.stringify(answer)}`);
        // A venue that repeats a part of the request only means everyone whom the same answer would be given.
        const alike = answers
          .filter(other => isDeepStrictEqual(other.inbounds, inbounds))
          .map(other => other.topic.key);
        expect(answer.topics.filter(key => topics.some(one => one.key === key)).sort()).toEqual(alike.sort());
        expect(alike).toContain(topic.key);
      }
    });

    unless('ping')('is heard to ping, and reads the answer', () => {
      const [topic] = topics;
      if (topic === undefined) throw new Error('no topics');
      const { text = '' } = protocol.heartbeat;
      const heard = counterpart.hear(typeof text === 'string' ? text : text(context.now), door(topic));
      expect(heard).toMatchObject([{ type: 'ping' }]);
      for (const each of heard) {
        for (const reply of counterpart.answer(each, 'granted', context.now, door(topic))) {
          expect(read(reply)).toEqual([{ type: 'pong' }]);
        }
      }
    });

    const telling = asked.filter(({ silent }) => silent !== true);

    describe.runIf(telling.length > 0).each(telling)('the data of $name', one => {
      const { channel, request } = one;
      const topic = channel.topic(request);
      const context = { ...request, venue: venue.id, topic: topic.key, receivedAt: 1 };
      const bodyOf = (text: string): unknown => {
        const [inbound] = read(text);
        if (inbound?.type !== 'data') throw new Error(`no data: ${text}`);
        expect(inbound.topic).toBe(topic.key);
        return inbound.body;
      };

      it('are read as the topic’s own', () => {
        expect(channel.read(bodyOf(frameOf(one)), context).length).toBeGreaterThan(0);
      });

      it('may hold fields that nobody knows', () => {
        const message = JSON.parse(frameOf(one)) as Record<string, unknown>;
        const stranger = eachObject(message, (object, name) =>
          dictionaries.includes(name) ? object : { ...object, somethingNew: { deep: [1] } },
        );
        expect(() => channel.read(bodyOf(JSON.stringify(stranger)), context)).not.toThrow();
      });

      it('must have the fields that are read, of their type', () => {
        const whole = bodyOf(frameOf(one)) as Record<string, unknown>;
        for (const broken of [{}, null, 7, 'text', []])
          expect(() => channel.read(broken, context)).toThrow(SchemaError);
        let missed = 0;
        for (const path of pathsOf(whole)) {
          for (const value of [undefined, { wrong: 'type' }]) {
            const body = changed(whole, path, value);
            try {
              channel.read(body, context);
            } catch (cause) {
              expect(cause).toBeInstanceOf(SchemaError);
              expect((cause as Error).message).toMatch(new RegExp(`^${venue.id} ${topic.key}: `));
              missed++;
            }
          }
        }
        expect(missed).toBeGreaterThan(0);
      });
    });

    it('calls noise a DecodeError, and tells nothing of JSON that it does not know', () => {
      for (const noise of ['', '{', '[1,2', 'hello', '\u0000\u0001']) {
        expect(() => read(noise), JSON.stringify(noise)).toThrow(DecodeError);
      }
      for (const strange of ['null', '7', '"text"', '[]', '{}', '{"a":1}']) {
        try {
          expect(read(strange), strange).toMatchObject([{ type: 'notice' }]);
        } catch (cause) {
          if (!(cause instanceof DecodeError)) throw cause;
        }
      }
      expect(() => protocol.reader()({ receivedAt: 1, data: new Uint8Array([1, 2, 3]) })).toThrow(DecodeError);
    });
  });
}

const credentials = { ...demoCredentials };

/** One wish that was heard. */
interface Part {
  readonly verb: 'subscribe' | 'unsubscribe';
  readonly key: string;
}

function partsIn(heard: Heard): readonly Part[] {
  if (heard.type === 'subscribe' || heard.type === 'unsubscribe') return [{ verb: heard.type, key: heard.wish.key }];
  if (heard.type === 'batch') return heard.parts.map(part => ({ verb: heard.op, key: keyIn(part) }));
  // Some requests are signed, one by one.
  if (heard.type === 'login') return [];
  throw new Error(`not heard: ${JSON.stringify(heard)}`);
}

function keyIn(part: BatchPart): string {
  if (part.type === 'mistake') throw new Error(`not heard: ${JSON.stringify(part)}`);
  return part.wish.key;
}

function answerTo(
  counterpart: Counterpart,
  heard: Heard,
  verdict: Verdict,
  now: number,
  door: Door,
): readonly string[] {
  if (heard.type !== 'batch') return heard.type === 'login' ? [] : counterpart.answer(heard, verdict, now, door);
  const batch: Batch = heard;
  const verdicts = batch.parts.map(() => verdict);
  return counterpart.answerBatch?.(batch, verdicts, door).frames ?? [];
}

function topicsOf({ rules }: Counterpart): number {
  return rules.topics?.count ?? Infinity;
}

/** The most that our windows let through in so many ms. */
function mostIn(windows: readonly { readonly messages: number; readonly per: number }[], per: number): number {
  return Math.min(...windows.map(window => window.messages * Math.ceil(per / window.per)));
}

function eachObject(value: unknown, edit: (object: object, name: string) => object, name = ''): unknown {
  if (Array.isArray(value)) return value.map(item => eachObject(item, edit, name));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, item]) => [key, eachObject(item, edit, key)]);
  return edit(Object.fromEntries(fields) as object, name);
}

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Array.isArray(value)
    ? value.slice(0, 1).map((item, i) => pathsOf(item, [...path, i]))
    : Object.entries(value).map(([key, item]) => pathsOf(item, [...path, key]));
  return path.length === 0 ? inner.flat() : [path, ...inner.flat()];
}

function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((item: unknown, i) => (i === key ? changed(item, rest, to) : item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, item]): [string, unknown] => [name, name === key ? changed(item, rest, to) : item])
      .filter(([, item]) => item !== undefined),
  );
}
