/**
 * Decides, seeded, when a fault strikes.
 * @module
 */
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

/** The faults of one exchange. */
export interface Mischief {
  /** Whether any rule can strike a thing of this scope by itself. */
  readonly hasRules: (scope: FaultScope) => boolean;
  /**
   * The fault that strikes this target now, if any.
   *
   * @param share - the part of the usual unit of time that has passed, for probabilities per second
   */
  strikes(scope: FaultScope, target: Target, now: number, share?: number): FaultName | undefined;
  /** The faults that strike the parts of one thing now: those that were called for, else by chance one of them. */
  strikesOf(scope: FaultScope, targets: readonly Target[], now: number): readonly (FaultName | undefined)[];
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
  const rules = faults.map(entry => {
    const rule = typeof entry === 'string' ? { fault: entry } : entry;
    checkPossible(rule.fault, immune);
    checkNumbers(rule);
    const { every, from, until, symbol } = rule;
    return {
      fault: rule.fault,
      rate: rule.rate ?? (every === undefined ? FAULTS[rule.fault].rate : 1),
      every,
      symbol,
      from: start + (from ?? 0),
      until: start + (until ?? Infinity),
      due: start + (from ?? every ?? 0),
      struck: -Infinity,
    };
  });
  let pending: Pending[] = [];
  const struck = new Map<FaultName, number>();
  const noted = (fault: FaultName): FaultName => {
    struck.set(fault, (struck.get(fault) ?? 0) + 1);
    return fault;
  };

  const called = (scope: FaultScope, target: Target): FaultName | undefined => {
    const found = pending.find(({ fault, options }) => {
      return (
        FAULTS[fault].scope === scope &&
        fits(fault, options.symbol, target) &&
        (options.feed ?? target.feed) === target.feed
      );
    });
    if (found === undefined) return undefined;
    found.left -= 1;
    pending = pending.filter(one => one.left > 0);
    return found.fault;
  };

  const byChance = (
    scope: FaultScope,
    targets: readonly Target[],
    now: number,
    share: number,
  ): { readonly fault: FaultName; readonly target: Target } | undefined => {
    for (const rule of rules) {
      const [target, ...more] = targets.filter(one => fits(rule.fault, rule.symbol, one));
      if (FAULTS[rule.fault].scope !== scope || target === undefined) continue;
      if (now < rule.from || now >= rule.until) continue;
      // Lines are looked at all together: what is due strikes each of them.
      const again = scope === 'line' && rule.struck === now;
      if (rule.every !== undefined && now < rule.due && !again) continue;
      const rate = rule.every === undefined ? 1 - (1 - rule.rate) ** share : rule.rate;
      const hit = random.chance(rate);
      if (rule.every !== undefined && !again) {
        rule.due = now + rule.every;
        rule.struck = now;
      }
      if (!hit) continue;
      const struckOne = more.length === 0 ? target : ([target, ...more][random.whole(0, more.length)] ?? target);
      return { fault: noted(rule.fault), target: struckOne };
    }
    return undefined;
  };

  return {
    struck,
    hasRules: scope => rules.some(rule => FAULTS[rule.fault].scope === scope),
    strikes(scope, target, now, share = 1) {
      const wanted = called(scope, target);
      if (wanted !== undefined) return noted(wanted);
      return byChance(scope, [target], now, share)?.fault;
    },
    strikesOf(scope, targets, now) {
      const wanted = targets.map(target => called(scope, target));
      for (const fault of wanted) if (fault !== undefined) noted(fault);
      if (wanted.some(fault => fault !== undefined)) return wanted;
      const chance = byChance(scope, targets, now, 1);
      return targets.map(target => (target === chance?.target ? chance.fault : undefined));
    },
    inject(fault, options = {}) {
      checkPossible(fault, immune);
      pending = [...pending, { fault, options, left: options.times ?? 1 }];
    },
  };
}

function checkPossible(fault: string, immune: Readonly<Record<string, string>>): void {
  if (!Object.hasOwn(FAULTS, fault)) {
    throw new RangeError(`fault "${fault}" is unknown; possible are ${Object.keys(FAULTS).join(', ')}`);
  }
  const reason = immune[fault];
  if (reason !== undefined) throw new RangeError(`fault "${fault}" cannot happen at this exchange: ${reason}`);
}

function checkNumbers({ fault, rate, every }: FaultRule): void {
  if (rate !== undefined && !(rate >= 0 && rate <= 1)) {
    throw new RangeError(`rate ${rate} of fault "${fault}" must lie between 0 and 1`);
  }
  if (every !== undefined && !(every > 0))
    throw new RangeError(`every ${every} of fault "${fault}" must be positive ms`);
}

function fits(fault: FaultName, symbol: string | undefined, target: Target): boolean {
  const { booksOnly }: Fault = FAULTS[fault];
  return (symbol === undefined || symbol === target.symbol) && (booksOnly !== true || target.changes === true);
}
