/**
 * What cuts the line of a client in time: silence, idleness, age, and pings that are not answered.
 * @module
 */
import type { Breach, Pings, Rules } from '../contract/counterpart.js';
import { now } from '../operators/clock.js';
import type { Delivery } from './delivery.js';
import type { Line } from './line.js';

/** What the watches look at. */
export interface Watched {
  readonly rules: Rules;
  readonly pings: Pings | undefined;
  readonly delivery: Delivery;
  readonly line: Line;
  /** Whether nothing is subscribed to. */
  isIdle(): boolean;
  /** The exchange's own clock, ms since the epoch. */
  clock(): number;
  say(frame: string): void;
  /** Puts the breach on record and cuts the line. */
  cut(breach: Breach, what: string): void;
}

/** The watches of one line. */
export interface Watches {
  /** Somebody said something. */
  word(): void;
  /** The client was told something other than a ping. */
  told(): void;
  /** The client pinged. */
  pinged(): void;
  /** The client answered a ping. */
  ponged(echo: string): void;
}

/** How often a line that hears nothing is looked at, ms. */
const DEAF_LOOK = 1_000;

/** Sets the watches of a line that has just been opened. */
export function createWatches({ rules, pings, delivery, line, isIdle, clock, say, cut }: Watched): Watches {
  let pingedAt = now();
  let wordAt = now();
  let toldAt = now();
  let open: readonly string[] = [];

  /** Cuts the line once nothing has happened for so long. */
  function watch(patience: number, since: () => number, breach: Breach, what: string): void {
    const look = (delay: number): void => {
      delivery.after(delay, () => {
        // A line that hears nothing cannot blame the client; it may heal.
        if (line.deaf) look(DEAF_LOOK);
        else if (now() < since() + patience) look(since() + patience - now());
        else cut(breach, what);
      });
    };
    look(since() + patience - now());
  }

  function watchIdle(idle: number): void {
    delivery.after(idle, () => {
      if (isIdle()) cut('idle', `no subscription for ${idle} ms`);
      else watchIdle(idle);
    });
  }

  function ping(asks: Pings): void {
    delivery.after(asks.every, () => {
      const { frame, echo } = asks.say(clock());
      // What stands twice would be answered once.
      open = [...open.filter(one => one !== echo), echo];
      say(frame);
      ping(asks);
      delivery.after(asks.patience, () => {
        if (open.includes(echo) && !line.deaf) cut('silence', `no answer to a ping for ${asks.patience} ms`);
      });
    });
  }

  const { silence, idle, quiet, untold, lifetime } = rules;
  if (silence !== undefined) watch(silence, () => pingedAt, 'silence', `no ping for ${silence} ms`);
  if (quiet !== undefined) watch(quiet, () => wordAt, 'silence', `no word from either side for ${quiet} ms`);
  if (untold !== undefined) watch(untold, () => toldAt, 'idle', `nothing but pings told for ${untold} ms`);
  if (idle !== undefined) watchIdle(idle);
  if (lifetime !== undefined) {
    delivery.after(lifetime, () => {
      cut('lifetime', `older than ${lifetime} ms`);
    });
  }
  if (pings !== undefined) ping(pings);
  return {
    word() {
      wordAt = now();
    },
    told() {
      toldAt = now();
    },
    pinged() {
      pingedAt = now();
    },
    ponged(echo) {
      // Who answers a ping has lived through all that came before it.
      if (open.includes(echo)) open = open.slice(open.indexOf(echo) + 1);
    },
  };
}
