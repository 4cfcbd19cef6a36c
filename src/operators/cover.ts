/**
 * What two feeds of one topic have both missed.
 * @module
 */
import { timer } from 'rxjs';
import type { Subscription } from 'rxjs';
import type { Gap } from '../model/gap.js';
import { hullOf } from './is-gap.js';
import type { Which } from './novelty.js';

/** Judges the gaps of two feeds. */
export interface Cover {
  /** A feed has told a value that arrived at this time: it has missed nothing since its last one. */
  heard(feed: Which, at: number, isNew: boolean): void;
  /** A feed may have missed something. */
  missed(feed: Which, gap: Gap): void;
  /** A feed will tell nothing more. */
  ended(feed: Which): void;
  /** Gives the timers up. */
  stop(): void;
}

/** More gaps than these are put together. */
const MOST = 100;

/**
 * Makes a judge of gaps. A gap of one feed waits until the other proves that it missed nothing meanwhile (then it is not
 * told), or tells a gap of its own (then what both have missed is told); where the other has ended, or lies `within` ms
 * behind the first new value after the gap, it is told as it is.
 *
 * @param within - ms, or `Infinity`
 */
export function createCover(within: number, tell: (gap: Gap) => void): Cover {
  const begunAt: [number, number] = [Infinity, Infinity];
  const heardAt: [number | undefined, number | undefined] = [undefined, undefined];
  const isOver: [boolean, boolean] = [false, false];
  /** Of each feed, what the other has not yet proven to have. */
  const doubts: [readonly Gap[], readonly Gap[]] = [[], []];
  const alarms: [Subscription | undefined, Subscription | undefined] = [undefined, undefined];

  const settle = (feed: Which): readonly Gap[] => {
    alarms[feed]?.unsubscribe();
    alarms[feed] = undefined;
    const settled = doubts[feed];
    doubts[feed] = [];
    return settled;
  };

  return {
    heard(feed, at, isNew) {
      const other = otherThan(feed);
      begunAt[feed] = Math.min(begunAt[feed], at);
      heardAt[feed] = Math.max(heardAt[feed] ?? -Infinity, at);
      if (doubts[other].length > 0) {
        const left = doubts[other].filter(({ to }) => at < to).map(gap => ({ ...gap, from: Math.max(gap.from, at) }));
        if (left.length === 0) settle(other);
        else doubts[other] = left;
      }
      if (isNew && within !== Infinity && doubts[feed].length > 0) {
        alarms[feed] ??= timer(within).subscribe(() => {
          settle(feed).forEach(tell);
        });
      }
    },
    missed(feed, gap) {
      const other = otherThan(feed);
      const last = heardAt[other];
      const both = settle(other);
      // The first value of a feed proves nothing of what was before it.
      if (begunAt[other] > gap.from) tell({ ...gap, to: Math.min(gap.to, begunAt[other]) });
      for (const each of both) {
        const common = { ...gap, from: Math.max(each.from, gap.from), to: Math.min(each.to, gap.to) };
        if (common.from < common.to || (common.from === common.to && isMoment(each, gap))) tell(common);
      }
      if (last === undefined || last >= gap.to) return;
      const rest = { ...gap, from: Math.max(gap.from, last) };
      if (isOver[other]) tell(rest);
      else doubts[feed] = withMost(doubts[feed], rest);
    },
    ended(feed) {
      isOver[feed] = true;
      settle(otherThan(feed)).forEach(tell);
    },
    stop() {
      settle(0);
      settle(1);
    },
  };
}

function otherThan(feed: Which): Which {
  return feed === 0 ? 1 : 0;
}

function withMost(gaps: readonly Gap[], next: Gap): readonly Gap[] {
  return gaps.length < MOST ? [...gaps, next] : [...gaps.slice(0, -1), hullOf(gaps.at(-1), next)];
}

function isMoment(...gaps: readonly Gap[]): boolean {
  return gaps.some(({ from, to }) => from === to);
}
