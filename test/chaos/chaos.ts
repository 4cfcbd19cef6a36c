/**
 * One venue through chaos, in virtual time.
 * @module
 */
import { Subscription, identity } from 'rxjs';
import type { Observable } from 'rxjs';
import { createFeeds } from '../../src/index.js';
import { createExchange, demoCredentials } from '../../src/simulator/index.js';
import { taped as tapedTransport, tapedHttp, tapedRandom } from '../../src/tape/index.js';
import type { TapeSink, Taping } from '../../src/tape/index.js';
import type { Http } from '../../src/transport/http.js';
import type { Transport } from '../../src/transport/socket.js';
import { wireHttp, wireTransport } from '../support/exchange-wire.js';
import type { Wire } from '../support/exchange-wire.js';
import type { Figures } from './figures.js';
import { followAccount, followBook, followTicker, followTrades } from './follow.js';
import type { Followed, Following, Notes } from './follow.js';
import { createHeard, lasting, noting } from './heard.js';
import type { Ended } from './heard.js';
import type { Stand } from './stands.js';
import { stormScript, usual } from './storm.js';
import type { Weather } from './storm.js';
import { createRecorder, replayed } from './tape.js';
import type { Places, Recorder } from './tape.js';
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
  /** Told the share of the time that is over; more than 1 while the end is waited for. */
  readonly progress?: (share: number) => void;
}

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

/** The same, with what is on the tape of it. */
export interface Recorded extends Survivor {
  /** Where the tape is, until it is replayed. */
  readonly path: string;
  /** Plays the tape to another client and compares: once. */
  replay(): Promise<Figures>;
}

/** Lets a venue's client live through a storm of faults, and compares all it says with the truth. */
export function chaos(stand: Stand, options: ChaosOptions): Survivor {
  return lifeOf(stand, options, undefined);
}

/** The same on tape. */
export function taped(stand: Stand, options: ChaosOptions): Recorded {
  const places = placesOf(stand);
  const clock = virtualClock();
  const recorder = createRecorder(places);
  clock.restore();
  try {
    const { figures, feeds } = lifeOf(stand, options, recorder);
    return {
      ...{ figures, feeds, path: recorder.path },
      async replay() {
        try {
          const { differences, ...rest } = await replayed(recorder, places);
          return { ...figures, tape: rest, divergences: [...figures.divergences, ...differences] };
        } finally {
          recorder.dispose();
        }
      },
    };
  } catch (cause) {
    recorder.dispose();
    throw cause;
  }
}

function placesOf({ venue }: Stand): Places {
  return { urls: { [venue]: 'ws://127.0.0.1' }, restUrls: { [venue]: 'http://127.0.0.1' } };
}

function lifeOf(stand: Stand, options: ChaosOptions, recorder: Recorder | undefined): Survivor {
  const weather = { ...usual, ...options.weather };
  const duration = options.minutes * 60_000;
  const clock = virtualClock();
  const wire: Wire = { exchange: undefined };
  const refused: string[] = [];
  const [transport, http] = [wireTransport(wire, refused), wireHttp(wire)];
  const feeds = createFeeds({
    ...placesOf(stand),
    credentials: { [stand.venue]: demoCredentials },
    ...(recorder === undefined
      ? { transport, http, random: () => 0.5 }
      : onTape(recorder.sink, transport, http, options.seed)),
  });
  const notes: Notes = {
    ...{ checked: {}, divergences: [], worst: { ms: 0, what: 'nothing' } },
    ...{ gaps: 0, ended: 0, endings: {} },
  };
  try {
    const facts = live(stand, options, weather, duration, { clock, wire, feeds, notes, recorder });
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
      ...{ faults: facts.faults, checked: notes.checked, settled: facts.settled },
      ...{ gaps: notes.gaps, ended: notes.ended, endings: notes.endings, problems: facts.problems },
      ...{ connections: facts.connections, divergences: notes.divergences, worstRecovery: notes.worst },
      left: { clients: facts.clients, timers, heap: undefined },
      tape: undefined,
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
  readonly problems: number;
  readonly clients: number;
}

interface Life {
  readonly clock: ReturnType<typeof virtualClock>;
  readonly wire: Wire;
  readonly feeds: ReturnType<typeof createFeeds>;
  readonly notes: Notes;
  readonly recorder: Recorder | undefined;
}

function live(
  stand: Stand,
  options: ChaosOptions,
  weather: Weather,
  duration: number,
  { clock, wire, feeds, notes, recorder }: Life,
): Facts {
  const faults = options.script ?? stormScript(stand, options.seed, duration, weather);
  const exchange = createExchange(stand.counterpart(), { seed: options.seed, faults, tick: 0 });
  wire.exchange = exchange;
  const all = new Subscription();
  function listen<T>(name: string, open: (feeds: Life['feeds']) => Observable<T>): Observable<T | Ended> {
    const heard = createHeard();
    recorder?.live.set(name, heard);
    recorder?.asked.push({ name, open });
    return lasting(() => open(feeds)).pipe(recorder === undefined ? identity : noting(heard));
  }
  const following: Following = { listen, exchange, notes, all };
  const followed: Followed[] = [];
  let [connections, problems, settled] = [0, 0, 0];
  let readyAt = new Map<string, number>();
  let quietAt = 0;
  all.add(
    listen('status', feeds => feeds.status$()).subscribe(status => {
      if (status.type === 'ended') return;
      const { phase, endpoint, connection } = status;
      const name = `${endpoint} ${connection}`;
      readyAt.set(name, phase === 'ready' ? Date.now() : Infinity);
      if (phase === 'idle' || phase === 'failed') readyAt.delete(name);
      if (phase === 'ready') connections += 1;
      else for (const one of followed) one.lost?.();
    }),
  );
  all.add(
    listen('problems', ({ problems$ }) => problems$()).subscribe(() => {
      problems += 1;
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
    if (elapsed % 1_000 === 0) options.progress?.(elapsed / duration);
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
  recorder?.end();
  all.unsubscribe();
  clock.advance(5_000);
  const { clients } = exchange;
  exchange.close();
  return { faults: struck, settled, connections, problems, clients };
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

/** As `taping` does, with numbers that are the same each time. */
function onTape(sink: TapeSink, transport: Transport, http: Http, seed: string): Taping {
  return {
    transport: tapedTransport(transport, sink),
    http: tapedHttp(http, sink),
    random: tapedRandom(sink, numberOf(seed)),
  };
}

/** Of a text, for what wants a number. */
function numberOf(seed: string): number {
  return Array.from(seed).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7);
}
