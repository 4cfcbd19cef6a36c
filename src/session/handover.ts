/**
 * One topic between two connections: when the new one takes over from the old one.
 * @module
 */
import type { GapReason } from '../model/gap.js';
import { now } from '../operators/clock.js';
import { createSteady } from '../operators/steady.js';
import { createPlainHeir } from './plain-heir.js';
import type { Room } from './room.js';
import type { Heir, Listener, Signal } from './session.js';

/** The topic on its way. */
export interface Handover {
  /** Whoever listens to the topic. */
  readonly room: Room;
  /** What hears the new connection meanwhile. */
  readonly next: Room;
  /** What hears the old one: the listeners, and after them the handover. */
  readonly last: Room;
  /** A listener came in the meantime. */
  join(): void;
  /** The venue accepted it at the new connection. */
  accepted(): void;
  /** Looks whether it is time. */
  look(): void;
  /** The listeners hear the new connection from now on. */
  take(reason: GapReason | undefined): void;
}

/** What a handover needs. */
export interface HandoverOptions {
  readonly room: Room;
  /** When the old connection was alive last: our clock, ms since the epoch. */
  heardAt(): number;
  /** Begins the topic anew at the new connection. */
  again(): void;
  /** It is time; with the reason why something may be missing, where that cannot be known. */
  due(reason: GapReason | undefined): void;
  /** The new connection cannot have the topic. */
  failed(cause: unknown): void;
}

/** By so many ms one connection may be behind the other. */
const settle = 3_000;
/** So long after the request went out it takes over in any case, ms. */
const patience = 60_000;
/** So often a topic may lose its thread at the new connection. */
const mostAnew = 3;

const NOBODY: readonly Listener[] = [];

/**
 * Makes the handover of one topic. It is due when all heirs of its listeners are ready, or when the venue has accepted it
 * and what the old one tells has no part in it any more, or when nobody can wait longer: then something may be missing.
 */
export function createHandover({ room, heardAt, again, due, failed }: HandoverOptions): Handover {
  const { topic } = room;
  const heirs = new Map<Listener, Heir>();
  const steady = createSteady();
  const time = (): number => steady(now());
  /** When it was asked for, and when it surely stood, at the new connection. */
  let askedAt = topic.implied === true ? time() : undefined;
  let stoodAt = askedAt;
  /** When the old one told something last. */
  let toldAt = -Infinity;
  let hasSpoken = false;
  let isMuted = false;
  let anew = 0;

  const meet = (): void => {
    for (const listener of room.listeners) {
      if (heirs.has(listener)) continue;
      let heir: Heir | undefined;
      listener.next({ type: 'succession', accept: given => (heir = given) });
      heirs.set(listener, heir ?? createPlainHeir(listener));
    }
  };

  const present = (): readonly Heir[] => room.listeners.map(listener => heirs.get(listener)).filter(heir => !!heir);

  const isQuiet = (at: number): boolean => {
    if (stoodAt === undefined || (topic.prompt && !hasSpoken)) return false;
    const settled = stoodAt + settle;
    // What a dead connection does not tell proves nothing.
    return at >= settled + settle && heardAt() >= settled && toldAt < settled;
  };

  const look = (): void => {
    const at = time();
    const quiet = isQuiet(at);
    if (present().every(heir => heir.isReady(quiet))) due(undefined);
    else if (askedAt === undefined) return;
    else if (at >= askedAt + patience) due('rotation');
    else if (at < askedAt + patience / 2) return;
    // What is told faster than the new one can follow stands still until that has caught up.
    else if (hasSpoken) isMuted = true;
    // The old one tells what the new one does not: perhaps it was not heard there.
    else if (anew === 0 && stoodAt !== undefined && toldAt >= stoodAt + settle) {
      anew += 1;
      again();
    }
  };

  const hear = (signal: Signal): void => {
    if (signal.type === 'asked') {
      askedAt ??= time();
      stoodAt = undefined;
      hasSpoken = false;
    } else if (signal.type === 'message') {
      stoodAt ??= time();
      hasSpoken = true;
    }
    const isLost = present().filter(heir => !heir.hear(signal)).length > 0;
    if (isLost && ++anew <= mostAnew) again();
    if (signal.type === 'message') look();
  };

  const ear: Listener = {
    next: signal => {
      if (signal.type !== 'message') return;
      toldAt = time();
      for (const heir of present()) heir.heard(signal);
      look();
    },
    error: () => undefined,
  };

  meet();
  return {
    room,
    next: { topic, listeners: [{ next: hear, error: failed }] },
    last: {
      topic,
      get listeners() {
        return isMuted ? NOBODY : [...room.listeners, ear];
      },
    },
    join: () => {
      meet();
      // The newcomer has not heard the first push.
      if (topic.incremental) again();
    },
    accepted: () => {
      stoodAt ??= time();
    },
    look,
    take: reason => {
      for (const listener of room.listeners) heirs.get(listener)?.take(reason);
    },
  };
}
