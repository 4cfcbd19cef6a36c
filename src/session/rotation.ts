/**
 * Planned rotation: a connection that gets too old is replaced by a new one before the venue cuts it.
 *
 * Make before break: the new connection is made and asked for all topics while the old one still tells them; each topic
 * changes over when the new one goes on from where the old one stands; when all have, the old one is closed.
 * @module
 */
import { Observable, Subscription, interval, timer } from 'rxjs';
import { SilenceError } from '../model/errors.js';
import type { GapReason } from '../model/gap.js';
import { createBackoff, delayAfter } from '../operators/backoff.js';
import { createHandover } from './handover.js';
import type { Handover } from './handover.js';
import type { Link, OpenLink } from './link.js';
import { tellAll } from './room.js';
import type { Room } from './room.js';
import type { Mending } from './session.js';

/** How a connection is rotated. */
export interface RotationOptions {
  /** How old it may get, ms; up to a tenth less, so that not all turn at once. */
  readonly age: number;
  /** In [0, 1); `Math.random` by default. */
  readonly random?: () => number;
  /** A rotation has begun, or is over. */
  turn(isRotating: boolean): void;
  /**
   * A connection was lost: `retry` the new one could not be made, or not for long enough, and another is made later; `told` the
   * old one, and the new one has taken its place.
   */
  lost(cause: unknown, mending: Mending): void;
}

/** One of the two connections. */
interface Side {
  readonly run: Subscription;
  link: OpenLink | undefined;
}

/** How often the topics are looked at that are on their way, ms. */
const glance = 1_000;
const backoff = createBackoff({ base: 10_000, cap: 300_000 });

/**
 * Emits one link, behind which connections succeed each other. Where the new connection fails, the old one goes on and it is
 * tried again later. Where the old one fails first, the new one takes over as far as it has come; a gap tells it. Errors
 * where a connection is lost and no other is ready. Unsubscribing closes both.
 *
 * @param open$ - makes a connection; told when the venue accepts a topic there
 */
export function rotating(
  open$: (accepted: (key: string) => void) => Observable<OpenLink>,
  { age, random = Math.random, turn, lost: told }: RotationOptions,
): Observable<Link> {
  return new Observable<Link>(subscriber => {
    const handovers = new Map<string, Handover>();
    const waiting = new Subscription();
    let current: Side | undefined;
    let next: Side | undefined;
    let glances: Subscription | undefined;
    let attempt = 0;

    /** Known before it is made: it may fail at once. */
    const connect = (side: Side, met: (link: OpenLink) => void): void => {
      const accepted = (key: string): void => {
        if (side === next) handovers.get(key)?.accepted();
      };
      subscriber.add(side.run);
      side.run.add(
        open$(accepted).subscribe({
          next: link => {
            side.link = link;
            met(link);
          },
          error: (cause: unknown) => {
            if (side === current) lost(cause);
            else giveUp(cause);
          },
        }),
      );
    };

    const rotateIn = (delay: number): void => {
      waiting.add(timer(delay).subscribe(rotate));
    };

    const grow = (): void => {
      rotateIn(age * (1 - random() / 10));
    };

    const rotate = (): void => {
      turn(true);
      next = { run: new Subscription(), link: undefined };
      connect(next, meet);
    };

    /** The new connection is ready: asks for everything there. */
    const meet = (): void => {
      glances = interval(glance).subscribe(() => {
        for (const handover of [...handovers.values()]) handover.look();
        finish();
      });
      waiting.add(glances);
      for (const room of [...(current?.link?.rooms.values() ?? [])]) begin(room);
    };

    const begin = (room: Room): void => {
      const { key } = room.topic;
      const side = next;
      const handover = createHandover({
        room,
        heardAt: () => current?.link?.heardAt() ?? 0,
        again: () => side?.link?.refresh(room.topic),
        due: reason => {
          change(handover, reason);
          finish();
        },
        failed: cause => {
          giveUp(cause);
        },
      });
      handovers.set(key, handover);
      current?.link?.adopt(handover.last);
      side?.link?.open(handover.next);
    };

    const change = (handover: Handover, reason: GapReason | undefined): void => {
      const { room } = handover;
      if (!handovers.delete(room.topic.key)) return;
      current?.link?.adopt({ topic: room.topic, listeners: [] });
      next?.link?.adopt(room);
      handover.take(reason);
    };

    const finish = (): void => {
      if (next?.link === undefined || handovers.size > 0) return;
      glances?.unsubscribe();
      const old = current;
      current = next;
      next = undefined;
      attempt = 0;
      old?.run.unsubscribe();
      turn(false);
      grow();
    };

    /** The old connection is lost. */
    const lost = (cause: unknown): void => {
      if (next?.link === undefined) {
        subscriber.error(cause);
        return;
      }
      const reason = cause instanceof SilenceError ? 'silence' : 'connection';
      for (const handover of [...handovers.values()]) change(handover, reason);
      finish();
      told(cause, 'told');
    };

    /** The new connection is lost, or of no use: the old one goes on. */
    const giveUp = (cause: unknown): void => {
      const side = next;
      const old = current?.link;
      if (side === undefined || old === undefined) return;
      next = undefined;
      glances?.unsubscribe();
      side.run.unsubscribe();
      for (const { room } of handovers.values()) old.adopt(room);
      const changed = [...(side.link?.rooms.values() ?? [])].filter(({ topic }) => !handovers.has(topic.key));
      handovers.clear();
      attempt += 1;
      rotateIn(delayAfter(cause, backoff, attempt, random()));
      for (const room of changed) {
        tellAll(room, { type: 'reset', reason: 'connection' });
        if (room.listeners.length === 0) continue;
        const isKnown = old.rooms.has(room.topic.key);
        old.adopt(room);
        if (isKnown) old.refresh(room.topic);
        else old.open(room);
      }
      turn(false);
      told(cause, 'retry');
    };

    /** Where a topic is asked for: at the old connection until it has changed over. */
    const linkOf = (key: string): OpenLink | undefined =>
      (handovers.has(key) ? undefined : next?.link) ?? current?.link;

    const link: Link = {
      open: room => {
        linkOf(room.topic.key)?.open(room);
        handovers.get(room.topic.key)?.join();
      },
      close: room => {
        handovers.delete(room.topic.key);
        // Of the old one nothing is heard any more where the new one has it.
        if (next?.link?.rooms.has(room.topic.key) === true) next.link.close(room);
        current?.link?.close(room);
      },
      resync: topic => linkOf(topic.key)?.resync(topic),
      refresh: topic => linkOf(topic.key)?.refresh(topic),
      renew: reason => {
        if (next === undefined) current?.link?.renew(reason);
        else subscriber.error(reason);
      },
    };

    subscriber.add(waiting);
    current = { run: new Subscription(), link: undefined };
    connect(current, () => {
      grow();
      subscriber.next(link);
    });
  });
}
