/**
 * A client of Bybit's sockets of its own making, so that the simulator is not judged by the library it serves.
 * @module
 */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import type { Exchange, ExchangeOptions } from '../../src/simulator/index.js';
import { bybitCounterpart } from '../../src/venues/bybit/counterpart.js';
import type { BybitSwitches } from '../../src/venues/bybit/counterpart.js';
import { virtually } from '../support/virtual-time.js';

/** A frame that was parsed. */
export type Parsed = Readonly<Record<string, unknown>> & {
  readonly topic?: string;
  readonly type?: string;
  readonly ts?: number;
  readonly cts?: number;
  readonly success?: boolean;
  readonly ret_msg?: string;
  readonly op?: string;
};

/** One end of a line, and all that came through it. */
export interface Listener {
  readonly received: readonly { readonly at: number; readonly text: string }[];
  readonly closed: readonly number[];
  frames(): readonly Parsed[];
  /** Data frames of a topic. */
  of(topic: string): readonly Parsed[];
  /** What is no data. */
  answers(): readonly Parsed[];
  say(message: unknown): void;
  ask(...topics: readonly string[]): void;
}

export interface Scene {
  readonly exchange: Exchange;
  readonly at: (time: number, step: () => void) => void;
  /** Comes to the door of this name; the private one is `/v5/private`. */
  readonly come: (door: string) => Listener;
}

/** Plays with an exchange in virtual time; it is closed after so long. What must be asserted is asserted afterwards. */
export function playBybit(
  duration: number,
  options: ExchangeOptions & BybitSwitches,
  script: (scene: Scene) => void,
): void {
  virtually(at => {
    const exchange = createExchange(bybitCounterpart(options), { ackDelay: 0, ...options });
    const born = Date.now();
    script({ exchange, at, come: door => listener(exchange, door, () => Date.now() - born) });
    at(duration, () => {
      exchange.close();
    });
  });
}

/** What one client hears that says these things one after the other. */
export function hearBybit(
  duration: number,
  door: string,
  messages: readonly unknown[],
  options: ExchangeOptions & BybitSwitches = {},
): Listener {
  const all: Listener[] = [];
  playBybit(duration, options, ({ come, at }) => {
    const client = come(door);
    all.push(client);
    messages.forEach((message, i) => {
      // An answer takes a moment, and the next message waits for it.
      at(i * 5, () => {
        client.say(message);
      });
    });
  });
  const [client] = all;
  if (client === undefined) throw new Error('nobody came');
  return client;
}

/** A request as Bybit's pages write it. */
export function subscribe(topics: readonly string[], id?: string): object {
  return { ...(id === undefined ? {} : { req_id: id }), op: 'subscribe', args: topics };
}

/** A login as the words of the protocol have it, signed by other means than the library's. */
export function login(
  expires: number | string,
  keys: { readonly apiKey?: string; readonly secret?: string } = {},
  id?: string,
): object {
  const { apiKey, secret } = { ...demoCredentials, ...keys };
  const signature = createHmac('sha256', secret).update(`GET/realtime${expires}`).digest('hex');
  return { ...(id === undefined ? {} : { req_id: id }), op: 'auth', args: [apiKey, expires, signature] };
}

/** When the virtual clock begins. */
export const BIRTH = 1_800_000_000_000;
/** An end of a login that is well ahead. */
export const LATER = BIRTH + 60_000;

/** The documented samples of a socket, by name; several frames of a run in their order. */
export function samplesOf(door: string): ReadonlyMap<string, readonly Parsed[]> {
  const lines = readFileSync(new URL(`../fixtures/bybit-simulator/${door}.jsonl`, import.meta.url), 'utf8').trim();
  const samples = new Map<string, readonly Parsed[]>();
  for (const line of lines.split('\n')) {
    const { _source, name, frame } = JSON.parse(line) as { _source: string; name: string; frame: Parsed };
    if (!_source.startsWith('https://')) throw new Error(`${name} does not say where it is from`);
    samples.set(name, [...(samples.get(name) ?? []), frame]);
  }
  return samples;
}

/** The keys and JSON types of a value; a list is what its first entry is. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shapeOf(entry)]));
}

function listener(exchange: Exchange, door: string, clock: () => number): Listener {
  const received: { readonly at: number; readonly text: string }[] = [];
  const closed: number[] = [];
  const path = door === 'private' ? '/v5/private' : `/v5/public/${door}`;
  const entry = exchange.connect(path, {
    send: data => received.push({ at: clock(), text: typeof data === 'string' ? data : '<binary>' }),
    close: () => closed.push(clock()),
  });
  if ('status' in entry) throw new Error(`refused with ${entry.status}: ${entry.reason}`);
  const say = (message: unknown): void => {
    entry.hear(typeof message === 'string' ? message : JSON.stringify(message));
  };
  const parsed: Parsed[] = [];
  const frames = (): readonly Parsed[] => {
    for (const { text } of received.slice(parsed.length)) parsed.push(JSON.parse(text) as Parsed);
    return parsed;
  };
  return {
    received,
    closed,
    frames,
    of: topic => frames().filter(frame => frame.topic === topic),
    answers: () => frames().filter(frame => frame.topic === undefined),
    say,
    ask(...topics) {
      say(subscribe(topics));
    },
  };
}
