/**
 * A simulated exchange without sockets: a venue's counterpart, markets and faults make what each client hears.
 * @module
 */
import { interval, Subscription } from 'rxjs';
import type { Counterpart, Rules } from '../contract/counterpart.js';
import { now } from '../operators/clock.js';
import { createAccounts } from './accounts.js';
import type { AccountTruth } from './accounts.js';
import { createBroadcast } from './broadcast.js';
import { createClientSession } from './client-session.js';
import type { ClientSession, House } from './house.js';
import { parseFaultScript } from './fault-script.js';
import { checkInject, lastsOf } from './fault-rules.js';
import { FAULTS } from './faults.js';
import type { FaultName, FaultRule, InjectOptions } from './faults.js';
import { createGate } from './gate.js';
import type { Refused } from './gate.js';
import type { Violation } from './gatekeeper.js';
import type { Client } from './line.js';
import { listingsWith } from './listings.js';
import type { SymbolSpec } from './listings.js';
import { accountOf, checkAccounts, demoCredentials, judgeLogin } from './login.js';
import type { AccountKeys } from './login.js';
import { createMischief } from './mischief.js';
import { createOffer } from './offer.js';
import { createRandom } from './random.js';
import { createRestDesk } from './rest-desk.js';
import type { RestDesk } from './rest-desk.js';
import { createReplies } from './replies.js';
import { rulesOf } from './rules.js';
import { createTruth } from './truth.js';
import type { Truth } from './truth.js';
import { createUpheaval } from './upheaval.js';

export type { Refused } from './gate.js';

/** What can be said of every simulated exchange. */
export interface ExchangeOptions {
  /** The same seed gives the same markets, answers and faults; default 1. */
  readonly seed?: number | string;
  /**
   * What goes wrong: names, which strike at their usual rate, or rules, or a script of them, see {@link parseFaultScript}.
   * Default: nothing.
   */
  readonly faults?: string | readonly (FaultName | FaultRule)[];
  /** Symbols beside the usual ones; a name alone stands on the default market. */
  readonly symbols?: readonly (string | SymbolSpec)[];
  /** Time between two steps of the markets, ms; 0 = only by {@link Exchange.step}. Default 100. */
  readonly tick?: number;
  /** Longest time to an answer, ms; each takes its own, so answers change order. Default 20. */
  readonly ackDelay?: number;
  /** Close code of a line that is cut for breaking a rule; default none: cut without a close frame. */
  readonly closeCode?: number;
  /** The accounts that may log in; default one, whose keys are `demoCredentials`. */
  readonly accounts?: readonly AccountKeys[];
  /** How far the exchange's own clock is ahead, ms; default 0. Logins are judged by it, and REST tells it. */
  readonly clockOffset?: number;
  /** Rules to enforce instead of the venue's; false: none. */
  readonly rules?: false | Partial<Rules>;
}

/** What a client said. */
export interface HeardText {
  readonly client: number;
  /** ms since the epoch */
  readonly at: number;
  readonly text: string;
}

/** The client's way to speak to the exchange. */
export interface Connection {
  hear(text: string): void;
  /** Tells the exchange that the client hung up. */
  gone(): void;
}

/** A simulated exchange. */
export interface Exchange extends Truth {
  /** A client comes to the door at this path. */
  readonly connect: (path: string, client: Client) => Connection | Refused;
  /** Answers a GET of a path, with its query, with JSON text; undefined where the venue has no such thing. */
  readonly rest: (path: string) => string | undefined;
  /** The same, with what grants nothing; undefined where the venue has no such path. */
  readonly restAnswer: RestDesk['answer'];
  /** What is really so of an account, the first one where no key is given; `RangeError` where there is none. */
  account(apiKey?: string): AccountTruth;
  /** Moves the markets and the accounts that somebody listens to by hand, as often as said; default once. */
  step(times?: number): void;
  /**
   * Calls for a fault: a fault of the exchange strikes at once, a fault of lines all living connections at once, a fault
   * of the market at its next step, any other the next thing it fits.
   *
   * @throws RangeError where the fault is unknown or cannot happen at this venue
   */
  inject(fault: FaultName, options?: InjectOptions): void;
  /** The keys of what stands, per living client, in order of arrival. */
  subscriptions(): readonly (readonly string[])[];
  /** How many clients are connected. */
  readonly clients: number;
  /** What clients said, oldest first; the last 10,000. */
  readonly heard: readonly HeardText[];
  /** Which rules clients broke, oldest first; the last 10,000. */
  readonly violations: readonly Violation[];
  /** How often each fault has struck by chance or by call; faults of lines or of the exchange by call are not counted. */
  readonly struck: ReadonlyMap<FaultName, number>;
  /** Hangs up on everybody and stops every timer. */
  close(): void;
}

const LOG = 10_000;
const LINE_PULSE = 100;
/** How far a clock is ahead that has gone wrong, ms. */
const SKEW = 300_000;

/**
 * Makes a simulated exchange. Nothing runs until somebody connects, nothing moves until somebody listens.
 *
 * @throws RangeError where an option makes no sense
 */
