/**
 * One venue through chaos, in virtual time.
 * @module
 */
import { Observable, Subscription, retry, throwError, timer } from 'rxjs';
import { createFeeds, RequestError } from '../../src/index.js';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import type { Exchange } from '../../src/simulator/index.js';
import type { Http } from '../../src/transport/http.js';
import type { Transport } from '../../src/transport/socket.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import type { Figures } from './figures.js';
import { followAccount, followBook, followTicker, followTrades } from './follow.js';
import type { Followed, Following, Notes } from './follow.js';
import type { Stand } from './stands.js';
import { stormScript } from './storm.js';
import type { Weather } from './storm.js';
import { virtualClock } from './virtual-clock.js';

/** How long it goes, and by which seed. */
export interface ChaosOptions {
  readonly seed: string;
  readonly minutes: number;
  readonly weather?: Partial<Weather>;
  /** How long all may take to come right at the end, ms; default 11 minutes: one resync in ten is what a venue's limits allow at worst. */
  readonly patience?: number;
  /** What goes wrong, instead of what chance says. */
  readonly script?: string;
}

/** Storms of 40 s, calms of 50 s: what is half open is noticed within 30 s, and begun anew. */
const usual: Weather = { cycle: 90_000, storm: 40_000, settled: 78_000, faults: 6 };
const PATIENCE = 660_000;
const TICK = 100;
/** How long it is waited between two looks at the end, ms. */
const BREATH = 30_000;
/** Settled moments that there must be. */
const SETTLED = 10;

/** What came of it, and the client that lived through it: what it holds on to can be seen as long as it is there. */
export interface Survivor {
  readonly figures: Figures;
  readonly feeds: object;
}

/** The client outlives the exchange, so that what it holds on to can be seen. */
interface Wire {
  exchange: Exchange | undefined;
}

/** Lets a venue's client live through a storm of faults, and compares all it says with the truth. */
export function chaos(stand: Stand, options: ChaosOptions): Survivor {
  const weather = { ...usual, ...options.weather };
  const duration = options.minutes * 60_000;
  const clock = virtualClock();
  const wire: Wire = { exchange: undefined };
  const refused: string[] = [];
  const feeds = createFeeds({
    urls: { [stand.venue]: 'ws://127.0.0.1' },
    restUrls: { [stand.venue]: 'http://127.0.0.1' },
    credentials: { [stand.venue]: demoCredentials },
    transport: transportOf(wire, refused),
    http: httpOf(wire),
    random: () => 0.5,
  });
  const notes: Notes = { checked: {}, divergences: [], worst: { ms: 0, what: 'nothing' }, gaps: 0, ended: 0 };
  try {
    const facts = live(stand, options, weather, duration, { clock, wire, feeds, notes });
    wire.exchange = undefined;
    // A topic lingers, and a limit is waited for.
    clock.advance(10_000);
    const timers = clock.pending;
    for (const cause of clock.thrown) notes.divergences.push(`thrown where nobody catches: ${String(cause)}`);
    for (const reason of new Set(refused)) {
      const times = refused.filter(one => one === reason).length;
      notes.divergences.push(`limit of connections broken ${times} times: ${reason}`);
    }
    if (timers > 0) notes.divergences.push(`${timers} timers were left`);
    if (facts.clients > 0) notes.divergences.push(`${facts.clients} sockets were left`);
    const figures: Figures = {
      ...{ name: stand.name, seed: options.seed, minutes: options.minutes },
      ...{ faults: facts.faults, checked: notes.checked, settled: facts.settled, gaps: notes.gaps, ended: notes.ended },
      ...{ connections: facts.connections, divergences: notes.divergences, worstRecovery: notes.worst },
      left: { clients: facts.clients, timers, heap: undefined },
    };
    return { figures, feeds };
  } finally {
    clock.restore();
  }
}

interface Facts {
  readonly faults: Readonly<Record<string, number>>;
  readonly settled: number;
  readonly connections: number;
  readonly clients: number;
}

