/**
 * What is said on stderr beside the data.
 * @module
 */
import { distinctUntilChanged, filter, ignoreElements, map, merge, takeUntil, tap } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable, OperatorFunction } from 'rxjs';
import type { Feeds } from '../feeds/feeds.js';
import type { Problem, VenueId, venues } from '../index.js';
import { RequestError } from '../model/errors.js';
import { connectionNews, problemText, statusText } from './connection-news.js';
import type { Io } from './io.js';

/**
 * Tells losses and returns of connections, and complaints of the venue that end no stream; with `verbose` every change of a connection and every problem.
 *
 * @param venue - whose
 * @param said$ - sentences of the command itself
 */
export function newsOf(
  feeds: Pick<Feeds<typeof venues>, 'status$' | 'problems$'>,
  venue: string,
  verbose: boolean,
  said$: Observable<string>,
): Observable<string> {
  const id = venue as VenueId;
  const told$ = verbose
    ? merge(feeds.status$(id).pipe(map(statusText)), feeds.problems$(id).pipe(map(problemText)))
    : merge(feeds.status$(id).pipe(connectionNews()), feeds.problems$(id).pipe(complaints()));
  return merge(told$, said$).pipe(map(sentence => `rxtape: ${sentence}`));
}

/**
 * What nobody mends and no stream ends with: the venue complains, and does not say of what. And what keeps a stream waiting
 * although the connection stands: a request over HTTP that fails.
 */
function complaints(): OperatorFunction<Problem, string> {
  return problem$ =>
    problem$.pipe(
      filter(({ mending, error }) => mending === 'told' || error instanceof RequestError),
      map(({ error }) => error.message),
      distinctUntilChanged(),
    );
}

/** Mirrors the source, and tells the news on stderr as long as it lasts. */
export function telling(io: Io, news$: Observable<string>): MonoTypeOperatorFunction<never> {
  const told$ = news$.pipe(
    tap(sentence => io.stderr.write(`${sentence}\n`)),
    ignoreElements(),
  );
  return source => source.pipe(takeUntil(told$));
}
