/**
 * The succession of links: connections to one door, made anew when they are lost, as many as the limits ask for.
 * @module
 */
import { Subscription, defer, map, startWith, switchMap, tap } from 'rxjs';
import type { Observable } from 'rxjs';
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
import type { Listener, Mending, Phase, Reports, Session, Signal } from './session.js';

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

/** One listener of a topic, on whatever link lives. */
interface Seat {
  readonly topic: Topic;
  readonly listener: Listener;
  /** Leaves the link; undefined while there is none. */
  leave: (() => void) | undefined;
}

interface Connection {
  /** How many different topics are listened to. */
  readonly topics: ReadonlyMap<string, number>;
  join(topic: Topic, listener: Listener): () => void;
  resync(topic: Topic): void;
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
    const connection = connect(options, index + 1, () => (connections[index] = undefined));
    connections[index] = connection;
    return connection;
  };

  return {
    listen: (topic, listener) => place(topic).join(topic, listener),
    resync: topic => connections.find(connection => connection?.topics.has(topic.key))?.resync(topic),
  };
}

/** Makes one connection: it lives from its first listener to its last, or to an error that cannot be mended. */
function connect(options: LiveSessionOptions, number: number, ended: () => void): Connection {
  const topics = new Map<string, number>();
  const seats = new Set<Seat>();
  let link: Link | undefined;
  let running: Subscription | undefined;

  const stand = (standing: Standing): void => {
    link = standing.phase === 'ready' ? standing.link : undefined;
    for (const seat of [...seats]) {
      if (!seats.has(seat)) continue;
      seat.leave = undefined;
      if (standing.phase !== 'ready') seat.listener.next(RESET);
      else if (link === standing.link) seat.leave = link.listen(seat.topic, seat.listener);
    }
  };

  const fail = (cause: unknown): void => {
    const last = [...seats];
    seats.clear();
    end();
    for (const { listener } of last) listener.error(cause);
  };

  const end = (): void => {
    const over = running;
    running = link = undefined;
    topics.clear();
    ended();
    over?.unsubscribe();
  };

  const leave = (seat: Seat): void => {
    if (!seats.delete(seat)) return;
    const { key } = seat.topic;
    const listeners = (topics.get(key) ?? 0) - 1;
    if (listeners > 0) topics.set(key, listeners);
    else topics.delete(key);
    seat.leave?.();
    if (seats.size === 0) end();
  };

  return {
    topics,
    join: (topic, listener) => {
      const seat: Seat = { topic, listener, leave: undefined };
      seats.add(seat);
      topics.set(topic.key, (topics.get(topic.key) ?? 0) + 1);
      if (link !== undefined) {
        seat.leave = link.listen(topic, listener);
      } else if (running === undefined) {
        // Known before it runs: it may fail, or bring in others, at once.
        running = new Subscription();
        running.add(standing$(options, number).subscribe({ next: stand, error: fail }));
      } else {
        listener.next(RESET);
      }
      return () => {
        leave(seat);
      };
    },
    resync: topic => link?.resync(topic),
  };
}

/** The succession of links of one connection, told as it goes. */
function standing$(options: LiveSessionOptions, number: number): Observable<Standing> {
  const { venue, endpoint, url, protocol, transport, reports, backoff, random } = options;
  const host = hostOf(url);
  const report = (phase: Phase): void => {
    reports.status({ ...phase, type: 'status', venue, endpoint, host, connection: number, at: now() });
  };
  const problem = (error: FeedError, mending: Mending, topic?: string): void => {
    reports.problem({ type: 'problem', venue, endpoint, host, topic, error, mending, at: now() });
  };
  return defer(() => transport(url)).pipe(
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
  );
}

function connectionError(cause: unknown, venue: string): FeedError {
  if (cause instanceof FeedError) return cause;
  return new ConnectionError(`${venue} connection failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
    venue,
    cause,
  });
}