function live(
  stand: Stand,
  options: ChaosOptions,
  weather: Weather,
  duration: number,
  {
    clock,
    wire,
    feeds,
    notes,
  }: Pick<Following, 'feeds' | 'notes'> & {
    readonly clock: ReturnType<typeof virtualClock>;
    readonly wire: Wire;
  },
): Facts {
  const faults = options.script ?? stormScript(stand, options.seed, duration, weather);
  const exchange = createExchange(stand.counterpart(), { seed: options.seed, faults, tick: 0 });
  wire.exchange = exchange;
  const all = new Subscription();
  const following: Following = { feeds, exchange, notes, all };
  const followed: Followed[] = [];
  let connections = 0;
  let settled = 0;
  let readyAt = new Map<string, number>();
  let quietAt = 0;
  all.add(
    feeds.status$().subscribe(({ phase, endpoint, connection }) => {
      const name = `${endpoint} ${connection}`;
      readyAt.set(name, phase === 'ready' ? Date.now() : Infinity);
      if (phase === 'idle' || phase === 'failed') readyAt.delete(name);
      if (phase === 'ready') connections += 1;
      else for (const one of followed) one.lost?.();
    }),
  );
  all.add(
    feeds.problems$().subscribe(() => {
      quietAt = Date.now() + 12_000;
      for (const one of followed) one.doubted?.();
    }),
  );
  for (const book of stand.books) followed.push(followBook(following, book));
  for (const trades of stand.trades) followed.push(followTrades(following, trades));
  for (const ticker of stand.tickers) followed.push(followTicker(following, ticker));
  if (stand.account !== undefined) followed.push(followAccount(following, stand.account));

  const isReady = (): boolean =>
    readyAt.size > 0 && [...readyAt.values()].every(at => Date.now() - at > 12_000) && Date.now() > quietAt;
  const step = (elapsed: number): void => {
    clock.advance(TICK / 2);
    exchange.step();
    for (const one of followed) one.step?.();
    clock.advance(TICK / 2);
    const phase = elapsed % weather.cycle;
    const isCalm = elapsed >= duration || phase >= weather.settled;
    if (elapsed % 1_000 !== 0 || !isCalm || !isReady()) return;
    settled += 1;
    for (const one of followed) one.settle?.();
  };
  for (let elapsed = TICK; elapsed <= duration; elapsed += TICK) step(elapsed);
  finish({ notes, followed, step, settled: () => settled, patience: options.patience ?? PATIENCE }, duration);
  readyAt = new Map();
  const struck = Object.fromEntries(exchange.struck);
  for (const { what, breach } of exchange.violations)
    notes.divergences.push(`rule of the venue broken: ${breach}, ${what}`);
  all.unsubscribe();
  clock.advance(5_000);
  const { clients } = exchange;
  exchange.close();
  return { faults: struck, settled, connections, clients };
}

interface Calm {
  readonly notes: Notes;
  readonly followed: readonly Followed[];
  readonly patience: number;
  step(elapsed: number): void;
  /** How many moments were settled so far. */
  settled(): number;
}

/** Lets the calm go on until all is right, and was seen to be settled, or patience is at its end. */
function finish({ notes, followed, patience, step, settled }: Calm, from: number): void {
  for (let end = from + BREATH; ; end += BREATH) {
    for (let elapsed = end - BREATH + TICK; elapsed <= end; elapsed += TICK) step(elapsed);
    const before = notes.divergences.length;
    for (const one of followed) one.finish();
    const found = notes.divergences.slice(before);
    // What has not recovered is looked at again, and counts where it stays so.
    const isOnlyLate = found.every(text => text.includes('has not recovered'));
    const isRight = found.length === 0 && settled() >= SETTLED;
    if (isRight || !isOnlyLate || end - from >= patience) return;
    notes.divergences.length = before;
  }
}

function transportOf(wire: Wire, refused: string[]): Transport {
  return url =>
    new Observable(subscriber => {
      const { exchange } = wire;
      if (exchange === undefined) return;
      return exchangeTransport(exchange)(url).subscribe({
        next: socket => {
          subscriber.next(socket);
        },
        error: (cause: unknown) => {
          const text = cause instanceof Error ? cause.message : String(cause);
          if (/429 too many (attempts|connections)/.test(text)) refused.push(text);
          subscriber.error(cause);
        },
      });
    });
}

/** As the library's own over `fetch`, in virtual time. */
function httpOf(wire: Wire): Http {
  const once$ = (url: string): Observable<unknown> =>
    new Observable<unknown>(subscriber => {
      const { pathname, search } = new URL(url);
      const answer = wire.exchange?.restAnswer(`${pathname}${search}`);
      const { status = 404, body = '', delay = 0, retryAfter } = answer ?? {};
      const late = setTimeout(() => {
        if (status === 200) {
          subscriber.next(JSON.parse(body));
          subscriber.complete();
        } else {
          const later = retryAfter === undefined ? {} : { retryAfter: retryAfter * 1_000 };
          subscriber.error(new RequestError(`request failed: status ${status}`, status, later));
        }
      }, delay + 10);
      return () => {
        clearTimeout(late);
      };
    });
  return url =>
    once$(url).pipe(
      retry({
        count: 2,
        delay: (cause: unknown) =>
          cause instanceof RequestError && cause.retryable ? timer(1_000) : throwError(() => cause),
      }),
    );
}
