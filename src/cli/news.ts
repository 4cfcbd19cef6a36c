/**
 * What is said on stderr beside the data.
 * @module
 */
import { map, merge } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Feeds } from '../feeds/feeds.js';
import type { VenueId, venues } from '../index.js';
import { connectionNews, problemText, statusText } from './connection-news.js';

/**
 * Tells losses and returns of connections; with `verbose` every change of a connection and every problem.
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
    : feeds.status$(id).pipe(connectionNews());
  return merge(told$, said$).pipe(map(sentence => `rxtape: ${sentence}`));
}
