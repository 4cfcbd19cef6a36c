/**
 * A doctor's plan at work: connects, listens, and ends with what was found.
 * @module
 */
import type { Observable } from 'rxjs';
import {
  EMPTY,
  catchError,
  concat,
  defer,
  filter,
  ignoreElements,
  map,
  merge,
  switchMap,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import { restAddress } from '../feeds/address.js';
import { createFeedsOf } from '../feeds/create-feeds.js';
import type { CreateFeedsOptions } from '../feeds/create-feeds.js';
import { wsTransport } from '../index.js';
import { FeedError } from '../model/errors.js';
import type { Problem, Status } from '../session/session.js';
import { fetchHttp } from '../transport/http.js';
import type { ProtocolPings, Transport } from '../transport/socket.js';
import type { Addresses } from './account-watching.js';
import type { DoctorPlan } from './doctor-plan.js';
import { listeningTo, takeProblem, takeStatus, takeValue } from './findings.js';
import type { ClockFindings, Findings } from './findings.js';
import type { Io } from './io.js';
import { listenedVenue } from './listened-venue.js';
import type { Stethoscope } from './listened-venue.js';
import type { Watched } from './render/line.js';

/** So many attempts to connect say that nobody is there. */
const attempts = 3;
/** We ping so often while we look: the usual distance is longer than anybody wants to wait. */
const beats = 5;
/** But no more often than this, ms: venues count messages. */
const leastBeat = 500;
/** The venue's clock is asked so often; the quickest answer counts. */
const questions = 3;
/** ms before each question: while everything begins, answers lie about unread. */
const pause = 300;
/** How long one answer of the clock may take, ms. */
const clockPatience = 3_000;

/** A factory, once the plan has been checked against the venue's table; the types cannot know. */
type Factory = (venue: string, ...rest: readonly unknown[]) => Observable<unknown>;

/**
 * Examines, and writes down what it finds. Completes when the time is over, when everything was refused, or when nobody
 * is there.
 *
 * @param findings - is written on
 */
export function examination(plan: DoctorPlan, addresses: Addresses, findings: Findings, io: Io): Observable<never> {
  return defer(() => {
    const { venue, topics, length } = plan;
    const feeds = feedsOf(plan, addresses, listeningTo(findings, io.now));
    const streams = topics.map(({ kind, request: { symbol, ...call } }) => {
      const found = findings.kinds.get(kind);
      const open$ = feeds[`${kind}$`] as Factory;
      return open$(venue.id, symbol, call).pipe(
        tap(value => {
          // A kind's stream has values of that kind only.
          if (found !== undefined) takeValue(found, value as Watched);
        }),
        catchError((cause: unknown) => {
          if (found !== undefined) found.refusal = cause;
          return EMPTY;
        }),
      );
    });
    const isOpen = ({ endpoint }: Status | Problem): boolean => venue.endpoints[endpoint]?.private !== true;
    const nobody$ = merge(
      feeds.status$().pipe(
        tap(status => {
          takeStatus(isOpen(status) ? findings.open : findings.guarded, status);
        }),
      ),
      feeds.problems$().pipe(
        tap(problem => {
          if (isOpen(problem)) takeProblem(findings, problem);
        }),
      ),
    ).pipe(filter(() => findings.open.readyAt === undefined && findings.open.losses >= attempts));
    const beside$ = merge(clock$(plan, addresses, findings, io), account$(plan, findings, feeds));
    return merge(...streams).pipe(
      ignoreElements(),
      takeUntil(beside$.pipe(ignoreElements())),
      takeUntil(merge(nobody$, timer(length))),
    );
  });
}

function feedsOf(
  { venue, host, checkSymbols, account, length }: DoctorPlan,
  { url, restUrl }: Addresses,
  ear: Stethoscope,
): Readonly<Record<string, unknown>> & Pick<ReturnType<typeof createFeedsOf>, 'status$' | 'problems$'> {
  const { id } = venue;
  const options = {
    urls: url === undefined ? {} : { [id]: url },
    restUrls: restUrl === undefined ? {} : { [id]: restUrl },
    hosts: host === undefined ? {} : { [id]: host },
    credentials: account.type === 'account' ? { [id]: account.credentials() } : {},
    checkSymbols,
    linger: 0,
  };
  const table = { [id]: listenedVenue(venue, ear, Math.max(leastBeat, length / beats)) };
  return { ...createFeedsOf(table, listenedTransport(ear), options as CreateFeedsOptions<typeof table>) };
}

/** Some pings are of the WebSocket protocol itself, and pass through no venue's table. */
function listenedTransport(ear: Stethoscope): Transport {
  const dial$ = wsTransport();
  const listened = ({ send, answered$ }: ProtocolPings): ProtocolPings => ({
    send: () => {
      ear.pinged();
      send();
    },
    answered$: answered$.pipe(
      tap(() => {
        ear.said({ type: 'pong' });
      }),
    ),
  });
  return url =>
    dial$(url).pipe(
      map(({ pings, ...socket }) => (pings === undefined ? socket : { ...socket, pings: listened(pings) })),
    );
}

/** Asks the venue for its time where it has a way to tell, and where that is the same exchange's. */
function clock$(
  { venue, host, url: own }: DoctorPlan,
  { restUrl }: Addresses,
  findings: Findings,
  io: Io,
): Observable<unknown> {
  const { serverTime } = venue;
  const isOfAnother = restUrl === undefined && (own ?? host) !== undefined;
  if (serverTime === undefined || isOfAnother) return EMPTY;
  const get$ = fetchHttp({ timeout: clockPatience, retries: 0 });
  const once$ = defer(() => {
    const asked = io.now();
    return get$(restAddress(serverTime.url, restUrl)).pipe(
      map((body): ClockFindings => {
        const time = serverTime.read(body);
        const answered = io.now();
        if (time === undefined) throw new RangeError('the answer of the venue’s clock holds no time');
        return { offset: Math.round(time - (asked + answered) / 2), within: Math.ceil((answered - asked) / 2) };
      }),
    );
  });
  const later$ = timer(pause).pipe(switchMap(() => once$));
  return concat(...Array.from({ length: questions }, () => later$)).pipe(
    tap(answer => {
      if (findings.clock === undefined || answer.within < findings.clock.within) findings.clock = answer;
    }),
    catchError((cause: unknown) => {
      findings.clockTrouble = cause instanceof FeedError ? cause : undefined;
      return EMPTY;
    }),
  );
}

function account$(
  { venue, account }: DoctorPlan,
  findings: Findings,
  feeds: Readonly<Record<string, unknown>>,
): Observable<unknown> {
  if (account.type === 'none') return EMPTY;
  const { kind, request } = account;
  const { symbol, ...call } = request;
  const found = (findings.account = { kind, count: 0, refusal: undefined as unknown });
  return defer(() => (feeds[`${kind}$`] as Factory)(venue.id, symbol === '' ? call : { ...call, symbol })).pipe(
    tap(() => {
      found.count += 1;
    }),
    catchError((cause: unknown) => {
      found.refusal = cause;
      return EMPTY;
    }),
  );
}