export function createExchange(counterpart: Counterpart, options: ExchangeOptions = {}): Exchange {
  const { seed = 1, tick = 100, ackDelay = 20 } = options;
  if (!(tick >= 0)) throw new RangeError(`tick ${tick} must be 0 or more ms`);
  if (!(ackDelay >= 0)) throw new RangeError(`ackDelay ${ackDelay} must be 0 or more ms`);
  if (!Number.isFinite(options.clockOffset ?? 0)) throw new RangeError(`clockOffset ${options.clockOffset} must be ms`);
  const rules = rulesOf(counterpart.rules, options.rules);
  const listings = listingsWith(counterpart.listings, options.symbols ?? [], counterpart.defaultMarket);
  const { truth, marketOf, markets } = createTruth(counterpart, listings, seed);
  const { faults = [] } = options;
  const script = typeof faults === 'string' ? parseFaultScript(faults) : faults;
  const mischief = createMischief(script, counterpart.immune, createRandom(seed, 'faults'), now());
  const sessions = new Set<ClientSession>();
  const keys = checkAccounts(options.accounts ?? [demoCredentials]);
  let clockOffset = options.clockOffset ?? 0;
  const clock = (): number => now() + clockOffset;
  const accounts = createAccounts({ counterpart, keys, listings, seed, marketOf });
  const { verdictOn, voiceOf } = createOffer({ counterpart, listings, marketOf, hasAccount: accounts.has });
  const broadcast = createBroadcast({ counterpart, mischief, tick, accounts, voiceOf, clock });
  const heard: HeardText[] = [];
  const violations: Violation[] = [];
  const rest = createRestDesk({ counterpart, listings, marketOf, mischief, moveAhead: broadcast.moveAhead, clock });
  const gate = createGate({ counterpart, rules, mischief, crowd: () => sessions.size });
  const befall = createUpheaval({
    ...{ gate, markets, random: createRandom(seed, 'upheaval') },
    sessions: () => [...sessions],
    putClock(ahead) {
      clockOffset = (options.clockOffset ?? 0) + ahead;
    },
  });
  let arrivals = 0;
  let pulsing = Subscription.EMPTY;

  const house: House = {
    counterpart,
    rules,
    mischief,
    random: createRandom(seed, 'answers'),
    ackDelay,
    closeCode: options.closeCode,
    clock,
    verdictOn,
    admit: claim => judgeLogin(claim, keys, clock(), counterpart.clockWindow),
    accountOf: key => accountOf(keys, key)?.apiKey ?? key,
    skewClock() {
      clockOffset = (options.clockOffset ?? 0) + SKEW;
    },
    join: broadcast.join,
    leave: broadcast.leave,
    reply: createReplies(counterpart, listings, verdictOn, broadcast.first),
    ageSeed: rest.age,
    log(session, text) {
      heard.push({ client: session.id, at: now(), text });
      if (heard.length > LOG) heard.shift();
    },
    violated(session, breach, what) {
      violations.push({ breach, at: now(), client: session.id, what });
      if (violations.length > LOG) violations.shift();
    },
    parted(session) {
      sessions.delete(session);
      if (sessions.size === 0) pulsing.unsubscribe();
    },
  };

  function pulse(): void {
    const at = now();
    const upheaval = mischief.strike('exchange', {}, at, LINE_PULSE / 1_000);
    if (upheaval !== undefined) befall(upheaval);
    for (const session of [...sessions]) {
      const strike = mischief.strike('line', {}, at, LINE_PULSE / 1_000);
      if (strike !== undefined) session.suffer(strike);
    }
  }

  return {
    ...truth,
    heard,
    violations,
    struck: mischief.struck,
    get clients() {
      return sessions.size;
    },
    connect(path, client) {
      const entry = gate.enter(path);
      if (!('door' in entry)) return entry;
      const session = createClientSession(++arrivals, entry.door, client, house);
      sessions.add(session);
      if (pulsing.closed && (mischief.hasRules('line') || mischief.hasRules('exchange')))
        pulsing = interval(LINE_PULSE).subscribe(pulse);
      return session;
    },
    rest(path) {
      const { status, body } = rest.answer(path) ?? {};
      return status === 200 ? body : undefined;
    },
    restAnswer: rest.answer,
    account: accounts.truth,
    step(times = 1) {
      for (let n = 0; n < times; n++) {
        // By hand a market moves as well that only the truth was asked of.
        const listened = broadcast.markets();
        for (const market of markets()) if (!listened.has(market)) market.step(now());
        broadcast.step();
      }
    },
    inject(fault, injectOptions) {
      checkInject(fault, injectOptions ?? {}, counterpart.immune);
      const { scope } = FAULTS[fault];
      const strike = { fault, lasts: injectOptions?.for ?? lastsOf(fault) };
      if (scope === 'exchange') befall(strike);
      else if (scope === 'line') for (const session of [...sessions]) session.suffer(strike);
      else mischief.inject(fault, injectOptions);
    },
    subscriptions: () => [...sessions].map(session => session.keys),
    close() {
      gate.shut(Infinity, { status: 503, reason: 'not available' });
      // With the last of them the last timer ends.
      for (const session of [...sessions]) session.cut(undefined);
    },
  };
}
