/**
 * Talks to the toy exchange in virtual time.
 */
import { gunzipSync } from 'node:zlib';
import { timer } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { expect } from 'vitest';
import type { Counterpart, Utterance } from '../../src/contract/counterpart.js';
import { createExchange } from '../../src/simulator/index.js';
import type { Exchange, ExchangeOptions } from '../../src/simulator/index.js';
import { TOY_DOOR, toyText } from './toy-counterpart.js';
import type { ToyFrame } from './toy-counterpart.js';

export interface ToyReceived {
  readonly at: number;
  readonly data: string | Uint8Array;
}

export interface ToyClient {
  readonly received: readonly ToyReceived[];
  readonly closedAt: readonly number[];
  say(op: string, ...keys: readonly string[]): void;
  leave(): void;
  /** What could be parsed, unpacked where it was packed. */
  frames(): readonly (ToyFrame & { readonly at: number })[];
  /** What was said of a wish. */
  said<T extends Utterance['type']>(key: string, type: T): readonly Extract<Utterance, { type: T }>[];
  /** Answers and data in their order: "subscribe granted", "data book:BTC". */
  story(): readonly string[];
}

export interface ToyPlay {
  readonly exchange: Exchange;
  readonly at: (time: number, act: () => void) => void;
  readonly client: () => ToyClient;
}

/** Plays so many ms of virtual time. What must be asserted is asserted afterwards. */
export function playToy(
  duration: number,
  counterpart: Counterpart,
  options: ExchangeOptions,
  play: (play: ToyPlay) => void,
): Exchange {
  const scheduler = new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
  return scheduler.run(({ flush }) => {
    const exchange = createExchange(counterpart, { ackDelay: 0, ...options });
    const at = (time: number, act: () => void): void => {
      timer(time).subscribe(act);
    };
    const client = (): ToyClient => {
      const received: ToyReceived[] = [];
      const closedAt: number[] = [];
      const entry = exchange.connect(TOY_DOOR, {
        send: data => received.push({ at: scheduler.now(), data }),
        close: () => closedAt.push(scheduler.now()),
      });
      if ('status' in entry) throw new Error(`refused with ${entry.status}`);
      return {
        ...toyClient(received),
        ...{ received, closedAt },
        say(op, ...keys) {
          entry.hear(toyText(op, ...keys));
        },
        leave() {
          entry.gone();
        },
      };
    };
    play({ exchange, at, client });
    at(duration, () => {
      exchange.close();
    });
    scheduler.maxFrames = duration;
    flush();
    expect(scheduler.actions).toEqual([]);
    return exchange;
  });
}

function toyClient(received: readonly ToyReceived[]): Pick<ToyClient, 'frames' | 'said' | 'story'> {
  const frames: ToyClient['frames'] = () =>
    received.flatMap(({ at, data }) => {
      try {
        const text = typeof data === 'string' ? data : gunzipSync(data).toString();
        return [{ at, ...(JSON.parse(text) as ToyFrame) }];
      } catch {
        return [];
      }
    });
  return {
    frames,
    said: <T extends Utterance['type']>(key: string, type: T) =>
      frames().flatMap(({ key: of, said }) =>
        of === key && said?.type === type ? [said as Extract<Utterance, { type: T }>] : [],
      ),
    story: () =>
      frames().map(({ key, answer, verdicts = [] }) =>
        key === undefined ? `${answer ?? ''} ${verdicts.join(' ')}` : `data ${key}`,
      ),
  };
}
