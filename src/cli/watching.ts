/**
 * A plan at work: values to a terminal, to lines, to a file.
 * @module
 */
import { Subject, defer, identity, ignoreElements, merge, takeUntil, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Feeds } from '../feeds/feeds.js';
import { createFeeds } from '../index.js';
import type { VenueId, venues } from '../index.js';
import type { Gap } from '../model/gap.js';
import type { Status } from '../session/session.js';
import { toCsv } from '../sinks/csv.js';
import type { Addresses } from './account-watching.js';
import type { Io } from './io.js';
import { liveView } from './live-view.js';
import { newsOf, telling } from './news.js';
import { footerOf } from './render/footer.js';
import { gapSentence } from './render/gap-text.js';
import { watchedLine } from './render/line.js';
import type { Watched } from './render/line.js';
import { viewOf } from './render/views.js';
import type { WatchPlan } from './watch-plan.js';
import { watchedRows, watchedValues } from './watched-values.js';
import type { RefusedTarget } from './watched-values.js';
import { withoutGaps } from './without-gaps.js';
import { writeLines } from './write-lines.js';

/**
 * Does what a plan says, until it is unsubscribed, or nothing is left to watch.
 *
 * @param addresses - where the venue is found
 */
export function watching(plan: WatchPlan, { url, restUrl }: Addresses, io: Io): Observable<never> {
  const { id } = plan.venue;
  const feeds = createFeeds({
    urls: url === undefined ? {} : { [id]: url },
    restUrls: restUrl === undefined ? {} : { [id]: restUrl },
    checkSymbols: plan.checkSymbols,
    hosts: plan.host === undefined ? {} : { [id]: plan.host as 'demo' },
    // Nobody comes back: when this subscriber has left, the process wants to end.
    linger: 0,
  });
  const refused$ = new Subject<RefusedTarget>();
  const said$ = new Subject<string>();
  const refuse = (refused: RefusedTarget): void => {
    said$.next(refused.sentence);
    refused$.next(refused);
  };
  const news$ = newsOf(feeds, id, plan.verbose, said$);
  if (plan.raw) {
    const messages$ = watchedRows(plan, feeds, refuse);
    const linesOf = plan.json
      ? (message: unknown): readonly string[] => [JSON.stringify(message)]
      : ({ rows }: { readonly rows: readonly unknown[] }): readonly string[] => rows.map(row => JSON.stringify(row));
    return messages$.pipe(writeLines(io.stdout, linesOf), telling(io, news$));
  }
  const { csv } = plan;
  const source$ = defer(() => {
    // Only a file that could be opened is subscribed to anything.
    if (csv !== undefined) said$.next(`writing to ${csv.path}`);
    return watchedValues(plan, feeds, refuse);
  });
  const values$ = source$.pipe(csv === undefined ? identity : toCsv<Watched | Gap>(csv.path, csv.columns));
  if (io.live && !plan.json) {
    const shown$ = values$.pipe(
      withoutGaps(gap => {
        said$.next(gapSentence(gap));
      }),
    );
    return show(plan, feeds, shown$, refused$, news$, io);
  }
  const linesOf = plan.json ? (value: Watched | Gap): string => JSON.stringify(value) : watchedLine;
  return values$.pipe(
    writeLines(io.stdout, value => [linesOf(value)]),
    telling(io, news$),
  );
}

/** Shows values on the terminal. */
function show(
  plan: WatchPlan,
  feeds: Feeds<typeof venues>,
  values$: Observable<Watched>,
  refused$: Observable<RefusedTarget>,
  news$: Observable<string>,
  io: Io,
): Observable<never> {
  return defer(() => {
    const view = viewOf(plan.kind, plan.levels);
    const since = io.now();
    let shown: readonly Watched[] = [];
    let targets = plan.targets;
    let count = 0;
    let status: Status | undefined;
    const change$ = values$.pipe(
      tap(value => {
        shown = view.fold(shown, value);
        count += 1;
      }),
      takeUntil(
        merge(
          feeds.status$(plan.venue.id as VenueId).pipe(tap(next => (status = next))),
          refused$.pipe(tap(({ target }) => (targets = targets.filter(other => other !== target)))),
        ).pipe(ignoreElements()),
      ),
    );
    return liveView(io, change$, news$, ({ width, height, paint }) => [
      ...view.render(shown, { width, height: Math.max(1, height - 2), paint, targets }),
      '',
      footerOf(
        { venue: plan.venue.name, status, count, elapsed: io.now() - since, left: leftOf(plan, io.now() - since) },
        paint,
      ),
    ]);
  });
}

function leftOf({ timeout }: WatchPlan, elapsed: number): number | undefined {
  return timeout === undefined ? undefined : Math.max(0, timeout - elapsed);
}
