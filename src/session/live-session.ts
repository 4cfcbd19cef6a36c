/**
 * The succession of links: connections to one door, made anew when they are lost, as many as the limits ask for.
 * @module
 */
import type { Observable } from 'rxjs';
import { NEVER, ReplaySubject, concat, defer, finalize, map, of, share, startWith, switchMap, tap } from 'rxjs';
import type { Protocol } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import { ConnectionError, FeedError } from '../model/errors.js';
import type { Backoff } from '../operators/backoff.js';
import { now } from '../operators/clock.js';
import { reconnect } from '../operators/reconnect.js';
import type { Lost } from '../operators/reconnect.js';
import { hostOf } from '../transport/host.js';
import type { Transport } from '../transport/socket.js';
import { openLink } from './link.js';
import type { Link } from './link.js';
import type { Mending, Phase, Reports, Session, Signal } from './session.js';

/** What a session needs to know. */
export interface LiveSessionOptions {
  readonly venue: string;
  /** The name of the door. */
  readonly endpoint: string;
  readonly url: string;
  readonly protocol: Protocol;
  readonly transport: Transport;
  readonly reports: Reports;
  readonly backoff?: Partial<Backoff> | undefined;
  /** For the jitter; in [0, 1). */
  readonly random?: (() => number) | undefined;
}

type Standing = { readonly phase: 'connecting' } | { readonly phase: 'ready'; readonly link: Link } | Lost;

interface Connection {
  readonly standing$: Observable<Standing>;
  /** The link that lives now. */
  link: Link | undefined;
  /** Topics of this connection with the number of their listeners. */
  readonly topics: Map<string, number>;
}

const RESET: Signal = { type: 'reset' };

/** Makes the session of one door. Opens nothing before somebody listens. */
export function liveSession(options: LiveSessionOptions): Session {
  const { topicsPerConnection } = options.protocol.limits;
  const connections: (Connection | undefined)[] = [];

  /** A topic stays where it is; a new one goes to the first connection with room. */
  const place = (topic: Topic): Connection => {
    const home = connections.find(connection => connection?.topics.has(topic.key));
    if (home !== undefined) return home;
    const room = connections.find(
      connection => connection !== undefined && connection.topics.size < topicsPerConnection,
    );
    if (room !== undefined) return room;
    const free = connections.indexOf(undefined);
    const index = free === -1 ? connections.length : free;
    const connection = connect(options, index + 1);
    connections[index] = connection;
    return connection;
  };

  const release = (connection: Connection, topic: Topic): void => {
    const listeners = (connection.topics.get(topic.key) ?? 0) - 1;
    if (listeners > 0) connection.topics.set(topic.key, listeners);
    else connection.topics.delete(topic.key);
    if (connection.topics.size === 0) connections[connections.indexOf(connection)] = undefined;
  };

  return {
    listen: topic =>
      defer(() => {
        const connection = place(topic);
        connection.topics.set(topic.key, (connection.topics.get(topic.key) ?? 0) + 1);
        return connection.standing$.pipe(
          switchMap(standing => (standing.phase === 'ready' ? standing.link.listen(topic) : concat(of(RESET), NEVER))),
          finalize(() => {
            release(connection, topic);
          }),
        );
      }),
    resync: topic => connections.find(connection => connection?.topics.has(topic.key))?.link?.resync(topic),
  };
}

function connect(options: LiveSessionOptions, number: number): Connection {
  const { venue, endpoint, url, protocol, transport, reports, backoff, random } = options;
  const host = hostOf(url);
  const report = (phase: Phase): void => {
    reports.status({ ...phase, type: 'status', venue, endpoint, host, connection: number, at: now() });
  };
  const problem = (error: FeedError, mending: Mending, topic?: string): void => {
    reports.problem({ type: 'problem', venue, endpoint, host, topic, error, mending, at: now() });
  };
  const connection: Connection = {
    topics: new Map(),
    link: undefined,
    standing$: defer(() => transport(url)).pipe(
      switchMap(socket => openLink(socket, { venue, protocol, problem })),
      map((link): Standing => ({ phase: 'ready', link })),
      startWith<Standing>({ phase: 'connecting' }),
      reconnect<Standing>({
        isUp: standing => standing.phase === 'ready',
        isFatal: cause => cause instanceof FeedError && !cause.retryable,
        ...(backoff === undefined ? {} : { backoff }),
        ...(random === undefined ? {} : { random }),
      }),
      tap({
        next: standing => {
          connection.link = standing.phase === 'ready' ? standing.link : undefined;
          if (standing.phase === 'waiting') problem(connectionError(standing.cause, venue), 'reconnect');
          report(standing.phase === 'ready' ? { phase: 'ready' } : standing);
        },
        error: (cause: unknown) => {
          report({ phase: 'failed', cause });
        },
        unsubscribe: () => {
          report({ phase: 'idle' });
        },
      }),
      share({ connector: () => new ReplaySubject(1) }),
    ),
  };
  return connection;
}

function connectionError(cause: unknown, venue: string): FeedError {
  if (cause instanceof FeedError) return cause;
  return new ConnectionError(`${venue} connection failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
    venue,
    cause,
  });
}
