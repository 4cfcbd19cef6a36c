/**
 * Decides, seeded, when a fault strikes.
 * @module
 */
import { checkInject, lastsOf, ruleOf } from './fault-rules.js';
import { FAULTS } from './faults.js';
import type { Fault, FaultName, FaultRule, FaultScope, InjectOptions } from './faults.js';
import type { Random } from './random.js';

/** What could be struck. */
export interface Target {
  readonly symbol?: string;
  readonly feed?: string;
  /** Whether it is a book that is sent as changes. */
  readonly changes?: boolean;
}

/** A fault that strikes. */
export interface Strike {
  readonly fault: FaultName;
  /** How long it lasts, ms; 0 where it is over at once. */
  readonly lasts: number;
}

/** The faults of one exchange. */
export interface Mischief {
  /** Whether any rule can strike a thing of this scope by itself. */
  readonly hasRules: (scope: FaultScope) => boolean;
  /**
   * The fault that strikes this target now, if any, and for how long.
   *
   * @param share - the part of the usual unit of time that has passed, for probabilities per second
   */
  strike(scope: FaultScope, target: Target, now: number, share?: number): Strike | undefined;
  /** The same, without how long. */
  strikes(scope: FaultScope, target: Target, now: number, share?: number): FaultName | undefined;
  /** The faults that strike the parts of one thing now: those that were called for, else by chance one of them. */
  strikesOf(scope: FaultScope, targets: readonly Target[], now: number): readonly (Strike | undefined)[];
  /** Calls for a fault: it strikes the next targets that fit. */
  inject(fault: FaultName, options?: InjectOptions): void;
  /** How often each fault has struck. */
  readonly struck: ReadonlyMap<FaultName, number>;
}

interface Pending {
  readonly fault: FaultName;
  readonly options: InjectOptions;
  left: number;
}

/**
 * Makes the faults of an exchange.
 *
 * @param faults - names, which strike at their usual rate, or rules
 * @param immune - faults that cannot happen, each with the reason
 * @param start - when the exchange began, ms
 * @throws RangeError where a fault is unknown or cannot happen, or a number makes no sense
 */
export function createMischief(
  faults: readonly (FaultName | FaultRule)[],
  immune: Readonly<Record<string, string>>,
  random: Random,
  start: number,
): Mischief {
  const rules = faults.map(entry => ruleOf(entry, immune, start));
  let pending: Pending[] = [];
  const struck = new Map<FaultName, number>();
  const noted = (strike: Strike): Strike => {
    struck.set(strike.fault, (struck.get(strike.fault) ?? 0) + 1);
    return strike;
  };

  const called = (scope: FaultScope, target: Target): Strike | undefined => {
    const found = pending.find(({ fault, options }) => FAULTS[fault].scope === scope && fits(fault, options, target));
    if (found === undefined) return undefined;
    found.left -= 1;
    pending = pending.filter(one => one.left > 0);
    return { fault: found.fault, lasts: found.options.for ?? lastsOf(found.fault) };
  };

  const byChance = (
    scope: FaultScope,
    targets: readonly Target[],
    now: number,
    share: number,
  ): { readonly strike: Strike; readonly target: Target } | undefined => {
    for (const rule of rules) {
      const { fault, every, lasts } = rule;
      const [target, ...more] = targets.filter(one => fits(fault, rule, one));
      if (FAULTS[fault].scope !== scope || target === undefined) continue;
      if (now < rule.from || now >= rule.until) continue;
      // Lines are looked at all together: what is due strikes each of them.
      const again = scope === 'line' && rule.struck === now;
      if (every !== undefined && now < rule.due && !again) continue;
      const rate = every === undefined ? 1 - (1 - rule.rate) ** share : rule.rate;
      const hit = random.chance(rate);
      if (every !== undefined && !again) {
        rule.due = now + every;
        rule.struck = now;
      }
      if (!hit) continue;
      const struckOne = more.length === 0 ? target : ([target, ...more][random.whole(0, more.length)] ?? target);
      return { strike: noted({ fault, lasts }), target: struckOne };
    }
    return undefined;
  };

  const strike: Mischief['strike'] = (scope, target, now, share = 1) => {
    const wanted = called(scope, target);
    return wanted === undefined ? byChance(scope, [target], now, share)?.strike : noted(wanted);
  };

  return {
    struck,
    hasRules: scope => rules.some(rule => FAULTS[rule.fault].scope === scope),
    strike,
    strikes: (scope, target, now, share) => strike(scope, target, now, share)?.fault,
    strikesOf(scope, targets, now) {
      const wanted = targets.map(target => called(scope, target));
      for (const one of wanted) if (one !== undefined) noted(one);
      if (wanted.some(one => one !== undefined)) return wanted;
      const chance = byChance(scope, targets, now, 1);
      return targets.map(target => (target === chance?.target ? chance.strike : undefined));
    },
    inject(fault, options = {}) {
      checkInject(fault, options, immune);
      pending = [...pending, { fault, options, left: options.times ?? 1 }];
    },
  };
}

function fits(fault: FaultName, { symbol, feed }: Pick<InjectOptions, 'symbol' | 'feed'>, target: Target): boolean {
  const { booksOnly }: Fault = FAULTS[fault];
  if (symbol !== undefined && symbol !== target.symbol) return false;
  if (feed !== undefined && feed !== target.feed) return false;
  return booksOnly !== true || target.changes === true;
}
