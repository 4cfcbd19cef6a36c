/**
 * Who asks in a replay, and what on the tape is meant for whom.
 * @module
 */
import { asyncScheduler } from 'rxjs';
import type { SchedulerAction } from 'rxjs';
import { now } from '../operators/clock.js';

/** Takes what is on the tape; "again": this came to nothing, the next one like it is meant. */
export type Taken<E> = (event: E) => 'done' | 'again';

/** What begins at an address, goes on, and ends. */
export interface Matches<E> {
  /** Somebody asks at an address; what is returned takes that back. */
  ask(url: string, taken: Taken<E>): () => void;
  /** On the tape, something was asked for at an address. */
  begin(id: number, url: string): void;
  /** Whether somebody has asked for it; also where it is over. */
  isMet(id: number): boolean;
  /** On the tape, it went on. */
  play(id: number, event: E, isLast: boolean): void;
  /** What did not fit, in sentences. */
  findings(): readonly string[];
}

/** How they are matched. */
export interface MatchOptions {
  /** Whether a host is a venue's own; others are found by the path alone. */
  isKnown(host: string): boolean;
  /** Whether who asks when all is over still gets it. */
  readonly isRepeatable: boolean;
}

interface Address {
  readonly host: string;
  /** With the query. */
  readonly path: string;
}

interface Track<E> {
  readonly id: number;
  readonly address: Address;
  readonly begun: number;
  /** What nobody has taken yet. */
  readonly held: E[];
  call: Call<E> | undefined;
  endedAt: number | undefined;
  draining: boolean;
}

interface Call<E> {
  readonly address: Address;
  readonly taken: Taken<E>;
  track: Track<E> | undefined;
}

/** So much is held for who comes late; a track of which more came is left out. */
const MOST_HELD = 10_000;
/** So many that are over are held, where they are repeatable. */
const MOST_ENDED = 100;
/** So many addresses are named. */
const MOST_NAMED = 8;

/** Makes the matches of one sort of thing. The n-th that is asked for at an address is the n-th on the tape. */
export function createMatches<E extends { readonly at: number }>(options: MatchOptions): Matches<E> {
  const tracks = new Map<number, Track<E>>();
  const waiting: Call<E>[] = [];
  const onTape = new Set<string>();
  const matched = new Set<string>();
  const unmatched = new Set<string>();
  const sentences = new Set<string>();

  const fits = (one: Address, other: Address): 'well' | 'by its path' | undefined => {
    if (one.path !== other.path) return undefined;
    if (one.host === other.host) return 'well';
    return options.isKnown(one.host) && options.isKnown(other.host) ? undefined : 'by its path';
  };

  const best = <C extends { readonly address: Address }>(of: Iterable<C>, address: Address): C | undefined => {
    let second: C | undefined;
    for (const one of of) {
      const how = fits(one.address, address);
      if (how === 'well') return one;
      if (how !== undefined) second ??= one;
    }
    return second;
  };

  /** Unasked for and over: nobody will ask for it any more. */
  const forget = (): void => {
    const over = [...tracks.values()].filter(({ call, endedAt }) => call === undefined && endedAt !== undefined);
    const lost = options.isRepeatable
      ? over.slice(0, -MOST_ENDED)
      : over.filter(({ endedAt }) => (endedAt ?? 0) < now());
    for (const { id } of lost) tracks.delete(id);
  };

  const deliver = (track: Track<E>, call: Call<E>, event: E): void => {
    if (call.taken(event) === 'done') return;
    tracks.delete(track.id);
    call.track = undefined;
    waiting.unshift(call);
  };

  const bind = (track: Track<E>, call: Call<E>): void => {
    track.call = call;
    call.track = track;
    matched.add(nameOf(call.address));
    if (track.held.length === 0) return;
    const late = now() - track.begun;
    if (late > 1) sentences.add(`${nameOf(call.address)} was asked for ${late} ms later than on the tape`);
    track.draining = true;
    asyncScheduler.schedule(function (this: SchedulerAction<unknown>) {
      const [event] = track.held.splice(0, 1);
      if (event === undefined || call.track !== track) {
        track.draining = false;
        if (track.endedAt !== undefined) tracks.delete(track.id);
        return;
      }
      // One by one, so that what is asked is asked before it is answered.
      deliver(track, call, event);
      this.schedule();
    });
  };

  return {
    ask: (url, taken) => {
      const call: Call<E> = { address: addressOf(url), taken, track: undefined };
      forget();
      const free = [...tracks.values()].filter(track => track.call === undefined);
      const track = best(free, call.address);
      if (track === undefined) waiting.push(call);
      else bind(track, call);
      return () => {
        if (call.track !== undefined) tracks.delete(call.track.id);
        call.track = undefined;
        const at = waiting.indexOf(call);
        // Who was answered is not among them, and his address has been matched.
        if (at !== -1) waiting.splice(at, 1);
        if (!matched.has(nameOf(call.address))) unmatched.add(nameOf(call.address));
      };
    },
    begin: (id, url) => {
      forget();
      const address = addressOf(url);
      if (onTape.size < MOST_NAMED) onTape.add(nameOf(address));
      const track: Track<E> = {
        id,
        address,
        begun: now(),
        held: [],
        call: undefined,
        endedAt: undefined,
        draining: false,
      };
      tracks.set(id, track);
      const call = best(waiting, address);
      if (call === undefined) return;
      waiting.splice(waiting.indexOf(call), 1);
      bind(track, call);
    },
    isMet: id => {
      const track = tracks.get(id);
      return track === undefined || track.call !== undefined;
    },
    play: (id, event, isLast) => {
      const track = tracks.get(id);
      if (track === undefined) return;
      if (isLast) track.endedAt = event.at;
      if (track.call !== undefined && !track.draining) {
        if (isLast) tracks.delete(id);
        deliver(track, track.call, event);
        return;
      }
      track.held.push(event);
      if (track.held.length <= MOST_HELD) return;
      tracks.delete(id);
      if (track.call !== undefined) sentences.add(`${nameOf(track.address)} was asked for too late to be played`);
    },
    findings: () => {
      const unmet = [...waiting.map(({ address }) => nameOf(address)), ...unmatched].filter(name => !matched.has(name));
      const those = [...onTape].join(', ');
      const there = onTape.size === 0 ? 'there is nothing of its sort' : `there are ${those}`;
      return [...sentences, ...[...new Set(unmet)].map(name => `${name} is not on the tape: ${there}`)];
    },
  };
}

function addressOf(url: string): Address {
  if (!URL.canParse(url)) return { host: '', path: url };
  const { host, pathname, search } = new URL(url);
  return { host, path: pathname + search };
}

function nameOf({ host, path }: Address): string {
  return host + path;
}
