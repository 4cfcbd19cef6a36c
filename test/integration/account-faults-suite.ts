/**
 * Every fault that an account can meet, one by one, over real sockets: the same trials for each private door.
 * @module
 */
import { describe, expect, it, vi } from 'vitest';
import { FAULTS } from '../../src/simulator/faults.js';
import type { Fault, FaultName } from '../../src/simulator/faults.js';
import type { Impatience } from '../support/hurried.js';
import { until } from '../support/until.js';
import { GENERATION } from './account-faults-stage.js';
import { tried } from './account-trial.js';
import type { AccountDoor, AccountFeed, Trial } from './account-trial.js';

/** Where an answer does not come. */
const brief: Impatience = { answers: 900, pongs: 2_500 };
const hasty: Impatience = { answers: 1_500, pongs: 2_500 };

/** How long a trial may take, ms: several run beside each other, and mostly wait. */
const patience = 30_000;

/** Proves a door under every fault. */
export function describeAccount(door: AccountDoor): void {
  // Accounts act, which is work: more of them at the same time are late.
  vi.setConfig({ maxConcurrency: 5 });
  const { feeds, prompt, part, states = prompt, untouched = [], outage = 1_500 } = door;
  const rest = feeds.filter(feed => !prompt.includes(feed));
  const isPossible = (fault: FaultName): boolean => !door.immune.includes(fault) && !untouched.includes(fault);
  const streams = 2 + (door.fillsBy === undefined ? 0 : 1) + (part.positions === undefined ? 0 : 1);
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
      await t.begin({ answers: 3_000, pongs: 400 });
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

    if (isPossible('late-ack'))
      trial('late-ack', '', async t => {
        await t.begin(brief);
        await t.askAnew('late-ack', feeds);
        await t.stage.stand();
        await t.proveWell();
        t.told(cut, ...(door.acknowledges || prompt.length > 0 ? [late] : []));
      });

    if (isPossible('data-before-ack'))
      trial('data-before-ack', '', async t => {
        await t.begin();
        await t.askAnew('data-before-ack', feeds);
        await t.stage.stand();
        await t.proveWell();
        t.told(cut);
        t.proveAllFills();
      });

    const unanswered = door.acknowledges ? feeds : prompt;
    if (isPossible('no-ack'))
      trial('no-ack', `of ${unanswered.join(', ')}`, async t => {
        await t.begin(brief);
        await t.askAnew('no-ack', unanswered);
        await t.stage.stand();
        await t.proveWell();
        t.told(cut, late);
        t.proveAllFills();
      });
    if (isPossible('no-ack') && unanswered.length < feeds.length) {
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

    if (isPossible('refuse-topic'))
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

    if (door.asksState === true)
      trial('silent-subscription', 'of balances: the state is told, and no change of it', async t => {
        await t.begin(hasty);
        await t.askAnew('silent-subscription', ['balances']);
        await t.stage.stand();
        await t.stage.settle();
        await t.stage.act(GENERATION);
        await new Promise(resolve => setTimeout(resolve, 2 * hasty.answers));
        expect(t.stage.differences()).toContainEqual(expect.stringMatching(/^balance/));
        expect(t.stage.differences().filter(line => !line.startsWith('balance'))).toEqual([]);
        t.told(cut);
        t.exchange.inject('close-1006');
        await until(() => t.stage.seen.told.length === 2, 5_000);
        await t.stage.stand();
        await t.proveWell();
      });
    else if (isPossible('silent-subscription') && prompt.length > 0)
      trial('silent-subscription', `of ${prompt.join(', ')}: asked for again`, async t => {
        await t.begin(brief);
        await t.askAnew('silent-subscription', prompt);
        await t.stage.stand();
        await t.proveWell();
        t.told(cut, nothingCame);
        t.proveAllFills();
      });
    if (isPossible('silent-subscription') && rest.length > 0)
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

    if (isPossible('silent-login'))
      trial('silent-login', 'is tried again', async t => {
        await t.begin(brief);
        t.exchange.inject('silent-login');
        t.exchange.inject('close-1006');
        const line = lineOf('^CONNECTION reconnect VENUE login: no answer within \\d+ ms$');
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
        await until(() => t.stage.seen.errors.length === streams, 5_000);
        for (const error of t.stage.seen.errors) {
          expect(error).toMatchObject({
            code: 'LOGIN',
            retryable: wrongClock.retryable === true,
            message: wrongClock.error,
          });
        }
      });
    }

    trial('duplicate', 'on every channel: nothing comes twice', async t => {
      await t.begin();
      await t.strikeFrames('duplicate', feeds, { times: 3 });
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

    if (door.isPacked === true)
      eachTrial('huge-frame', feeds, 'on %s: blanks are nothing once they are packed', async (t, feed) => {
        await t.begin({ answers: 5_000, pongs: 5_000 });
        await t.strikeFrames('huge-frame', [feed]);
        await t.proveWell();
        t.told();
      });
    else
      eachTrial('huge-frame', feeds, 'on %s: a new connection', async (t, feed) => {
        await t.begin();
        await t.strikeFrames('huge-frame', [feed]);
        const line = /^CONNECTION reconnect connection to .* failed: a frame was larger than is taken/;
        await t.notice(line);
        await t.stage.stand();
        await t.proveWell();
        t.told(line);
      });

    for (const fault of ['drop-frame', 'truncated', 'corrupted'] as const) {
      const line = lineOf(fault === 'corrupted' ? '^SCHEMA skipped VENUE ' : '^DECODE skipped VENUE frame ');
      /** Nobody can notice that a frame did not come; half of one is t.told. */
      const halves = (t: Trial): readonly string[] => t.stage.seen.told.filter(text => line.test(text));
      const proveTold = (t: Trial, times: number): void => {
        if (fault === 'drop-frame') {
          t.told();
          return;
        }
        // What was spoilt may be something that nobody reads.
        expect(halves(t).length).toBeGreaterThanOrEqual(fault === 'corrupted' ? 1 : times);
        if (fault === 'truncated' && door.isSplit !== true) expect(halves(t)).toHaveLength(times);
      };

      eachTrial(fault, states, 'on %s: right again as soon as the same is told anew', async (t, feed) => {
        await t.begin();
        // Of what is spoilt much is of no interest to us.
        await t.strikeFrames(fault, [feed], { times: fault === 'corrupted' ? losses : 1 });
        await t.proveWell();
        proveTold(t, 1);
        t.proveAllFills();
      });

      // What is asked for anew as soon as something could not be read leaves no ghosts.
      if (fault === 'drop-frame' || !prompt.includes('orders'))
        trial(fault, 'on orders: an order whose end was lost stays open until the next connection', async t => {
          await t.begin();
          await t.strikeFrames(fault, ['orders'], { times: losses });
          const open = Object.keys(t.stage.seen.orders?.open ?? {});
          await t.stage.act(GENERATION);
          const isGhost = (line: string): boolean =>
            line.startsWith('order is not so') && open.some(id => line.includes(id));
          await until(
            () => t.stage.differences().every(isGhost),
            3_000,
            () => t.stage.differences().join('\n'),
          );
          if (fault !== 'corrupted') expect(t.stage.differences().length).toBeGreaterThan(0);
          proveTold(t, losses);
          t.exchange.inject('close-1006');
          await until(() => t.stage.seen.statuses.some(({ phase }) => phase === 'waiting'), 3_000);
          await t.stage.stand();
          await t.proveWell();
        });

      const { fillsBy } = door;
      if (fillsBy !== undefined)
        trial(fault, 'on fills: those are lost, and none else', async t => {
          await t.begin();
          const before = t.stage.truth().length;
          await t.strikeFrames(fault, [fillsBy], { times: losses });
          const after = t.stage.truth().length;
          await t.stage.act(GENERATION);
          await until(() => t.fillsSeen().at(-1) === t.stage.truth().at(-1), 3_000);
          const lost = t.stage.truth().filter(id => !t.fillsSeen().includes(id));
          // Where orders bring the fills, not each of their pushes has one; where markets share a channel, not each is of this one.
          if (fault !== 'corrupted' && fillsBy === 'fills' && door.isShared !== true)
            expect(lost).toEqual(t.stage.truth().slice(before, before + losses));
          if (fault !== 'corrupted') expect(lost.length).toBeGreaterThan(0);
          expect(t.stage.truth().slice(before, after)).toEqual(expect.arrayContaining(lost));
          expect(t.fillsSeen()).toEqual(t.stage.truth().filter(id => !lost.includes(id)));
          proveTold(t, losses);
        });
    }

    for (const fault of ['truncated', 'corrupted'] as const)
      eachTrial(
        fault,
        fault === 'truncated' ? prompt : prompt.filter(feed => door.whole?.includes(feed) !== true),
        'on %s: asked for anew at once, and right though nothing more happens',
        async (t, feed) => {
          await t.begin();
          await t.strikeFrames(fault, [feed]);
          await until(
            () => t.stage.differences().length === 0,
            5_000,
            () => t.stage.differences().join('\n'),
          );
          expect(t.exchange.violations).toEqual([]);
        },
      );

    trial('slow-line', 'is waited for, and nothing is lost', async t => {
      await t.begin();
      t.exchange.inject('slow-line', { for: 1_500 });
      await t.stage.act(20);
      await until(() => t.fillsSeen().at(-1) === t.stage.truth().at(-1), 4_000);
      await t.proveWell();
      t.told();
      t.proveAllFills();
    });

    if (isPossible('late-pong'))
      trial('late-pong', 'is waited for', async t => {
        await t.begin();
        t.exchange.inject('late-pong', { for: 1_500 });
        await until(() => t.struck('late-pong') === 1, 3_000);
        await new Promise(resolve => setTimeout(resolve, 1_600));
        await t.proveWell();
        t.told();
        t.proveAllFills();
      });

    trial('duplicate-late', 'on every channel: nothing comes twice, and what is told next is right', async t => {
      await t.begin();
      await t.strikeFrames('duplicate-late', feeds, { times: 3, for: 200 });
      await new Promise(resolve => setTimeout(resolve, 300));
      await t.proveWell();
      t.told();
      t.proveAllFills();
    });

    trial('reorder-across', 'on every channel: nothing is lost', async t => {
      await t.begin();
      await t.strikeFrames('reorder-across', feeds);
      await t.proveWell();
      t.told();
      t.proveAllFills();
    });

    if (isPossible('late-book'))
      trial('late-book', 'is none of an account’s', async t => {
        await t.begin();
        t.exchange.inject('late-book');
        await t.stage.actUntil(() => t.struck('late-book') === 1);
        await t.proveWell();
        t.told();
        t.proveAllFills();
      });

    trial('ban', door.rests === true ? 'the venue is left alone' : 'is waited for', async t => {
      await t.begin();
      t.exchange.inject('ban', { for: outage });
      if (door.rests === true) {
        await until(() => t.stage.seen.statuses.at(-1)?.phase === 'waiting', 3_000);
        await new Promise(resolve => setTimeout(resolve, 1_000));
        expect(t.stage.seen.statuses.at(-1)).toMatchObject({ phase: 'waiting', delay: 30_000 });
        expect(t.exchange.clients).toBe(0);
        t.told(lineOf('^SUBSCRIPTION reconnect VENUE '), lineOf('^CONNECTION reconnect VENUE '));
        expect(t.stage.seen.errors).toEqual([]);
        return;
      }
      const line = /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ failed: .*(?:429|403)$/;
      await t.notice(line);
      await t.stage.stand();
      await t.proveWell();
      // Some venues say why they hang up.
      const words = /^SUBSCRIPTION (?:told|pause) /;
      t.told(cut, line, ...(t.stage.seen.told.some(text => words.test(text)) ? [words] : []));
      t.proveAllFills();
    });

    trial('venue-restart', 'is waited for, and the account is as it was', async t => {
      await t.begin();
      t.exchange.inject('venue-restart', { for: outage });
      const [closed, refused] = [
        /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ was closed by the server \(1012 service restart\)$/,
        /^CONNECTION reconnect connection to 127\.0\.0\.1:\d+ failed: .*503$/,
      ];
      await t.notice(refused);
      await t.stage.stand();
      await t.proveWell();
      t.told(closed, refused);
      t.proveAllFills();
    });

    trial('clock-jump', 'is nothing to an account that stands', async t => {
      await t.begin();
      t.exchange.inject('clock-jump');
      await t.proveWell();
      t.told();
      t.proveAllFills();
    });

    if ('problem' in wrongClock)
      trial('clock-jump', 'and a new login: mended by the venue’s clock where it is refused', async t => {
        await t.begin();
        for (let jump = 1; jump <= 3; jump++) {
          t.exchange.inject('clock-jump');
          t.exchange.inject('close-1006');
          await until(() => t.stage.seen.told.filter(text => cut.test(text)).length === jump, 5_000);
          await t.stage.stand();
          // Where a login is not answered, only what is told shows that it was granted.
          await t.stage.act(GENERATION / 2);
        }
        await t.proveWell();
        const isRefused = t.stage.seen.told.some(text => wrongClock.problem.test(text));
        t.told(cut, ...(isRefused ? [wrongClock.problem] : []));
        t.proveAllFills();
      });

    const askedAnew = ['rest-error', 'rest-limit', 'rest-slow'] as const;
    for (const fault of askedAnew.filter(isPossible)) {
      if (!('problem' in wrongClock)) continue;
      trial(fault, 'where the venue is asked for its time: it is asked again', async t => {
        await t.begin();
        t.exchange.inject(fault, fault === 'rest-slow' ? { for: 1_000 } : {});
        t.exchange.inject('clock-error');
        t.exchange.inject('close-1006');
        await t.notice(wrongClock.problem);
        await t.stage.stand();
        expect(t.struck(fault)).toBe(1);
        await t.proveWell();
        t.told(cut, wrongClock.problem);
        t.proveAllFills();
      });
    }

    if (untouched.length > 0)
      it(`${untouched.join(', ')}: nothing here that they could strike`, () =>
        tried(door, async t => {
          await t.begin();
          for (const fault of untouched) t.exchange.inject(fault);
          await t.proveWell();
          expect([...t.exchange.struck]).toEqual([]);
          t.told();
        }));

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
        .filter(([name, fault]: [string, Fault]) => fault.booksOnly !== true && isPossible(name as FaultName))
        .map(([name]) => name);
      expect([...proved].sort()).toEqual(possible.sort());
    });
  });
}
