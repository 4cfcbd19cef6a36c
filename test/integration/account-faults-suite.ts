/**
 * Every fault that an account can meet, one by one, over real sockets: the same trials for each private door.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../../src/simulator/faults.js';
import type { Fault, FaultName } from '../../src/simulator/faults.js';
import type { Impatience } from '../support/hurried.js';
import { until } from '../support/until.js';
import { GENERATION } from './account-faults-stage.js';
import { tried } from './account-trial.js';
import type { AccountDoor, AccountFeed, Trial } from './account-trial.js';

const hasty: Impatience = { answers: 250, pongs: 2_500 };

/** How long a trial may take, ms: several run beside each other, and mostly wait. */
const patience = 30_000;

/** Proves a door under every fault. */
export function describeAccount(door: AccountDoor): void {
  const { feeds, prompt, part, states = prompt } = door;
  const rest = feeds.filter(feed => !prompt.includes(feed));
  /** Whether anything is asked for at all, or the login brings it. */
  const asks = !door.immune.includes('no-ack');
  /** Of the frames that are lost some must be of this market. */
  const losses = door.isShared === true ? 24 : 8;

  describe.concurrent(`the account under each fault over a real socket, ${door.name}`, () => {
    const proved = new Set<string>();
    const trial = (name: FaultName, rest: string, run: (t: Trial) => Promise<void>): void => {
      proved.add(name);
      it(`${name} ${rest}`.trim(), () => tried(door, run), patience);
    };
    const eachTrial = (
      name: FaultName,
      on: readonly AccountFeed[],
      rest: string,
      run: (t: Trial, feed: AccountFeed) => Promise<void>,
    ): void => {
      for (const feed of on) trial(name, rest.replace('%s', feed), t => run(t, feed));
    };
    const lineOf = (pattern: string): RegExp => new RegExp(pattern.replace('VENUE', door.venue));
    const cut =
      /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ was closed by the server \(1006 no close frame\)$/;
    const noAnswer = lineOf('^SUBSCRIPTION retry VENUE \\S+: no answer to the subscription within \\d+ ms$');
    const nothingCame = lineOf(
      '^SUBSCRIPTION retry VENUE \\S+: (?:accepted|asked for), but nothing came within \\d+ ms; is it the right market\\?$',
    );
    const late = door.acknowledges ? noAnswer : nothingCame;

    trial('close-1001', '', async t => {
      await t.begin();
      t.exchange.inject('close-1001');
      const line = /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ was closed by the server \(1001 going away\)$/;
      await t.notice(line);
      await t.stage.stand();
      await t.proveWell();
      t.told(line);
      t.proveAllFills();
    });

    trial('close-1006', '', async t => {
      await t.begin();
      t.exchange.inject('close-1006');
      await t.notice(cut);
      await t.stage.stand();
      await t.proveWell();
      t.told(cut);
      t.proveAllFills();
    });

    trial('refuse-connection', '', async t => {
      await t.begin();
      t.exchange.inject('refuse-connection', { times: 2 });
      t.exchange.inject('close-1006');
      const line = /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ failed: .*503/;
      await t.notice(line);
      await t.stage.stand();
      await t.proveWell();
      t.told(cut, line);
      expect(t.stage.seen.told.filter(text => line.test(text))).toHaveLength(2);
    });

    trial('half-open', '', async t => {
      await t.begin({ answers: 700, pongs: 400 });
      t.exchange.inject('half-open');
      // What happens meanwhile is lost, and told as a break.
      await t.stage.act(GENERATION);
      const line = lineOf('^SILENCE reconnect VENUE connection is dead: nothing came for 400 ms after a ping$');
      await t.notice(line);
      await t.stage.stand();
      await t.proveWell();
      t.told(line);
    });

    trial('slow-consumer', 'is waited for, and nothing is lost', async t => {
      await t.begin();
      t.exchange.inject('slow-consumer');
      await t.stage.act(20);
      await until(() => t.fillsSeen().at(-1) === t.stage.truth().at(-1), 4_000);
      await t.proveWell();
      t.told();
      t.proveAllFills();
    });

    if (asks)
      trial('late-ack', '', async t => {
        await t.begin();
        await t.askAnew('late-ack', feeds);
        await t.stage.stand();
        await t.proveWell();
        t.told(cut, late);
      });

    if (asks)
      trial('data-before-ack', '', async t => {
        await t.begin();
        await t.askAnew('data-before-ack', feeds);
        await t.stage.stand();
        await t.proveWell();
        t.told(cut);
        t.proveAllFills();
      });

    const unanswered = door.acknowledges ? feeds : prompt;
    if (asks)
      trial('no-ack', `of ${unanswered.join(', ')}`, async t => {
        await t.begin();
        await t.askAnew('no-ack', unanswered);
        await t.stage.stand();
        await t.proveWell();
        t.told(cut, late);
        t.proveAllFills();
      });
    if (asks && unanswered.length < feeds.length) {
      trial('no-ack', `of ${rest.join(', ')} is not noticed: nothing says that they were heard`, async t => {
        await t.begin(hasty);
        const before = t.fillsSeen().length;
        await t.askAnew('no-ack', rest);
        await t.stage.wait(rest);
        await t.stage.act(GENERATION);
        await new Promise(resolve => setTimeout(resolve, 2 * hasty.answers));
        expect(t.fillsSeen()).toHaveLength(before);
        expect(t.stage.seen.orders).toBeUndefined();
        t.told(cut);
        t.exchange.inject('close-1006');
        await until(() => t.stage.seen.told.length === 2, 5_000);
        await t.stage.stand();
        await t.proveWell();
      });
    }

    if (asks)
      eachTrial('refuse-topic', feeds, 'of %s is told, and the other streams go on', async (t, feed) => {
        await t.begin();
        await t.askAnew('refuse-topic', [feed], door.refusal.times);
        const streams = feed === door.fillsBy && feed === 'orders' ? 2 : 1;
        if (door.refusal.problem === undefined) {
          await until(() => t.stage.seen.errors.length === streams, 5_000);
          for (const error of t.stage.seen.errors) {
            expect(error).toMatchObject({ code: 'SUBSCRIPTION', retryable: false });
            expect((error as Error).message).toMatch(door.refusal.error);
          }
        } else {
          const { problem, error } = door.refusal;
          await until(
            () => t.stage.seen.errors.length > 0 || t.stage.seen.told.some(text => problem.test(text)),
            8_000,
            () => t.stage.seen.told.join('\n'),
          );
          if (t.stage.seen.errors.length === 0) {
            // Each is asked for alone, to see which it was; the venue has nothing against any of them now.
            await t.stage.stand();
            await t.proveWell();
            expect(t.stage.seen.errors).toEqual([]);
            return;
          }
          // Where all others were answered before, it can only be that one.
          expect(t.stage.seen.errors).toHaveLength(1);
          expect((t.stage.seen.errors[0] as Error).message).toMatch(error);
        }
        await until(() => t.exchange.subscriptions().flat().length === part.topics - 1, 5_000);
        await t.stage.wait([feed]);
        await t.stage.act(GENERATION);
        await until(
          () => t.stage.differences().every(line => line.startsWith(feed.slice(0, -1))),
          3_000,
          () => t.stage.differences().join('\n'),
        );
        if (feed !== door.fillsBy) await until(() => t.fillsSeen().at(-1) === t.stage.truth().at(-1), 3_000);
        expect(t.stage.seen.told.filter(text => !/: refused (?:with|\()|was closed by/.test(text))).toEqual([]);
      });

    if (prompt.length > 0)
      trial('silent-subscription', `of ${prompt.join(', ')}: asked for again`, async t => {
        await t.begin();
        await t.askAnew('silent-subscription', prompt);
        await t.stage.stand();
        await t.proveWell();
        t.told(cut, nothingCame);
        t.proveAllFills();
      });
    if (asks)
      trial('silent-subscription', `of ${rest.join(', ')} is not noticed: they are silent by themselves`, async t => {
        await t.begin(hasty);
        const before = t.fillsSeen().length;
        await t.askAnew('silent-subscription', rest);
        await t.stage.wait(rest);
        await t.stage.act(GENERATION);
        await new Promise(resolve => setTimeout(resolve, 2 * hasty.answers));
        expect(t.fillsSeen()).toHaveLength(before);
        expect(t.stage.seen.orders).toBeUndefined();
        t.told(cut);
        t.exchange.inject('close-1006');
        await until(() => t.stage.seen.told.length === 2, 5_000);
        await t.stage.stand();
        await t.proveWell();
      });

    trial('refuse-login', 'ends every stream with one sentence', async t => {
      await t.begin();
      t.exchange.inject('refuse-login', { times: door.loginRefusals ?? 1 });
      t.exchange.inject('close-1006');
      const streams = part.positions === undefined ? 3 : 4;
      await until(() => t.stage.seen.errors.length === streams, 5_000);
      for (const error of t.stage.seen.errors) {
        expect(error).toMatchObject({
          name: 'LoginError',
          code: 'LOGIN',
          // Where no reason is told it may have been the clock after all.
          retryable: door.loginRefusals !== undefined,
          message: door.loginRefused,
        });
      }
      expect(t.stage.seen.statuses.at(-1)).toMatchObject({ phase: 'failed' });
      expect(t.exchange.violations).toEqual([]);
    });

    trial('silent-login', 'is tried again', async t => {
      await t.begin();
      t.exchange.inject('silent-login');
      t.exchange.inject('close-1006');
      const line = lineOf('^CONNECTION reconnect VENUE login: no answer within 700 ms$');
      await t.notice(line);
      await t.stage.stand();
      await t.proveWell();
      t.told(cut, line);
      t.proveAllFills();
    });

    const { wrongClock } = door;
    if ('problem' in wrongClock) {
      trial('clock-error', 'is mended by the venue’s clock', async t => {
        await t.begin();
        t.exchange.inject('clock-error');
        t.exchange.inject('close-1006');
        await t.notice(wrongClock.problem);
        await t.stage.stand();
        await t.proveWell();
        t.told(cut, wrongClock.problem);
        t.proveAllFills();
      });
    } else {
      trial('clock-error', 'ends every stream with one sentence that names the clock', async t => {
        await t.begin();
        t.exchange.inject('clock-error');
        t.exchange.inject('close-1006');
        await until(() => t.stage.seen.errors.length >= 3, 5_000);
        for (const error of t.stage.seen.errors) {
          expect(error).toMatchObject({ code: 'LOGIN', retryable: false, message: wrongClock.error });
        }
      });
    }

    trial('duplicate', 'on every channel: nothing comes twice', async t => {
      await t.begin();
      await t.strikeFrames('duplicate', feeds, 3);
      await t.proveWell();
      t.told();
      t.proveAllFills();
    });

    trial('garbage', 'on every channel: told, and nothing is lost', async t => {
      await t.begin();
      await t.strikeFrames('garbage', feeds);
      await t.proveWell();
      const noise = lineOf('^DECODE skipped VENUE frame ');
      // What is told whole is asked for anew, which a venue may answer in the wrong order.
      const anew = lineOf('^DECODE resync VENUE frame ');
      t.told(
        noise,
        ...(t.stage.seen.told.some(text => anew.test(text)) ? [anew] : []),
        ...(t.stage.seen.told.some(text => nothingCame.test(text)) ? [nothingCame] : []),
      );
      expect(t.stage.seen.told.filter(text => noise.test(text))).toHaveLength(feeds.length);
      t.proveAllFills();
    });

    trial('reorder', 'on every channel cannot be noticed: right again with the next push, no fill lost', async t => {
      await t.begin();
      await t.strikeFrames('reorder', feeds);
      await t.proveWell();
      t.told();
      expect([...t.fillsSeen()].sort()).toEqual([...t.stage.truth()].sort());
    });

    eachTrial('huge-frame', feeds, 'on %s: a new connection', async (t, feed) => {
      await t.begin();
      await t.strikeFrames('huge-frame', [feed]);
      const line = /^CONNECTION reconnect connection to .* failed: a frame was larger than is taken/;
      await t.notice(line);
      await t.stage.stand();
      await t.proveWell();
      t.told(line);
    });

    for (const fault of ['drop-frame', 'truncated'] as const) {
      const line = lineOf('^DECODE skipped VENUE frame ');
      /** Nobody can notice that a frame did not come; half of one is t.told. */
      const halves = (t: Trial): readonly string[] => t.stage.seen.told.filter(text => line.test(text));
      const proveTold = (t: Trial, times: number): void => {
        if (fault === 'drop-frame') t.told();
        else expect(halves(t).length).toBeGreaterThanOrEqual(times);
        // A push may be two frames: an order that is told twice.
        if (fault !== 'drop-frame' && door.venue !== 'bybit') expect(halves(t)).toHaveLength(times);
      };

      eachTrial(fault, states, 'on %s: right again as soon as the same is told anew', async (t, feed) => {
        await t.begin();
        await t.strikeFrames(fault, [feed]);
        await t.proveWell();
        proveTold(t, 1);
        t.proveAllFills();
      });

      trial(fault, 'on orders: an order whose end was lost stays open until the next connection', async t => {
        await t.begin();
        await t.strikeFrames(fault, ['orders'], losses);
        const open = Object.keys(t.stage.seen.orders?.open ?? {});
        await t.stage.act(GENERATION);
        const isGhost = (line: string): boolean =>
          line.startsWith('order is not so') && open.some(id => line.includes(id));
        await until(
          () => t.stage.differences().every(isGhost),
          3_000,
          () => t.stage.differences().join('\n'),
        );
        expect(t.stage.differences().length).toBeGreaterThan(0);
        proveTold(t, losses);
        t.exchange.inject('close-1006');
        await until(() => t.stage.seen.statuses.some(({ phase }) => phase === 'waiting'), 3_000);
        await t.stage.stand();
        await t.proveWell();
      });

      trial(fault, 'on fills: those are lost, and none else', async t => {
        await t.begin();
        const before = t.stage.truth().length;
        await t.strikeFrames(fault, [door.fillsBy], losses);
        const after = t.stage.truth().length;
        await t.stage.act(GENERATION);
        await until(() => t.fillsSeen().at(-1) === t.stage.truth().at(-1), 3_000);
        const lost = t.stage.truth().filter(id => !t.fillsSeen().includes(id));
        // Where orders bring the fills, not each of their pushes has one; where markets share a channel, not each is of this one.
        if (door.fillsBy === 'fills' && door.isShared !== true)
          expect(lost).toEqual(t.stage.truth().slice(before, before + losses));
        expect(lost.length).toBeGreaterThan(0);
        expect(t.stage.truth().slice(before, after)).toEqual(expect.arrayContaining(lost));
        expect(t.fillsSeen()).toEqual(t.stage.truth().filter(id => !lost.includes(id)));
        proveTold(t, losses);
      });
    }

    eachTrial(
      'truncated',
      prompt,
      'on %s: asked for anew at once, and right though nothing more happens',
      async (t, feed) => {
        await t.begin();
        await t.strikeFrames('truncated', [feed]);
        await until(
          () => t.stage.differences().length === 0,
          5_000,
          () => t.stage.differences().join('\n'),
        );
        expect(t.exchange.violations).toEqual([]);
      },
    );

    if (!door.immune.includes('restart-sequence')) {
      trial('restart-sequence', 'is none of an account’s', async t => {
        await t.begin();
        t.exchange.inject('restart-sequence');
        await t.stage.actUntil(() => t.struck('restart-sequence') === 1);
        await t.proveWell();
        t.told();
        t.proveAllFills();
      });
    }

    it('has a trial for every fault that can strike', () => {
      const possible = Object.entries(FAULTS)
        .filter(
          ([name, fault]: [string, Fault]) => fault.booksOnly !== true && !door.immune.includes(name as FaultName),
        )
        .map(([name]) => name);
      expect([...proved].sort()).toEqual(possible.sort());
    });
  });
}
