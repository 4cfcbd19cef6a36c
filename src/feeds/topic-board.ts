/**
 * All topics that are listened to: where each stands, told as it changes.
 * @module
 */
import { Observable, Subject } from 'rxjs';
import type { Kind } from '../model/kinds.js';
import { now } from '../operators/clock.js';
import type { TopicName, TopicPhase, TopicStatus } from './topic-status.js';

/** What stands on the board: the feed of one topic. */
export interface Standing {
  phase: TopicPhase;
  readonly context: Omit<TopicName, 'kind'>;
  readonly options: { readonly channel: { readonly kind: Kind } };
}

/** The board of one set of factories. */
export interface TopicBoard {
  /** A feed begins, or stands elsewhere; `idle` and `failed` take it off the board. */
  turn(run: Standing, phase: TopicPhase): void;
  /** Where each stands, then each change. Never ends. */
  readonly changes$: Observable<TopicStatus>;
  /** Told when the first feed begins, and when the last one has ended. */
  readonly busy$: Observable<boolean>;
}

/**
 * Makes the board.
 *
 * @param runs - gives the feeds that run: they are kept where they are shared, for a list of its own would weigh
 */
export function createTopicBoard(runs: () => Iterable<Standing>): TopicBoard {
  let count = 0;
  const changes$ = new Subject<TopicStatus>();
  const busy$ = new Subject<boolean>();
  return {
    turn: (run, phase) => {
      if (run.phase === phase) return;
      const [was, is] = [isOn(run.phase), isOn(phase)];
      // What has failed is also left.
      if (!was && !is && run.phase === 'failed') return;
      run.phase = phase;
      if (is && !was && ++count === 1) busy$.next(true);
      if (was && !is && --count === 0) busy$.next(false);
      if (changes$.observed) changes$.next(statusOf(run));
    },
    changes$: new Observable(subscriber => {
      const subscription = changes$.subscribe(subscriber);
      for (const run of [...runs()]) if (isOn(run.phase)) subscriber.next(statusOf(run));
      return subscription;
    }),
    busy$,
  };
}

/** What a feed's topic is called. */
export function nameOf({ options, context }: Standing): TopicName {
  const { venue, market, symbol, topic } = context;
  return { venue, market, symbol, kind: options.channel.kind, topic };
}

function isOn(phase: TopicPhase): boolean {
  return phase !== 'idle' && phase !== 'failed';
}

function statusOf(run: Standing): TopicStatus {
  return { type: 'topic-status', ...nameOf(run), phase: run.phase, at: now() };
}
