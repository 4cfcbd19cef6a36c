/**
 * A client of its own making, so that the simulator is not judged by the library it serves.
 * @module
 */
import { createHmac } from 'node:crypto';
import { timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { expect } from 'vitest';
import type { Counterpart } from '../../src/contract/counterpart.js';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import type { Connection, Exchange, ExchangeOptions } from '../../src/simulator/index.js';
import { bitgetCounterpart } from '../../src/venues/bitget/counterpart.js';
import type { BitgetSwitches } from '../../src/venues/bitget/counterpart.js';

export const PUBLIC = '/v2/ws/public';
export const PRIVATE = '/v2/ws/private';

/** A frame that could be parsed. */
export interface Parsed {
  readonly event?: string;
  readonly op?: string;
  readonly code?: number | string;
  readonly msg?: string;
  readonly action?: string;
  readonly arg?: {
    readonly instType: string;
    readonly channel: string;
    readonly instId: string;
    readonly coin?: string;
  };
  readonly data?: readonly Record<string, unknown>[];
  readonly ts?: number;
}

export interface Received {
  readonly at: number;
  readonly text: string;
}

/** One end of a line, and all that came through it. */
export interface NaiveClient {
  readonly received: readonly Received[];
  /** How the exchange hung up, one entry per time. */
  readonly closed: readonly (number | undefined)[];
  readonly texts: () => readonly string[];
  readonly parsed: () => readonly Parsed[];
  /** Data frames of a channel. */
  readonly data: (channel: string) => readonly string[];
  say(text: string): void;
  ask(op: 'subscribe' | 'unsubscribe', ...args: readonly string[]): void;
  leave(): void;
}

/** "SPOT:books:BTCUSDT" as an argument. */
export function argument(key: string): {
  readonly instType: string;
  readonly channel: string;
  readonly instId: string;
} {
  const [instType = '', channel = '', instId = ''] = key.split(':');
  return { instType, channel, instId };
}

export function request(op: string, ...keys: readonly string[]): string {
  return JSON.stringify({ op, args: keys.map(argument) });
}

export interface Play {
  readonly exchange: Exchange;
  /** Does something at a time of the virtual clock, ms. */
  readonly at: (time: number, act: () => void) => void;
  readonly client: (path?: string) => NaiveClient;
  /** How many timers wait, those of the play itself among them. */
  readonly timers: () => number;
  readonly refusedAt: (path: string) => { readonly status: number; readonly reason: string } | undefined;
}

/** Plays with an exchange in virtual time; it is closed after so long. What must be asserted is asserted afterwards. */
export function virtually(
  duration: number,
  options: ExchangeOptions & BitgetSwitches & { readonly counterpart?: Counterpart },
  play: (play: Play) => void,
): Exchange {
  const scheduler = new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
  return scheduler.run(({ flush }) => {
    const exchange = createExchange(options.counterpart ?? bitgetCounterpart(options), { ackDelay: 0, ...options });
    const at = (time: number, act: () => void): void => {
      timer(time).subscribe(act);
    };
    const connect = (path: string, received: Received[], closed: (number | undefined)[]): Connection => {
      const entry = exchange.connect(path, {
        send: data => received.push({ at: scheduler.now(), text: typeof data === 'string' ? data : '<binary>' }),
        close: code => closed.push(code),
      });
      if ('status' in entry) throw new Error(`refused with ${entry.status}`);
      return entry;
    };
    play({
      exchange,
      at,
      client(path = PUBLIC) {
        const received: Received[] = [];
        const closed: (number | undefined)[] = [];
        const connection = connect(path, received, closed);
        return naive(received, closed, connection);
      },
      timers: () => scheduler.actions.length,
      refusedAt(path) {
        const entry = exchange.connect(path, { send: () => {}, close: () => {} });
        return 'status' in entry ? entry : undefined;
      },
    });
    at(duration, () => {
      exchange.close();
    });
    // A timer that outlives the exchange would otherwise run for ever.
    scheduler.maxFrames = duration;
    flush();
    expect(scheduler.actions).toEqual([]);
    return exchange;
  });
}

function naive(
  received: readonly Received[],
  closed: readonly (number | undefined)[],
  connection: Connection,
): NaiveClient {
  const texts = (): readonly string[] => received.map(one => one.text);
  const parsed = (): readonly Parsed[] => texts().flatMap(parse);
  return {
    received,
    closed,
    texts,
    parsed,
    data: channel => texts().filter(text => text.includes('"action"') && text.includes(`"channel":"${channel}"`)),
    say(text) {
      connection.hear(text);
    },
    ask(op, ...keys) {
      connection.hear(request(op, ...keys));
    },
    leave() {
      connection.gone();
    },
  };
}

export function parse(text: string): readonly Parsed[] {
  try {
    return [JSON.parse(text) as Parsed];
  } catch {
    return [];
  }
}

type Text = readonly [string, string];

/** A book kept from raw frames by the words of the protocol, and nothing else. */
export class NaiveBook {
  readonly bids = new Map<string, string>();
  readonly asks = new Map<string, string>();
  sequence = '';
  readonly gaps: string[] = [];
  readonly wrongChecksums: string[] = [];
  checksums = 0;

  hear(text: string): void {
    const frame = JSON.parse(text) as { action: string; data: { bids: Text[]; asks: Text[]; checksum?: number }[] };
    const [row] = frame.data;
    if (row === undefined) return;
    const seq = /"seq":(\d+)/.exec(text)?.[1] ?? '';
    const pseq = /"pseq":(\d+)/.exec(text)?.[1];
    if (frame.action === 'snapshot') {
      this.bids.clear();
      this.asks.clear();
    } else if (pseq !== undefined && pseq !== this.sequence) this.gaps.push(`${this.sequence} then ${pseq}`);
    this.sequence = seq;
    for (const [side, changes] of [
      [this.bids, row.bids],
      [this.asks, row.asks],
    ] as const) {
      for (const [price, size] of changes) {
        if (Number(size) === 0) side.delete(price);
        else side.set(price, size);
      }
    }
    if (frame.action === 'update' && row.checksum !== undefined) {
      this.checksums += 1;
      if (row.checksum !== this.checksum()) this.wrongChecksums.push(text);
    }
  }

  sorted(side: 'bids' | 'asks'): readonly Text[] {
    const sign = side === 'bids' ? -1 : 1;
    return [...this[side]].sort(([a], [b]) => (Number(a) - Number(b)) * sign);
  }

  levels(side: 'bids' | 'asks'): readonly (readonly [number, number])[] {
    return this.sorted(side).map(([price, size]) => [Number(price), Number(size)]);
  }

  checksum(): number {
    const bids = this.sorted('bids');
    const asks = this.sorted('asks');
    const parts: string[] = [];
    for (let i = 0; i < 25; i++) parts.push(...(bids[i] ?? []), ...(asks[i] ?? []));
    return signedCrc32(parts.join(':'));
  }
}

/** CRC-32 bit by bit, as the standard describes it. */
export function signedCrc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc;
}

/** A login as the words of the protocol have it, signed by other means than the library's. */
export function loginText(
  at: number | string,
  keys: { readonly apiKey?: string; readonly secret?: string; readonly passphrase?: string } = {},
  encoding: 'base64' | 'hex' = 'base64',
): string {
  const { apiKey, secret, passphrase } = { ...demoCredentials, ...keys };
  const timestamp = String(at);
  const sign = createHmac('sha256', secret).update(`${timestamp}GET/user/verify`).digest(encoding);
  return JSON.stringify({ op: 'login', args: [{ apiKey, passphrase, timestamp, sign }] });
}
