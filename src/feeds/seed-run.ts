/**
 * The seeding of a feed: its first state over HTTP, told once it is joined.
 * @module
 */
import { map } from 'rxjs';
import type { Seed } from '../contract/channel.js';
import { FeedError, RequestError, SubscriptionError } from '../model/errors.js';
import type { EventOf, Kind, ValueOf } from '../model/kinds.js';
import { createBudget } from '../operators/budget.js';
import { now } from '../operators/clock.js';
import type { Reduced } from '../state/reducer.js';
import { notOvertaken } from './not-overtaken.js';
import { pass, reducerOf } from './run.js';
import type { Run } from './run.js';
import { createSeeding } from './seeding.js';
import type { Seeding } from './seeding.js';

/** What is joined is told as one state: the one after the last change that was held back. */
export function seedingOf<K extends Kind>(run: Run<K>, seed: Seed<K>): Seeding<EventOf<K>> {
  const { door, request, topic } = run.options;
  return createSeeding({
    budget: createBudget(door.resyncs),
    fetch$: door.fetch(seed.url(request)).pipe(map(body => seed.read(body, { ...run.context, receivedAt: now() }))),
    join: (first, held) => {
      const reduce = reducerOf(run);
      let state: Reduced<ValueOf<K>> | undefined;
      try {
        for (const event of [...first, ...notOvertaken<K>(first, held)]) state = reduce(state, event);
      } catch (cause) {
        if (cause instanceof FeedError && cause.retryable) return false;
        throw cause;
      }
      run.state = state;
      if (state !== undefined) pass(run, state);
      return true;
    },
    failed: error => {
      door.problem(topic, error, 'retry');
    },
    refused: cause => {
      run.sink.error(cause instanceof RequestError ? refusal(run, cause) : cause);
    },
  });
}

function refusal({ options, context }: Run<Kind>, cause: RequestError): SubscriptionError {
  const words = `the first state was refused (${cause.message}); does the venue have this symbol?`;
  return new SubscriptionError(`${context.venue} ${options.topic.key}: ${words}`, { venue: context.venue, cause });
}
