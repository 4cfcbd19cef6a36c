/**
 * A private door while it is tried: an account of its own over real sockets, and what is proved of it.
 * @module
 */
import { expect } from 'vitest';
import type { FaultName } from '../../src/simulator/faults.js';
import type { Simulation } from '../../src/simulator/simulate.js';
import { until } from '../support/until.js';
import { createStage, GENERATION } from './account-faults-stage.js';
import type { AccountStreams } from '../support/account-streams.js';
import type { Impatience } from '../support/hurried.js';
import type { AccountPart, Stage } from './account-faults-stage.js';

/** A channel as the simulator names it. */
export type AccountFeed = 'balances' | 'orders' | 'fills' | 'positions';

/** A private door, and what is true of it. */
export interface AccountDoor {
  readonly name: string;
  /** The venue's id, as problems begin with it. */
  readonly venue: string;
  readonly open: () => Promise<Simulation>;
  readonly follow: (exchange: Simulation, impatience: Impatience) => AccountStreams;
  readonly part: AccountPart;
  /** The channels there are, each a subscription. */
  readonly feeds: readonly AccountFeed[];
  /** Those that tell the state as it stands as soon as they are asked for, which the client waits for. */
  readonly prompt: readonly AccountFeed[];
  /** Those that tell a state as it is then, so that the next push makes good what was lost; default: the prompt ones. */
  readonly states?: readonly AccountFeed[];
  /** Whether all markets of an account share the channels: what is struck may be of another one. Default: no. */
  readonly isShared?: boolean;
  /** Whether a push may be several frames: an order that is told twice, a frame for each asset. Default: no. */
  readonly isSplit?: true;
  /** Whether frames are packed. Default: no. */
  readonly isPacked?: boolean;
  /** Those whose every push is whole, so that the next one makes good what could not be understood; default none. */
  readonly whole?: readonly AccountFeed[];
  /** Whether the state comes in answer to a question of its own, which is heard whatever becomes of the subscription. */
  readonly asksState?: true;
  /** The channel that tells the fills; absent where none does. */
  readonly fillsBy?: AccountFeed;
  /** Whether a request is answered, and the client waits for it. */
  readonly acknowledges: boolean;
  /** What a refusal ends a stream with; `problem` where it does not say which stream it means. */
  readonly refusal: {
    readonly error: RegExp;
    readonly problem?: RegExp;
    /** How often the venue must refuse until the stream ends: twice where it is asked again, alone. Default 1. */
    readonly times?: number;
  };
  /** The sentence of a login that is refused without a reason. */
  readonly loginRefused: string;
  /** How often a login must be refused until it is given up; default 1. */
  readonly loginRefusals?: number;
  /** What is told of a clock that has gone wrong: a problem where it is corrected, else the error of each stream. */
  readonly wrongClock: { readonly problem: RegExp } | { readonly error: string; readonly retryable?: true };
  /** Whether a venue that hangs up for too many messages says so, and is left alone for half a minute. */
  readonly rests?: true;
  /** How long the venue is gone, ms: not so long that the client gives up. Default 1,500. */
  readonly outage?: number;
  /** Faults that the venue cannot have. */
  readonly immune: readonly FaultName[];
  /** Faults that can be called for, and find nothing here that they could strike. */
  readonly untouched?: readonly FaultName[];
}

/** Longer than a busy machine takes. */
const usual: Impatience = { answers: 3_000, pongs: 2_500 };

/** How often a fault strikes each channel, default once, and for how long, ms, where it lasts. */
export interface Striking {
  readonly times?: number;
  readonly for?: number;
}

/** The door, and what is done and proved at it. */
export interface Trial {
  readonly exchange: Simulation;
  /** There once it has begun. */
  readonly stage: Stage;
  /** Listens, and lets the account act until there is something to see. */
  begin(impatience?: Impatience): Promise<void>;
  /** Proves that what was told is this, and nothing else. */
  told(...lines: readonly RegExp[]): void;
  /** Waits for a problem. */
  notice(line: RegExp): Promise<void>;
  /** The ids of the fills that were told. */
  fillsSeen(): readonly string[];
  /** Proves that from here on the account is seen as it is, and that its fills come each once, none missing. */
  proveWell(): Promise<void>;
  /** Proves that all fills there ever were came, in their order. */
  proveAllFills(): void;
  struck(fault: FaultName): number;
  /** Calls for a fault of frames on each of these channels, and lets the account act until all have struck. */
  strikeFrames(fault: FaultName, on: readonly AccountFeed[], options?: Striking): Promise<void>;
  /** Calls for a fault of requests, and for a cut, so that the account is asked for anew. */
  askAnew(fault: FaultName, on: readonly AccountFeed[], times?: number): Promise<void>;
}

/** Tries something at a door, with an exchange of its own. */
export async function tried(door: AccountDoor, run: (trial: Trial) => Promise<void>): Promise<void> {
  const exchange = await door.open();
  let stage: Stage | undefined;
  const present = (): Stage => {
    if (stage === undefined) throw new Error('the trial has not begun');
    return stage;
  };
  const fillsSeen = (): readonly string[] => present().seen.fills.map(({ id }) => id);
  const struck = (fault: FaultName): number => exchange.struck.get(fault) ?? 0;
  const trial: Trial = {
    exchange,
    get stage() {
      return present();
    },
    fillsSeen,
    struck,
    async begin(impatience = usual) {
      stage = createStage(exchange, door.follow(exchange, impatience), door.part);
      await stage.stand();
      await stage.act(GENERATION / 2);
      await stage.settle();
    },
    told(...lines) {
      const all = present().seen.told;
      for (const line of lines) expect(all).toContainEqual(expect.stringMatching(line));
      expect(all.filter(text => !lines.some(line => line.test(text)))).toEqual([]);
    },
    notice: line =>
      until(
        () => present().seen.told.some(text => line.test(text)),
        8_000,
        () => present().seen.told.join('\n'),
      ),
    async proveWell() {
      const now = present();
      const before = now.truth().length;
      const happened = now.happened();
      await now.act(GENERATION);
      await now.settle();
      await until(() => fillsSeen().at(-1) === now.truth().at(-1), 3_000);
      expect(now.happened()).toBeGreaterThan(happened);
      expect(fillsSeen()).toEqual(expect.arrayContaining(now.truth().slice(before)));
      expect(new Set(fillsSeen()).size).toBe(fillsSeen().length);
      expect(now.truth()).toEqual(expect.arrayContaining([...fillsSeen()]));
      expect(exchange.violations).toEqual([]);
    },
    proveAllFills() {
      expect(fillsSeen()).toEqual(present().truth());
    },
    async strikeFrames(fault, on, options = {}) {
      for (const feed of on) exchange.inject(fault, { feed, ...options });
      await present().actUntil(() => struck(fault) === on.length * (options.times ?? 1));
    },
    askAnew(fault, on, times = 1) {
      const from = struck(fault);
      for (const feed of on) exchange.inject(fault, { feed, times });
      exchange.inject('close-1006');
      return until(() => struck(fault) === from + on.length * times, 8_000);
    },
  };
  try {
    await run(trial);
  } finally {
    stage?.stop();
    await exchange.close();
  }
}
