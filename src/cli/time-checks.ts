/**
 * A doctor's checks of what has to do with time: heartbeat, clock, latency.
 * @module
 */
import { failed, notApplicable, ok } from './check.js';
import type { Check } from './check.js';
import type { Findings } from './findings.js';
import { percentileOf } from './lag-tally.js';
import type { LagTally } from './lag-tally.js';
import { durationText } from './render/time-text.js';
import { counted } from './stream-checks.js';
import type { Examined } from './stream-checks.js';

/** A clock further off than this is refused by venues that look at the time of a login, ms. */
const mostOffset = 5_000;
/** Data that are usually later than this are not live, ms. */
const mostLag = 2_000;
/** A lag that grows by more than this says that somebody does not keep up: ms per second … */
const mostSlope = 50;
/** … where it has grown by so much at least, ms. */
const leastGrowth = 500;
/** An answer may still be under way, ms. */
const underWay = 1_000;

/** Checks heartbeat, clock and latency. */
export function timeChecks(examined: Examined): readonly Check[] {
  return [heartbeat(examined), clock(examined), latency(examined)];
}

function heartbeat({ findings, elapsed }: Examined): Check {
  const { sent, answered, slowest, lastAt, asked } = findings.pings;
  if (findings.open.readyAt === undefined) return notApplicable('heartbeat', 'nothing beats without a connection');
  const isLate = lastAt !== undefined && findings.since + elapsed - lastAt >= underWay;
  const due = answered < sent && !isLate ? sent - 1 : sent;
  const both = asked === 0 ? '' : `, and asked ${counted(asked, 'time')} itself`;
  if (due > 0 && answered >= due) {
    const figures = { pings: due, answered: due, slowest };
    return ok(
      'heartbeat',
      `${counted(due, 'ping')} answered, the slowest after ${durationText(slowest)}${both}`,
      figures,
    );
  }
  if (due > 0 && asked === 0) {
    return failed('heartbeat', `${answered} of ${counted(due, 'ping')} answered`, { pings: due, answered });
  }
  if (asked > 0)
    return ok('heartbeat', `the venue asked ${counted(asked, 'time')}, and was answered at once`, { asked });
  return notApplicable('heartbeat', `nobody had to ask within ${durationText(elapsed)}`);
}

function clock({ findings }: Examined): Check {
  const found = findings.clock;
  const trouble = findings.clockTrouble;
  if (found !== undefined) {
    const { offset, within } = found;
    const sentence = `${offsetText(offset)}, by its own word, within ${durationText(within)}`;
    return (Math.abs(offset) > mostOffset ? failed : ok)('clock', sentence, { offset, within });
  }
  const least = leastOf(findings);
  const why = trouble === undefined ? '' : `; it could not be asked (${trouble.message})`;
  if (least === undefined) return notApplicable('clock', `no message told the venue's time${why}`);
  // A message cannot come before it was sent: the way is what is left.
  const sentence = `${offsetText(-least)}, by the quickest message and its way together${why}`;
  return (Math.abs(least) > mostOffset ? failed : ok)('clock', sentence, { offset: -least });
}

/** Says where our clock stands; `offset` is the venue's time less ours, ms. */
function offsetText(offset: number): string {
  if (Math.round(offset) === 0) return 'our clock is that of the venue';
  return `our clock is ${durationText(Math.abs(offset))} ${offset > 0 ? 'behind' : 'ahead of'} the venue's`;
}

function latency({ findings, elapsed }: Examined): Check {
  const tallies = talliesOf(findings);
  const values = tallies.reduce((sum, { count }) => sum + count, 0);
  if (values === 0) return notApplicable('latency', 'no message after the first ones told its time');
  // No message comes before it was sent, whatever the clock said.
  const base = Math.max(findings.clock?.offset ?? -Infinity, -(leastOf(findings) ?? 0));
  const [p50 = 0, p90 = 0, p99 = 0] = [50, 90, 99].map(percent => (percentileOf(tallies, percent) ?? 0) + base);
  const slope = Math.max(...tallies.map(tally => tally.slope ?? -Infinity));
  const figures = { p50, p90, p99, values, ...(Number.isFinite(slope) ? { slope: Math.round(slope * 10) / 10 } : {}) };
  const above = findings.clock === undefined ? ' above the quickest' : '';
  const percents = `p50 ${p50} ms, p90 ${p90} ms, p99 ${p99} ms${above}, of ${counted(values, 'value')}`;
  if (p50 > mostLag) return failed('latency', `values come late: ${percents}`, figures);
  if (slope > mostSlope && (slope * elapsed) / 1_000 > leastGrowth) {
    return failed(
      'latency',
      `values come later and later, by ${Math.round(slope)} ms each second: ${percents}`,
      figures,
    );
  }
  return ok('latency', percents, figures);
}

/** Where some kinds tell time finely, those that tell whole seconds only are left out. */
function talliesOf({ kinds }: Findings): readonly LagTally[] {
  const all = [...kinds.values()].map(({ lags }) => lags).filter(({ count }) => count > 0);
  const fine = all.filter(({ isCoarse }) => !isCoarse);
  return fine.length > 0 ? fine : all;
}

function leastOf(findings: Findings): number | undefined {
  const all = talliesOf(findings).flatMap(({ least = [] }) => least);
  return all.length === 0 ? undefined : Math.min(...all);
}
