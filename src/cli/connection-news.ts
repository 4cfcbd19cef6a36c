/**
 * What the user is told about connections: a loss once, not each of the attempts that follow it.
 * @module
 */
import { Observable } from 'rxjs';
import type { OperatorFunction } from 'rxjs';
import { LoginError } from '../model/errors.js';
import type { Problem, Status } from '../session/session.js';
import { clockText, durationText } from './render/time-text.js';

/** How long the same reason is not told again, ms. */
const quiet = 30_000;

/**
 * Makes sentences of the changes of connections: the first loss, another reason, the same reason after 30 s, and the
 * return after a loss that was told. A refusal that may be of the clock is told as what it is.
 */
export function connectionNews(): OperatorFunction<Status, string> {
  return source =>
    new Observable(subscriber => {
      let told: { readonly reason: string; readonly at: number } | undefined;
      let lostAt: number | undefined;
      return source.subscribe(status => {
        if (status.phase === 'waiting') {
          const reason = reasonOf(status.cause);
          if (told?.reason === reason && status.at - told.at < quiet) return;
          told = { reason, at: status.at };
          // The connection is not what is wrong, and what comes of it ends the stream or begins it.
          if (status.cause instanceof LoginError) {
            subscriber.next(`${reason}; trying once more by the venue's own clock`);
            return;
          }
          lostAt ??= status.at;
          subscriber.next(
            reason.endsWith('?') ? `${reason} Trying again until it works` : `${reason}; trying again until it works`,
          );
        } else if (status.phase === 'ready' && lostAt !== undefined) {
          const after = durationText(status.at - lostAt);
          lostAt = undefined;
          subscriber.next(`${status.venue} is connected again, after ${after}`);
        }
      });
    });
}

/** Writes a change of a connection for `--verbose`: "14:03:07.250 bitget public: ready". */
export function statusText(status: Status): string {
  const { venue, endpoint, connection, phase, at } = status;
  const name = connection === 1 ? `${venue} ${endpoint}` : `${venue} ${endpoint} ${connection}`;
  // Why it waits is told as a problem.
  const why = status.phase === 'failed' ? `: ${reasonOf(status.cause)}` : '';
  const when = status.phase === 'waiting' ? ` ${durationText(status.delay)} before attempt ${status.attempt}` : '';
  return `${clockText(at)} ${name} ${phase}${when}${why}`;
}

/** Writes a problem for `--verbose`, with what was done about it. */
export function problemText({ error, mending, at }: Problem): string {
  return `${clockText(at)} problem (${mending}): ${error.message}`;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
