/**
 * What a doctor has found so far.
 * @module
 */
import type { Inbound } from '../contract/inbound.js';
import type { FeedError } from '../model/errors.js';
import type { AccountKind } from '../model/kinds.js';
import type { Problem, Status } from '../session/session.js';
import { createLagTally } from './lag-tally.js';
import type { LagTally } from './lag-tally.js';
import type { BookPush, Stethoscope } from './listened-venue.js';
import type { Watched } from './render/line.js';
import type { WatchedKind } from './render/views.js';

/** The connections to one sort of doors. */
export interface DoorFindings {
  host: string | undefined;
  /** When one was ready first: ms since the epoch. */
  readyAt: number | undefined;
  isReady: boolean;
  /** How many were lost, or could not be made. */
  losses: number;
  /** Why, the last time. */
  cause: unknown;
}

/** One kind of value. */
export interface KindFindings {
  /** When it was told first: ms since the epoch. */
  firstAt: number | undefined;
  /** When it was told last. */
  lastAt: number | undefined;
  count: number;
  readonly lags: LagTally;
  /** Why its stream ended. */
  refusal: unknown;
}

/** The venue's clock against ours. */
export interface ClockFindings {
  /** The venue's time less ours, ms. */
  readonly offset: number;
  /** By how much that may be wrong, ms: half the way there and back. */
  readonly within: number;
}

/** Everything so far; it is written on while the doctor looks. */
export interface Findings {
  /** ms since the epoch */
  readonly since: number;
  readonly open: DoorFindings;
  readonly guarded: DoorFindings;
  readonly kinds: ReadonlyMap<WatchedKind, KindFindings>;
  messages: number;
  readonly pings: { sent: number; answered: number; slowest: number; lastAt: number | undefined; asked: number };
  readonly book: { snapshots: number; deltas: number; chained: number; numbered: number; checksums: number };
  /** Of the public doors. */
  readonly problems: Problem[];
  clock: ClockFindings | undefined;
  /** Why the venue's clock could not be asked. */
  clockTrouble: FeedError | undefined;
  account: AccountFindings | undefined;
}

/** The account, where there are keys. */
export interface AccountFindings {
  readonly kind: AccountKind;
  /** Values so far. */
  count: number;
  refusal: unknown;
}

/** So many problems are kept: what comes after them is more of the same. */
const kept = 1_000;

/** Begins. */
export function noFindings(kinds: readonly WatchedKind[], since: number): Findings {
  const door = (): DoorFindings => ({
    host: undefined,
    readyAt: undefined,
    isReady: false,
    losses: 0,
    cause: undefined,
  });
  const kindOf = (kind: WatchedKind): readonly [WatchedKind, KindFindings] => [
    kind,
    { firstAt: undefined, lastAt: undefined, count: 0, lags: createLagTally(), refusal: undefined },
  ];
  return {
    since,
    open: door(),
    guarded: door(),
    kinds: new Map(kinds.map(kindOf)),
    messages: 0,
    pings: { sent: 0, answered: 0, slowest: 0, lastAt: undefined, asked: 0 },
    book: { snapshots: 0, deltas: 0, chained: 0, numbered: 0, checksums: 0 },
    problems: [],
    clock: undefined,
    clockTrouble: undefined,
    account: undefined,
  };
}

/** Takes in a change of a connection. */
export function takeStatus(door: DoorFindings, status: Status): void {
  door.host = status.host;
  door.isReady = status.phase === 'ready';
  if (status.phase === 'ready') door.readyAt ??= status.at;
  if (status.phase === 'waiting' || status.phase === 'failed') {
    door.losses += 1;
    door.cause = status.cause;
  }
}

/** Takes in a problem. */
export function takeProblem({ problems }: Findings, problem: Problem): void {
  if (problems.length < kept) problems.push(problem);
}

/** Takes in a value of a kind. What comes with the first one may be old: its time says nothing. */
export function takeValue(found: KindFindings, value: Watched): void {
  found.count += 1;
  found.firstAt ??= value.receivedAt;
  found.lastAt = value.receivedAt;
  if (value.timestamp === undefined || value.receivedAt === found.firstAt) return;
  found.lags.take(value.timestamp, value.receivedAt);
}

/** Writes down what the venue's table tells. */
export function listeningTo(findings: Findings, now: () => number): Stethoscope {
  const { pings, book } = findings;
  return {
    pinged: () => {
      pings.sent += 1;
      pings.lastAt = now();
    },
    said: ({ type }: Pick<Inbound, 'type'>) => {
      if (type === 'data') findings.messages += 1;
      if (type === 'ping') pings.asked += 1;
      if (type !== 'pong' || pings.answered >= pings.sent) return;
      pings.answered += 1;
      pings.slowest = Math.max(pings.slowest, now() - (pings.lastAt ?? now()));
    },
    read: ({ snapshots, deltas, chained, numbered }: BookPush) => {
      book.snapshots += snapshots;
      book.deltas += deltas;
      book.chained += chained;
      book.numbered += numbered;
    },
    added: () => {
      book.checksums += 1;
    },
  };
}
