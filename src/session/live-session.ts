/**
 * The succession of links: connections to one door, made anew when they are lost, as many as the limits ask for.
 * @module
 */
import { Subscription, defer, map, startWith, switchMap, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Protocol } from '../contract/protocol.js';
import { requestText } from './request-text.js';
import type { Topic } from '../contract/topic.js';
import { FeedError, SilenceError } from '../model/errors.js';
import type { Backoff } from '../operators/backoff.js';
import { now } from '../operators/clock.js';
import { reconnect } from '../operators/reconnect.js';
import type { Lost } from '../operators/reconnect.js';
import { hostOf } from '../transport/host.js';
import type { Transport } from '../transport/socket.js';
import { connectionError } from './connection-error.js';
import { openLink } from './link.js';
import type { Link, OpenLink } from './link.js';
import { tellAll } from './room.js';
import type { Room } from './room.js';
import { rotating } from './rotation.js';
import { createServerClock } from './server-clock.js';
import type { Request } from './requests.js';
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
  /** The login of a private door; undefined at public ones. */
  readonly account?: DoorKey | undefined;
  readonly backoff?: Partial<Backoff> | undefined;
  /** How old a connection may get before another takes its place, ms; undefined: as old as it likes. */
  readonly lifetime?: number | undefined;
  /** For the jitter; in [0, 1). */
  readonly random?: (() => number) | undefined;
}

/** What opens a private door. `time` is the venue's clock as far as we know it, ms since the epoch. */
export interface DoorKey {
  /** Makes the signed text that logs in; undefined where each request is signed instead. */
  readonly login: ((time: number) => string) | undefined;
  /** Makes the text of a request. */
  write(request: Request, time: number): string;
  /** Asks the venue for its time, ms since the epoch; undefined where it has no way to tell. */
  readonly time$: Observable<number> | undefined;
}

type Standing = { readonly phase: 'connecting' } | { readonly phase: 'ready'; readonly link: Link } | Lost;

interface Connection {
  /** The topics that are listened to, by key. */
  readonly rooms: ReadonlyMap<string, Room>;
  /** How long the names of its topics are together. */
  characters(): number;
  join(topic: Topic, listener: Listener): void;
  leave(topic: Topic, listener: Listener): void;
  resync(topic: Topic): void;
  refresh(topic: Topic): void;
  renew(reason: FeedError): void;
}

const RESET: Signal = { type: 'reset' };

/** Makes the session of one door. Opens nothing before somebody listens. */
export function liveSession(options: LiveSessionOptions): Session {
  const { topicsPerConnection, charactersPerConnection = Infinity } = options.protocol.limits;
  const connections: (Connection | undefined)[] = [];

  const homeOf = (topic: Topic): Connection | undefined =>
    connections.find(connection => connection?.rooms.has(topic.key));

  /** A topic stays where it is; a new one goes to the first connection with room. */
  const place = (topic: Topic): Connection => {
    const home = homeOf(topic);
    if (home !== undefined) return home;
    const length = nameLength(topic);
    const room = connections.find(
      connection =>
        connection !== undefined &&
        connection.rooms.size < topicsPerConnection &&
        connection.characters() + length <= charactersPerConnection,
    );
    if (room !== undefined) return room;
    const free = connections.indexOf(undefined);
    const index = free === -1 ? connections.length : free;
    const connection = connect(options, index + 1, () => (connections[index] = undefined));
    connections[index] = connection;
    return connection;
  };

  return {
    listen: (topic, listener) => {
      place(topic).join(topic, listener);
    },
    leave: (topic, listener) => homeOf(topic)?.leave(topic, listener),
    resync: topic => homeOf(topic)?.resync(topic),
    refresh: topic => homeOf(topic)?.refresh(topic),
    renew: (topic, reason) => homeOf(topic)?.renew(reason),
  };
}

