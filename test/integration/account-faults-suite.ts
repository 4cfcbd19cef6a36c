/**
 * Every fault that an account can meet, one by one, over real sockets: the same trials for each private door.
 * @module
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAULTS } from '../../src/simulator/faults.js';
import type { Fault, FaultName } from '../../src/simulator/faults.js';
import type { Simulation } from '../../src/simulator/simulate.js';
import { until } from '../support/until.js';
import { createStage, GENERATION } from './account-faults-stage.js';
import type { AccountPart, AccountStreams, Stage } from './account-faults-stage.js';

/** How long the client waits for an answer, and for a sign of life after a ping, ms. */
export interface Impatience {
  readonly answers: number;
  readonly pongs: number;
}

/** A channel as the simulator names it. */
export type AccountFeed = 'balances' | 'orders' | 'fills' | 'positions';

/** A private door, and what is true of it. */
export interface AccountDoor {
  readonly name: string;
  readonly open: () => Promise<Simulation>;
  readonly follow: (exchange: Simulation, impatience: Impatience) => AccountStreams;
  readonly part: AccountPart;
  /** The channels there are, each a subscription. */
  readonly feeds: readonly AccountFeed[];
  /** Those that tell the state as it stands as soon as they are asked for, which the client waits for. */
  readonly prompt: readonly AccountFeed[];
  /** The channel that tells the fills. */
  readonly fillsBy: AccountFeed;
  /** Whether a request is answered, and the client waits for it. */
  readonly acknowledges: boolean;
  /** What a refused request makes of its stream: an error with this message, or a problem that names no topic. */
  /** What a refusal ends a stream with; `problem` where it does not say which stream it means. */
  readonly refusal: { readonly error: RegExp; readonly problem?: RegExp };
  /** The sentence of a login that is refused without a reason. */
  readonly loginRefused: string;
  /** What is told of a clock that has gone wrong: a problem where it is corrected, else the error of each stream. */
  readonly wrongClock: { readonly problem: RegExp } | { readonly error: string };
  /** Faults that the venue cannot have. */
  readonly immune: readonly FaultName[];
}

const usual: Impatience = { answers: 700, pongs: 2_500 };
const hasty: Impatience = { answers: 250, pongs: 2_500 };

