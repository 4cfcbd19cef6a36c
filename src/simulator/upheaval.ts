/**
 * What befalls a simulated exchange as a whole.
 * @module
 */
import { now } from '../operators/clock.js';
import type { Gate } from './gate.js';
import type { ClientSession } from './house.js';
import type { Market } from './market.js';
import type { Strike } from './mischief.js';
import type { Random } from './random.js';

/** What an upheaval takes hold of. */
export interface Upheaved {
  readonly gate: Gate;
  readonly random: Random;
  sessions(): readonly ClientSession[];
  /** The markets made so far. */
  markets(): readonly Market[];
  /** Puts the exchange's clock so far ahead of where it was at the beginning, ms; back where it is negative. */
  putClock(ahead: number): void;
}

/** "Service restart." */
const RESTARTING = 1012;
/** How far a clock jumps at most, ms; what happened keeps its own time. */
const FARTHEST = 120_000;

/** Makes what strikes an exchange as a whole. */
export function createUpheaval({ gate, random, sessions, markets, putClock }: Upheaved): (strike: Strike) => void {
  return ({ fault, lasts }) => {
    if (fault === 'clock-jump') putClock(random.whole(-FARTHEST, FARTHEST));
    if (fault === 'ban') {
      gate.shut(lasts, { status: random.chance(0.5) ? 429 : 403, reason: 'too many requests, banned for a while' });
      for (const session of sessions()) session.banish();
    }
    if (fault === 'venue-restart') {
      gate.shut(lasts, { status: 503, reason: 'restarting' });
      for (const session of sessions()) session.cut(RESTARTING);
      // Nobody listens now: whoever comes next begins with the new numbers.
      for (const market of markets()) {
        market.restartSequence();
        market.step(now());
      }
    }
  };
}
