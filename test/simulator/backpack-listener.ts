/**
 * A client of Backpack's socket of its own making, so that the simulator is not judged by the library it serves.
 * @module
 */
import { createPrivateKey, sign } from 'node:crypto';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import type { Exchange, ExchangeOptions } from '../../src/simulator/index.js';
import { backpackCounterpart } from '../../src/venues/backpack/counterpart.js';
import type { BackpackSwitches } from '../../src/venues/backpack/counterpart.js';
import { virtually } from '../support/virtual-time.js';

/** A frame that was parsed. */
export interface Parsed {
  readonly stream?: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** One end of a line, and all that came through it. */
export interface Listener {
  readonly received: readonly { readonly at: number; readonly text: string }[];
  frames(): readonly Parsed[];
  /** The events of a stream. */
  of(stream: string): readonly Readonly<Record<string, unknown>>[];
  /** The codes of the errors. */
  errors(): readonly number[];
  say(message: unknown): void;
  ask(...streams: readonly string[]): void;
  leave(...streams: readonly string[]): void;
}

export interface Scene {
  readonly exchange: Exchange;
  readonly at: (time: number, step: () => void) => void;
  come(): Listener;
}

/** When the virtual clock begins. */
export const BIRTH = 1_800_000_000_000;

/** Plays with an exchange in virtual time; it is closed after so long. What must be asserted is asserted afterwards. */
export function playBackpack(
  duration: number,
  options: ExchangeOptions & BackpackSwitches,
  script: (scene: Scene) => void,
): void {
  virtually(at => {
    const exchange = createExchange(backpackCounterpart(options), { ackDelay: 0, ...options });
    const born = Date.now();
    script({ exchange, at, come: () => listener(exchange, () => Date.now() - born) });
    at(duration, () => {
      exchange.close();
    });
  });
}

/** What one client hears that says these things one after the other, 5 ms apart. */
export function hearBackpackSay(
  duration: number,
  messages: readonly unknown[],
  options: ExchangeOptions & BackpackSwitches = {},
): Listener {
  const all: Listener[] = [];
  playBackpack(duration, options, ({ come, at }) => {
    const client = come();
    all.push(client);
    messages.forEach((message, i) => {
      at(i * 5, () => {
        client.say(message);
      });
    });
  });
  const [client] = all;
  if (client === undefined) throw new Error('nobody came');
  return client;
}

export interface SignatureTerms {
  readonly timestamp?: number | string;
  readonly window?: number | string;
  readonly secretKey?: string;
  readonly publicKey?: string;
  readonly instruction?: string;
}

/** A signature as the page has it, made by other means than the library's. */
export function signatureBy(terms: SignatureTerms = {}): readonly string[] {
  const { timestamp = BIRTH, window = 5_000, instruction = 'subscribe' } = terms;
  const { secretKey, publicKey } = { ...demoCredentials, ...terms };
  const seed = Buffer.from(secretKey, 'base64').subarray(0, 32);
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const text = `instruction=${instruction}&timestamp=${timestamp}&window=${window}`;
  return [publicKey, sign(null, Buffer.from(text), key).toString('base64'), String(timestamp), String(window)];
}

/** A request as the page writes it. */
export function subscribe(streams: readonly string[], signature?: readonly unknown[]): object {
  return { method: 'SUBSCRIBE', params: streams, ...(signature === undefined ? {} : { signature }) };
}

/** The keys and JSON types of a value; a list is what its first entry is. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shapeOf(entry)]));
}

function listener(exchange: Exchange, clock: () => number): Listener {
  const received: { readonly at: number; readonly text: string }[] = [];
  const entry = exchange.connect('/', {
    send: data => received.push({ at: clock(), text: String(data) }),
    close: () => {},
  });
  if ('status' in entry) throw new Error(`refused with ${entry.status}: ${entry.reason}`);
  const say = (message: unknown): void => {
    entry.hear(typeof message === 'string' ? message : JSON.stringify(message));
  };
  const frames = (): readonly Parsed[] => received.map(({ text }) => JSON.parse(text) as Parsed);
  return {
    received,
    frames,
    of: stream => frames().flatMap(frame => (frame.stream === stream ? [frame.data] : [])),
    errors: () => frames().flatMap(({ error }) => (error === undefined ? [] : [error.code])),
    say,
    ask(...streams) {
      say(subscribe(streams));
    },
    leave(...streams) {
      say({ method: 'UNSUBSCRIBE', params: streams });
    },
  };
}
