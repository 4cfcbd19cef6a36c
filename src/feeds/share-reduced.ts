/**
 * Shares one reduced stream among its subscribers, and tells newcomers what they need.
 * @module
 */
import { Observable, timer } from 'rxjs';
import type { Subscriber, Subscription } from 'rxjs';
import type { Gap } from '../model/gap.js';
import type { Reduced } from '../state/reducer.js';

/** Who is told the states of a source. */
export interface Sink<V> {
  /** `undefined` says that nothing is true now; `gap` is told before what the state emits, to those who want gaps. */
  next(state: Reduced<V> | undefined, gap?: Gap): void;
  error(cause: unknown): void;
}

/** A source that runs. */
export interface Running {
  stop(): void;
}

/** Starts a source. */
export type Source<V> = (sink: Sink<V>) => Running;

/** One run of the source: a record with shared functions, for there are thousands, and most are idle. */
interface Run<V> extends Sink<V> {
  readonly shared: Shared<V>;
}

/** One source and who shares it. */
export interface Shared<V> {
  readonly start: Source<V>;
  /** ms */
  readonly linger: number;
  readonly ended: (() => void) | undefined;
  subscribers: readonly Subscriber<V>[];
  /** Those of them who are told gaps. */
  wary: readonly Subscriber<V | Gap>[];
  state: Reduced<V> | undefined;
  /** The run that counts: what an earlier one says is of no interest. */
  run: Run<V> | undefined;
  running: Running | undefined;
  farewell: Subscription | undefined;
}

/**
 * Shares a source of states: each subscriber gets what each state emits, and a newcomer first what it must know
 * (the book, the ticker, the candles so far), as long as that is still true.
 *
 * The source is started with the first subscriber and stopped `linger` ms after the last has left, so that a change of
 * subscribers costs the venue nothing. After an error the next subscriber begins anew.
 *
 * @param linger - ms
 * @param ended - told when the source is stopped, or has erred
 */
export function createShared<V>(start: Source<V>, linger: number, ended?: () => void): Shared<V> {
  return {
    start,
    linger,
    ended,
    subscribers: NOBODY,
    wary: NOBODY,
    state: undefined,
    run: undefined,
    running: undefined,
    farewell: undefined,
  };
}

/** Observes what is shared; a {@link Gap} comes before the first value after it. */
export function observe$<V>(shared: () => Shared<V>, gaps: true): Observable<V | Gap>;
/** Observes what is shared. */
export function observe$<V>(shared: () => Shared<V>, gaps: false): Observable<V>;
export function observe$<V>(shared: () => Shared<V>, gaps: boolean): Observable<V | Gap> {
  return new Observable<V | Gap>(subscriber => {
    const joined = shared();
    if (gaps) joined.wary = [...joined.wary, subscriber];
    join(joined, subscriber);
    return () => {
      if (gaps) joined.wary = joined.wary.filter(each => each !== subscriber);
      part(joined, subscriber);
    };
  });
}

const NOBODY: readonly never[] = [];

function join<V>(shared: Shared<V>, subscriber: Subscriber<V>): void {
  shared.farewell?.unsubscribe();
  shared.farewell = undefined;
  // Counted before it is told anything: what it is told may make it send the others away.
  // Not spread: an array that is spread keeps room for sixteen more.
  shared.subscribers = shared.subscribers.concat(subscriber);
  for (const value of shared.state?.known ?? []) subscriber.next(value);
  if (shared.run === undefined && !subscriber.closed) begin(shared);
}

function part<V>(shared: Shared<V>, subscriber: Subscriber<V>): void {
  shared.subscribers = shared.subscribers.filter(each => each !== subscriber);
  if (shared.subscribers.length > 0 || shared.run === undefined) return;
  if (shared.linger === 0) {
    end(shared);
    return;
  }
  shared.farewell = timer(shared.linger).subscribe(() => {
    end(shared);
  });
}

function begin<V>(shared: Shared<V>): void {
  const run: Run<V> = { shared, next: tell, error: fail };
  // Known before the source is started: it may err, or bring in another subscriber, at once.
  shared.run = run;
  const running = shared.start(run);
  if (shared.run === run) shared.running = running;
  else running.stop();
}

function tell<V>(this: Run<V>, state: Reduced<V> | undefined, gap: Gap | undefined): void {
  const { shared } = this;
  if (shared.run !== this) return;
  shared.state = state;
  if (state === undefined) return;
  // Who comes while these are told is told what is known by then, and none of these again.
  const present = shared.subscribers;
  if (gap !== undefined) for (const each of shared.wary) each.next(gap);
  for (const value of state.emit) for (const each of present) each.next(value);
}

function fail<V>(this: Run<V>, cause: unknown): void {
  if (this.shared.run === this) for (const each of end(this.shared)) each.error(cause);
}

/** Stops the source, and gives the subscribers that there were. */
function end<V>(shared: Shared<V>): readonly Subscriber<V>[] {
  const { subscribers, running, farewell } = shared;
  shared.subscribers = shared.wary = NOBODY;
  shared.state = shared.run = shared.running = shared.farewell = undefined;
  farewell?.unsubscribe();
  shared.ended?.();
  running?.stop();
  return subscribers;
}