/** Makes one connection: it lives from its first listener to its last, or to an error that cannot be mended. */
function connect(options: LiveSessionOptions, number: number, ended: () => void): Connection {
  const rooms = new Map<string, Room>();
  let characters = 0;
  let link: Link | undefined;
  let running: Subscription | undefined;

  const stand = (standing: Standing): void => {
    const now = (link = standing.phase === 'ready' ? standing.link : undefined);
    const reset = standing.phase === 'waiting' ? lost(standing.cause) : RESET;
    for (const room of [...rooms.values()]) {
      tellAll(room, reset);
      // Whoever was told may have left, or brought about another standing.
      if (now !== undefined && now === link && rooms.get(room.topic.key) === room) now.open(room);
    }
  };

  const fail = (cause: unknown): void => {
    const listeners = [...rooms.values()].flatMap(room => room.listeners);
    end();
    for (const listener of listeners) listener.error(cause);
  };

  const end = (): void => {
    const over = running;
    running = link = undefined;
    rooms.clear();
    characters = 0;
    ended();
    over?.unsubscribe();
  };

  return {
    rooms,
    characters: () => characters,
    join: (topic, listener) => {
      const known = rooms.get(topic.key);
      const room: Room = known ?? { topic, listeners: [] };
      rooms.set(topic.key, room);
      if (known === undefined) characters += nameLength(topic);
      listener.next(RESET);
      // Not spread: an array that is spread keeps room for sixteen more.
      room.listeners = room.listeners.concat(listener);
      if (link !== undefined) {
        // A refused topic is out of the link while its other listeners are still being told.
        link.open(room);
      } else if (running === undefined) {
        // Known before it runs: it may fail, or bring in others, at once.
        running = new Subscription();
        running.add(standing$(options, number).subscribe({ next: stand, error: fail }));
      }
    },
    leave: ({ key }, listener) => {
      const room = rooms.get(key);
      if (room?.listeners.includes(listener) !== true) return;
      room.listeners = room.listeners.filter(other => other !== listener);
      if (room.listeners.length > 0) return;
      rooms.delete(key);
      characters -= nameLength(room.topic);
      link?.close(room);
      if (rooms.size === 0) end();
    },
    resync: topic => link?.resync(topic),
    refresh: topic => link?.refresh(topic),
    renew: reason => link?.renew(reason),
  };
}

/** The succession of links of one connection, told as it goes. */
function standing$(options: LiveSessionOptions, number: number): Observable<Standing> {
  const { venue, endpoint, url, protocol, transport, reports, account, backoff, lifetime, random } = options;
  const clock = createServerClock(account?.time$);
  const enter = account?.login;
  const login = enter && (() => enter(clock.now()));
  const write = (request: Request): string =>
    account?.write(request, clock.now()) ?? requestText(protocol, request, clock.now(), undefined);
  const host = hostOf(url);
  const report = (phase: Phase): void => {
    reports.status({ ...phase, type: 'status', venue, endpoint, host, connection: number, at: now() });
  };
  const problem = (error: FeedError, mending: Mending, topic?: string): void => {
    reports.problem({ type: 'problem', venue, endpoint, host, topic, error, mending, at: now() });
  };
  const proven = enter === undefined ? { proven: clock.good } : {};
  const open$ = (accepted?: (key: string) => void): Observable<OpenLink> =>
    clock.ready$.pipe(
      switchMap(() => transport(url)),
      switchMap(socket =>
        openLink(socket, { venue, protocol, login, write, problem, ...proven, ...(accepted && { accepted }) }),
      ),
    );
  const rotated$ = (age: number): Observable<Link> =>
    rotating(open$, {
      age,
      ...(random === undefined ? {} : { random }),
      turn: isRotating => {
        report({ phase: isRotating ? 'rotating' : 'ready' });
      },
      lost: (cause, mending) => {
        clock.lost(cause);
        problem(connectionError(cause, venue), mending);
      },
    });
  return defer((): Observable<Link> => (lifetime === undefined ? open$() : rotated$(lifetime))).pipe(
    map((link): Standing => ({ phase: 'ready', link })),
    startWith<Standing>({ phase: 'connecting' }),
    reconnect<Standing>({
      isUp: standing => standing.phase === 'ready',
      isFatal: cause => (cause instanceof FeedError && !cause.retryable) || clock.isFatal(cause),
      backoff: { ...protocol.reconnection, ...backoff },
      ...(random === undefined ? {} : { random }),
    }),
    tap({
      next: standing => {
        // Without a login, only data show that the signature was good.
        if (standing.phase === 'ready' && enter !== undefined) clock.good();
        if (standing.phase === 'waiting') clock.lost(standing.cause);
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

function lost(cause: unknown): Signal {
  return { type: 'reset', reason: cause instanceof SilenceError ? 'silence' : 'connection' };
}

/** As the venues count it: the text itself, or its JSON. */
function nameLength({ args }: Topic): number {
  return (typeof args === 'string' ? args : JSON.stringify(args)).length;
}
