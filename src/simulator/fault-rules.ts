/**
 * When each fault of an exchange strikes, looked over and reckoned from the moment it began.
 * @module
 */
import { FAULTS } from './faults.js';
import type { Fault, FaultName, FaultRule, InjectOptions } from './faults.js';

/** A rule at work; times are ms since the epoch. */
export interface ActiveRule {
  readonly fault: FaultName;
  readonly rate: number;
  /** Infinity where it strikes once. */
  readonly every: number | undefined;
  readonly from: number;
  readonly until: number;
  readonly symbol?: string;
  readonly feed?: string;
  /** How long it lasts, ms; 0 where it is over at once. */
  readonly lasts: number;
  /** When it strikes next, where it does not strike by chance. */
  due: number;
  /** When it struck last. */
  struck: number;
}

/** How long a fault lasts where nothing else is said, ms; 0 where it is over at once. */
export function lastsOf(fault: FaultName): number {
  return (FAULTS[fault] as Fault).lasts ?? 0;
}

/**
 * Puts a rule to work.
 *
 * @param immune - faults that cannot happen, each with the reason
 * @param start - when the exchange began, ms since the epoch
 * @throws RangeError where the fault is unknown or cannot happen, or a number makes no sense
 */
export function ruleOf(
  entry: FaultName | FaultRule,
  immune: Readonly<Record<string, string>>,
  start: number,
): ActiveRule {
  const rule: FaultRule = typeof entry === 'string' ? { fault: entry } : entry;
  const { fault, every, at, from, until, symbol, feed } = rule;
  checkPossible(fault, immune);
  checkNumbers(rule);
  const pace = at === undefined ? every : Infinity;
  return {
    fault,
    rate: rule.rate ?? (pace === undefined ? FAULTS[fault].rate : 1),
    every: pace,
    ...(symbol === undefined ? {} : { symbol }),
    ...(feed === undefined ? {} : { feed }),
    from: start + (from ?? 0),
    until: start + (until ?? Infinity),
    lasts: rule.for ?? lastsOf(fault),
    due: start + (at ?? from ?? every ?? 0),
    struck: -Infinity,
  };
}

/**
 * Looks over a fault that is called for by hand.
 *
 * @throws RangeError where it is unknown or cannot happen, or cannot last so long
 */
export function checkInject(
  fault: string,
  { for: lasts }: InjectOptions,
  immune: Readonly<Record<string, string>>,
): void {
  checkPossible(fault, immune);
  checkLasting(fault, lasts);
}

function checkPossible(fault: string, immune: Readonly<Record<string, string>>): asserts fault is FaultName {
  if (!Object.hasOwn(FAULTS, fault)) {
    throw new RangeError(`fault "${fault}" is unknown; possible are ${Object.keys(FAULTS).join(', ')}`);
  }
  const reason = immune[fault];
  if (reason !== undefined) throw new RangeError(`fault "${fault}" cannot happen at this exchange: ${reason}`);
}

function checkNumbers({ fault, rate, every, at, for: lasts }: FaultRule): void {
  if (rate !== undefined && !(rate >= 0 && rate <= 1)) {
    throw new RangeError(`rate ${rate} of fault "${fault}" must lie between 0 and 1`);
  }
  if (every !== undefined && !(every > 0))
    throw new RangeError(`every ${every} of fault "${fault}" must be positive ms`);
  if (at !== undefined && !(at >= 0)) throw new RangeError(`at ${at} of fault "${fault}" must be 0 or more ms`);
  if (at !== undefined && every !== undefined) {
    throw new RangeError(`fault "${fault}" strikes once (at) or once in a while (every), not both`);
  }
  checkLasting(fault, lasts);
}

function checkLasting(fault: FaultName, lasts: number | undefined): void {
  if (lasts === undefined) return;
  if (!(lasts > 0)) throw new RangeError(`for ${lasts} of fault "${fault}" must be positive ms`);
  if (lastsOf(fault) > 0) return;
  const possible = Object.keys(FAULTS).filter(name => lastsOf(name as FaultName) > 0);
  throw new RangeError(`fault "${fault}" is over at once, it has no "for"; those that last are ${possible.join(', ')}`);
}
