/**
 * Who is let in at a simulated exchange.
 * @module
 */
import type { Counterpart, Door, Rules } from '../contract/counterpart.js';
import { now } from '../operators/clock.js';
import { createWindow } from './gatekeeper.js';
import type { Mischief } from './mischief.js';

/** A connection that was not let in. */
export interface Refused {
  /** The HTTP status of the answer. */
  readonly status: number;
  readonly reason: string;
}

/** The gate. */
export interface Gate {
  /** The door at this path, or why nobody is let in there now. */
  enter(path: string): Refused | { readonly door: Door };
  /** Refuses everybody for so long, ms. */
  shut(ms: number, refused: Refused): void;
}

/** What the gate needs of its exchange. */
export interface GateOptions {
  readonly counterpart: Counterpart;
  readonly rules: Rules;
  readonly mischief: Mischief;
  /** How many are connected. */
  crowd(): number;
}

/** Opens the gate of an exchange. */
export function createGate({ counterpart, rules, mischief, crowd }: GateOptions): Gate {
  const fitsAttempts = createWindow(rules.attempts);
  const unavailable: Refused = { status: 503, reason: 'not available' };
  let shutUntil = -Infinity;
  let refusal = unavailable;

  return {
    enter(path) {
      const door = counterpart.doors[path];
      if (door === undefined) {
        return {
          status: 404,
          reason: `${path} is no door of ${counterpart.id}; try ${Object.keys(counterpart.doors).join(', ')}`,
        };
      }
      if (now() < shutUntil) return refusal;
      if (!fitsAttempts(now())) return { status: 429, reason: 'too many attempts to connect' };
      if (crowd() >= (rules.connections ?? Infinity)) return { status: 429, reason: 'too many connections' };
      return mischief.strikes('attempt', {}, now()) === undefined ? { door } : unavailable;
    },
    shut(ms, refused) {
      shutUntil = Math.max(shutUntil, now() + ms);
      refusal = refused;
    },
  };
}
