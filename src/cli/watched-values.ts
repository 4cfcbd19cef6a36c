/**
 * The values of all symbols that are watched, as one stream.
 * @module
 */
import { EMPTY, catchError, defer, merge, throwError } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Feeds } from '../feeds/feeds.js';
import type { venues } from '../index.js';
import type { Gap } from '../model/gap.js';
import type { ChannelMessage } from '../model/market.js';
import { CommandError } from './command-error.js';
import type { Watched } from './render/line.js';
import type { WatchPlan, WatchTarget } from './watch-plan.js';

/** A symbol that the venue refused, and its words. */
export interface RefusedTarget {
  readonly target: WatchTarget;
  readonly sentence: string;
}

type Factory<V> = (venue: string, ...rest: readonly unknown[]) => Observable<V>;

/**
 * Watches all symbols of a plan, and their breaks where the plan says so. One that is refused is told and left out; when all are, the stream errors with a
 * {@link CommandError} without words, exit code 1.
 */
export function watchedValues(
  plan: WatchPlan,
  feeds: Feeds<typeof venues>,
  refused: (target: RefusedTarget) => void,
): Observable<Watched | Gap> {
  // The plan has been checked against the venue's table; the types cannot know.
  const open$ = feeds[`${plan.kind}$`] as unknown as Factory<Watched | Gap>;
  return eachTarget(plan, refused, ({ symbol, call }) =>
    open$(plan.venue.id, symbol, plan.gaps ? { ...call, gaps: true } : call),
  );
}

/** The same in the venue's own words. */
export function watchedRows(
  plan: WatchPlan,
  feeds: Feeds<typeof venues>,
  refused: (target: RefusedTarget) => void,
): Observable<ChannelMessage> {
  const open$ = feeds.channel$ as unknown as Factory<ChannelMessage>;
  return eachTarget(plan, refused, ({ symbol, market, rawChannel }) =>
    open$(plan.venue.id, rawChannel, symbol, { ...plan.choices, market }),
  );
}

function eachTarget<V>(
  { targets }: WatchPlan,
  refused: (target: RefusedTarget) => void,
  open: (target: WatchTarget) => Observable<V>,
): Observable<V> {
  return defer(() => {
    let left = targets.length;
    const streams = targets.map(target =>
      open(target).pipe(
        catchError((cause: unknown) => {
          left -= 1;
          refused({ target, sentence: cause instanceof Error ? cause.message : String(cause) });
          return left === 0 ? throwError(() => new CommandError('', 1)) : EMPTY;
        }),
      ),
    );
    return merge(...streams);
  });
}