/** Proves a door under every fault. */
export function describeAccount(door: AccountDoor): void {
  const { feeds, prompt, part } = door;
  const rest = feeds.filter(feed => !prompt.includes(feed));

  describe(`the account under each fault over a real socket, ${door.name}`, () => {
    let exchange: Simulation;
    let stage: Stage;
    const proved = new Set<string>();

    const begin = async (impatience: Impatience = usual): Promise<void> => {
      stage = createStage(exchange, door.follow(exchange, impatience), part);
      await stage.stand();
      await stage.act(GENERATION / 2);
      await stage.settle();
    };
    /** What is told is this, and nothing else. */
    const told = (...lines: readonly RegExp[]): void => {
      for (const line of lines) expect(stage.seen.told).toContainEqual(expect.stringMatching(line));
      expect(stage.seen.told.filter(text => !lines.some(line => line.test(text)))).toEqual([]);
    };
    const notice = (line: RegExp): Promise<void> =>
      until(
        () => stage.seen.told.some(text => line.test(text)),
        8_000,
        () => stage.seen.told.join('\n'),
      );
    const fillsSeen = (): readonly string[] => stage.seen.fills.map(({ id }) => id);
    /** From here on the account is as it is, and its fills come each once, none missing. */
    const proveWell = async (): Promise<void> => {
      const before = stage.truth().length;
      await stage.act(GENERATION);
      await stage.settle();
      await until(() => fillsSeen().at(-1) === stage.truth().at(-1), 3_000);
      expect(stage.truth().length).toBeGreaterThan(before);
      expect(fillsSeen()).toEqual(expect.arrayContaining(stage.truth().slice(before)));
      expect(new Set(fillsSeen()).size).toBe(fillsSeen().length);
      expect(stage.truth()).toEqual(expect.arrayContaining([...fillsSeen()]));
      expect(exchange.violations).toEqual([]);
    };
    const proveAllFills = (): void => {
      expect(fillsSeen()).toEqual(stage.truth());
    };
    const struck = (fault: FaultName): number => exchange.struck.get(fault) ?? 0;
    /** Calls for a fault of frames on each of these channels, and lets the account act until all have struck. */
    const strikeFrames = async (fault: FaultName, on: readonly AccountFeed[], times = 1): Promise<void> => {
      for (const feed of on) exchange.inject(fault, { feed, times });
      await stage.actUntil(() => struck(fault) === on.length * times);
    };
    const trial = (name: FaultName, rest: string, run: () => Promise<void>): void => {
      proved.add(name);
      it(rest === '' ? name : `${name} ${rest}`, run, 20_000);
    };
    const cut =
      /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ was closed by the server \(1006 no close frame\)$/;

    beforeEach(async () => {
      exchange = await door.open();
    });
    afterEach(async () => {
      stage.stop();
      await exchange.close();
    });

    trial('close-1001', '', async () => {
      await begin();
      exchange.inject('close-1001');
      const line = /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ was closed by the server \(1001 going away\)$/;
      await notice(line);
      await stage.stand();
      await proveWell();
      told(line);
      proveAllFills();
    });

    trial('close-1006', '', async () => {
      await begin();
      exchange.inject('close-1006');
      await notice(cut);
      await stage.stand();
      await proveWell();
      told(cut);
      proveAllFills();
    });

    trial('refuse-connection', '', async () => {
      await begin();
      exchange.inject('refuse-connection', { times: 2 });
      exchange.inject('close-1006');
      const line = /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ failed: .*503/;
      await notice(line);
      await stage.stand();
      await proveWell();
      told(cut, line);
      expect(stage.seen.told.filter(text => line.test(text))).toHaveLength(2);
    });

    trial('half-open', '', async () => {
      await begin({ answers: 700, pongs: 400 });
      exchange.inject('half-open');
      // What happens meanwhile is lost, and told as a break.
      await stage.act(GENERATION);
      const line = /^SILENCE reconnect bitget(-v1)? connection is dead: nothing came for 400 ms after a ping$/;
      await notice(line);
      await stage.stand();
      await proveWell();
      told(line);
    });

    trial('slow-consumer', 'is waited for, and nothing is lost', async () => {
      await begin();
      exchange.inject('slow-consumer');
      await stage.act(20);
      await until(() => fillsSeen().at(-1) === stage.truth().at(-1), 4_000);
      await proveWell();
      told();
      proveAllFills();
    });

    /** Faults of requests strike when the account is asked for anew. */
    const askAnew = (fault: FaultName, on: readonly AccountFeed[], from: number = struck(fault)): Promise<void> => {
      for (const feed of on) exchange.inject(fault, { feed });
      exchange.inject('close-1006');
      return until(() => struck(fault) === from + on.length, 5_000);
    };
    const noAnswer = /^SUBSCRIPTION retry bitget(-v1)? \S+: no answer to the subscription within \d+ ms$/;
    const nothingCame =
      /^SUBSCRIPTION retry bitget(-v1)? \S+: (?:accepted|asked for), but nothing came within \d+ ms; is it the right market\?$/;
    const late = door.acknowledges ? noAnswer : nothingCame;

    trial('late-ack', '', async () => {
      await begin();
      await askAnew('late-ack', feeds);
      await stage.stand();
      await proveWell();
      told(cut, late);
    });

    trial('data-before-ack', '', async () => {
      await begin();
      await askAnew('data-before-ack', feeds);
      await stage.stand();
      await proveWell();
      told(cut);
      proveAllFills();
    });

    const unanswered = door.acknowledges ? feeds : prompt;
    trial('no-ack', `of ${unanswered.join(', ')}`, async () => {
      await begin();
      await askAnew('no-ack', unanswered);
      await stage.stand();
      await proveWell();
      told(cut, late);
      proveAllFills();
    });
    if (unanswered.length < feeds.length) {
      trial('no-ack', `of ${rest.join(', ')} is not noticed: nothing says that they were heard`, async () => {
        await begin(hasty);
        const before = fillsSeen().length;
        await askAnew('no-ack', rest);
        await until(() => stage.seen.balances !== undefined, 5_000);
        await stage.act(GENERATION);
        await new Promise(resolve => setTimeout(resolve, 2 * hasty.answers));
        expect(fillsSeen()).toHaveLength(before);
        expect(stage.seen.orders).toBeUndefined();
        told(cut);
        exchange.inject('close-1006');
        await until(() => stage.seen.told.length === 2, 5_000);
        await stage.stand();
        await proveWell();
      });
    }

    it.each(feeds)('refuse-topic of %s is told, and the other streams go on', async feed => {
      await begin();
      await askAnew('refuse-topic', [feed]);
      const streams = feed === door.fillsBy && feed === 'orders' ? 2 : 1;
      if (door.refusal.problem === undefined) {
        await until(() => stage.seen.errors.length === streams, 5_000);
        for (const error of stage.seen.errors) {
          expect(error).toMatchObject({ code: 'SUBSCRIPTION', retryable: false });
          expect((error as Error).message).toMatch(door.refusal.error);
        }
      } else {
        const { problem, error } = door.refusal;
        await until(
          () => stage.seen.errors.length > 0 || stage.seen.told.some(text => problem.test(text)),
          8_000,
          () => stage.seen.told.join('\n'),
        );
        if (stage.seen.errors.length === 0) {
          // Each is asked for alone, to see which it was; the venue has nothing against any of them now.
          await stage.stand();
          await proveWell();
          expect(stage.seen.errors).toEqual([]);
          return;
        }
        // Where all others were answered before, it can only be that one.
        expect(stage.seen.errors).toHaveLength(1);
        expect((stage.seen.errors[0] as Error).message).toMatch(error);
      }
      await until(() => exchange.subscriptions().flat().length === part.topics - 1, 5_000);
      if (feed !== 'balances') await until(() => stage.seen.balances !== undefined, 5_000);
      if (part.positions !== undefined && feed !== 'positions')
        await until(() => stage.seen.positions !== undefined, 5_000);
      await stage.act(GENERATION);
      await until(
        () => stage.differences().every(line => line.startsWith(feed.slice(0, -1))),
        3_000,
        () => stage.differences().join('\n'),
      );
      if (feed !== door.fillsBy) await until(() => fillsSeen().at(-1) === stage.truth().at(-1), 3_000);
      expect(stage.seen.told.filter(text => !/refused with|was closed by/.test(text))).toEqual([]);
    });
    proved.add('refuse-topic');

    trial('silent-subscription', `of ${prompt.join(', ')}: asked for again`, async () => {
      await begin();
      await askAnew('silent-subscription', prompt);
      await stage.stand();
      await proveWell();
      told(cut, nothingCame);
      proveAllFills();
    });
    trial('silent-subscription', `of ${rest.join(', ')} is not noticed: they are silent by themselves`, async () => {
      await begin(hasty);
      const before = fillsSeen().length;
      await askAnew('silent-subscription', rest);
      await until(() => stage.seen.balances !== undefined, 5_000);
      await stage.act(GENERATION);
      await new Promise(resolve => setTimeout(resolve, 2 * hasty.answers));
      expect(fillsSeen()).toHaveLength(before);
      expect(stage.seen.orders).toBeUndefined();
      told(cut);
      exchange.inject('close-1006');
      await until(() => stage.seen.told.length === 2, 5_000);
      await stage.stand();
      await proveWell();
    });

    trial('refuse-login', 'ends every stream with one sentence', async () => {
      await begin();
      exchange.inject('refuse-login');
      exchange.inject('close-1006');
      const streams = part.positions === undefined ? 3 : 4;
      await until(() => stage.seen.errors.length === streams, 5_000);
      for (const error of stage.seen.errors) {
        expect(error).toMatchObject({
          name: 'LoginError',
          code: 'LOGIN',
          retryable: false,
          message: door.loginRefused,
        });
      }
      expect(stage.seen.statuses.at(-1)).toMatchObject({ phase: 'failed' });
      expect(exchange.violations).toEqual([]);
    });

    trial('silent-login', 'is tried again', async () => {
      await begin();
      exchange.inject('silent-login');
      exchange.inject('close-1006');
      const line = /^CONNECTION reconnect bitget(-v1)? login: no answer within 700 ms$/;
      await notice(line);
      await stage.stand();
      await proveWell();
      told(cut, line);
      proveAllFills();
    });

    const { wrongClock } = door;
    if ('problem' in wrongClock) {
      trial('clock-error', 'is mended by the venue’s clock', async () => {
        await begin();
        exchange.inject('clock-error');
        exchange.inject('close-1006');
        await notice(wrongClock.problem);
        await stage.stand();
        await proveWell();
        told(cut, wrongClock.problem);
        proveAllFills();
      });
    } else {
      trial('clock-error', 'ends every stream with one sentence that names the clock', async () => {
        await begin();
        exchange.inject('clock-error');
        exchange.inject('close-1006');
        await until(() => stage.seen.errors.length >= 3, 5_000);
        for (const error of stage.seen.errors) {
          expect(error).toMatchObject({ code: 'LOGIN', retryable: false, message: wrongClock.error });
        }
      });
    }

    trial('duplicate', 'on every channel: nothing comes twice', async () => {
      await begin();
      await strikeFrames('duplicate', feeds, 3);
      await proveWell();
      told();
      proveAllFills();
    });

    trial('garbage', 'on every channel: told, and nothing is lost', async () => {
      await begin();
      await strikeFrames('garbage', feeds);
      await proveWell();
      const noise = /^DECODE skipped bitget(-v1)? frame /;
      // What is told whole is asked for anew, which a venue may answer in the wrong order.
      const anew = /^DECODE resync bitget(-v1)? frame /;
      told(
        noise,
        ...(stage.seen.told.some(text => anew.test(text)) ? [anew] : []),
        ...(stage.seen.told.some(text => nothingCame.test(text)) ? [nothingCame] : []),
      );
      expect(stage.seen.told.filter(text => noise.test(text))).toHaveLength(feeds.length);
      proveAllFills();
    });

    trial('reorder', 'on every channel cannot be noticed: right again with the next push, no fill lost', async () => {
      await begin();
      await strikeFrames('reorder', feeds);
      await proveWell();
      told();
      expect([...fillsSeen()].sort()).toEqual([...stage.truth()].sort());
    });

    it.each(feeds)(
      'huge-frame on %s: a new connection',
      async feed => {
        await begin();
        await strikeFrames('huge-frame', [feed]);
        const line = /^CONNECTION reconnect connection to .* failed: a frame was larger than is taken/;
        await notice(line);
        await stage.stand();
        await proveWell();
        told(line);
      },
      20_000,
    );
    proved.add('huge-frame');

    describe.each(['drop-frame', 'truncated'] as const)('%s: what is lost is lost, for nothing is numbered', fault => {
      proved.add(fault);
      const line = /^DECODE skipped bitget(-v1)? frame /;
      /** Nobody can notice that a frame did not come; half of one is told. */
      const proveTold = (times: number): void => {
        if (fault === 'drop-frame') told();
        else expect(stage.seen.told.filter(text => line.test(text))).toHaveLength(times);
      };

      it.each(prompt)('on %s: right again as soon as the same is told anew', async feed => {
        await begin();
        await strikeFrames(fault, [feed]);
        await proveWell();
        proveTold(1);
        proveAllFills();
      });

      it('on orders: an order whose end was lost stays open until the next connection', async () => {
        await begin();
        await strikeFrames(fault, ['orders'], 8);
        const open = Object.keys(stage.seen.orders?.open ?? {});
        await stage.act(GENERATION);
        const isGhost = (line: string): boolean =>
          line.startsWith('order is not so') && open.some(id => line.includes(id));
        await until(
          () => stage.differences().every(isGhost),
          3_000,
          () => stage.differences().join('\n'),
        );
        expect(stage.differences().length).toBeGreaterThan(0);
        proveTold(8);
        exchange.inject('close-1006');
        await until(() => stage.seen.statuses.some(({ phase }) => phase === 'waiting'), 3_000);
        await stage.stand();
        await proveWell();
      });

      it('on fills: those are lost, and none else', async () => {
        await begin();
        const before = stage.truth().length;
        await strikeFrames(fault, [door.fillsBy], 8);
        const after = stage.truth().length;
        await stage.act(GENERATION);
        await until(() => fillsSeen().at(-1) === stage.truth().at(-1), 3_000);
        const lost = stage.truth().filter(id => !fillsSeen().includes(id));
        // Where orders bring the fills, not each of their pushes has one.
        if (door.fillsBy === 'fills') expect(lost).toEqual(stage.truth().slice(before, before + 8));
        expect(lost.length).toBeGreaterThan(0);
        expect(stage.truth().slice(before, after)).toEqual(expect.arrayContaining(lost));
        expect(fillsSeen()).toEqual(stage.truth().filter(id => !lost.includes(id)));
        proveTold(8);
      });
    });

    it.each(prompt)(
      'truncated on %s: asked for anew at once, and right though nothing more happens',
      async feed => {
        await begin();
        await strikeFrames('truncated', [feed]);
        await until(
          () => stage.differences().length === 0,
          5_000,
          () => stage.differences().join('\n'),
        );
        expect(exchange.violations).toEqual([]);
      },
      20_000,
    );

    if (!door.immune.includes('restart-sequence')) {
      trial('restart-sequence', 'is none of an account’s', async () => {
        await begin();
        exchange.inject('restart-sequence');
        await stage.actUntil(() => struck('restart-sequence') === 1);
        await proveWell();
        told();
        proveAllFills();
      });
    }

    it('has a trial for every fault that can strike', async () => {
      await begin();
      const possible = Object.entries(FAULTS)
        .filter(
          ([name, fault]: [string, Fault]) => fault.booksOnly !== true && !door.immune.includes(name as FaultName),
        )
        .map(([name]) => name);
      expect([...proved].sort()).toEqual(possible.sort());
    });
  });
}
