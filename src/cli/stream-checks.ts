/**
 * A doctor's checks of the connection, and of what comes over it.
 * @module
 */
import { SubscriptionError } from '../model/errors.js';
import type { FeedErrorCode } from '../model/errors.js';
import type { Problem } from '../session/session.js';
import { failed, notApplicable, ok } from './check.js';
import type { Check } from './check.js';
import type { Findings, KindFindings } from './findings.js';
import { durationText } from './render/time-text.js';
import type { WatchedKind } from './render/views.js';

/** Less silence than this is nothing strange, ms. */
const strange = 3_000;

/** What the checks must know beside the findings. */
export interface Examined {
  readonly findings: Findings;
  /** How long was looked, ms. */
  readonly elapsed: number;
  /** Whether it was ended before its time. */
  readonly isCutShort: boolean;
  /** Whether the venue has a rule for what its books add up to. */
  readonly hasChecksum: boolean;
}

/** Checks connection, subscription, data, messages. */
export function streamChecks(examined: Examined): readonly Check[] {
  return [connection(examined), subscription(examined), data(examined), messages(examined)];
}

/** Checks the numbering of the book, and what it adds up to. */
export function bookChecks(examined: Examined): readonly Check[] {
  return [sequence(examined), checksum(examined)];
}

/** Says what went wrong, in its own words. */
export function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** "1 message", "3 messages". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function connection({ findings, elapsed, isCutShort }: Examined): Check {
  const { open, since } = findings;
  const { host = 'the venue', readyAt, losses, cause } = open;
  if (readyAt === undefined) {
    if (losses > 0) return failed('connection', textOf(cause), { losses });
    if (isCutShort || wasRefusedAlready(findings)) return notApplicable('connection', 'nothing was connected yet');
    return failed('connection', `${host} did not let anybody in within ${durationText(elapsed)}`);
  }
  const after = readyAt - since;
  if (losses === 0) return ok('connection', `${host} was connected after ${durationText(after)}`, { after });
  const now = open.isReady ? 'it is connected again' : 'it is not connected now';
  return failed('connection', `${counted(losses, 'connection')} lost, and ${now}: ${textOf(cause)}`, { after, losses });
}

/** A symbol that the venue's list does not have is not even asked for. */
function wasRefusedAlready({ kinds }: Findings): boolean {
  return [...kinds.values()].every(({ refusal }) => refusal !== undefined);
}

function subscription({ findings }: Examined): Check {
  const refused = [...findings.kinds.values()].filter(({ refusal }) => refusal !== undefined);
  const [first] = refused;
  const told = findings.problems.find(({ mending }) => mending === 'told' || mending === 'pause');
  const asked = [...findings.kinds.keys()].join(', ');
  const isUnlisted = first?.refusal instanceof SubscriptionError;
  if (first !== undefined && (isUnlisted || findings.open.readyAt !== undefined)) {
    return failed('subscription', textOf(first.refusal), { refused: refused.length });
  }
  if (findings.open.readyAt === undefined) return notApplicable('subscription', 'nothing could be asked for');
  if (told !== undefined) return failed('subscription', told.error.message);
  return ok('subscription', `${asked} asked for, nothing refused`, { asked: findings.kinds.size });
}

function data({ findings, elapsed, isCutShort }: Examined): Check {
  const { kinds, since, open } = findings;
  if (open.readyAt === undefined) return notApplicable('data', 'nothing can come without a connection');
  const firstOf = ([kind, { firstAt = 0 }]: readonly [WatchedKind, KindFindings]): string =>
    `${kind} after ${durationText(firstAt - since)}`;
  const all = [...kinds].filter(([, { refusal }]) => refusal === undefined);
  const come = all.filter(([, { count }]) => count > 0);
  const missing = all.filter(([, { count }]) => count === 0).map(([kind]) => kind);
  const figures = Object.fromEntries(come.map(([kind, { firstAt = 0 }]) => [kind, firstAt - since]));
  const trouble = findings.problems.find(({ error }) => error.code === 'REQUEST')?.error.message;
  if (all.length === 0) return notApplicable('data', 'nothing comes of what is refused');
  // A quiet market may have no trade for a while.
  const isQuiet = missing.length === 1 && missing[0] === 'trades';
  const silence = silenceOf(findings, elapsed);
  if (silence !== undefined && come.length > 0) {
    const sentence = `nothing came any more for the last ${durationText(silence)}; first ${come.map(firstOf).join(', ')}`;
    return failed('data', sentence, { ...figures, silence });
  }
  if (missing.length === 0 || (isQuiet && come.length > 0)) {
    const quiet = isQuiet ? `; no trade in ${durationText(elapsed)}, as markets may have it` : '';
    return ok('data', `first ${come.map(firstOf).join(', ')}${quiet}`, figures);
  }
  if (isCutShort) return notApplicable('data', `no ${missing.join(', no ')} yet, when it was ended`);
  const why = trouble === undefined ? '' : `: ${trouble}`;
  const rest = come.length === 0 ? '' : `; first ${come.map(firstOf).join(', ')}`;
  return failed('data', `no ${missing.join(', no ')} came in ${durationText(elapsed)}${why}${rest}`, figures);
}

/** How long nothing has come at the end, ms; undefined where that is nothing strange. */
function silenceOf({ kinds, since }: Findings, elapsed: number): number | undefined {
  const all = [...kinds.values()];
  const last = Math.max(...all.map(({ lastAt = -Infinity }) => lastAt));
  const first = Math.min(...all.map(({ firstAt = Infinity }) => firstAt));
  const count = all.reduce((sum, kind) => sum + kind.count, 0);
  const usual = count < 2 ? Infinity : (last - first) / (count - 1);
  const silence = since + elapsed - last;
  return silence > Math.max(strange, 20 * usual) ? silence : undefined;
}

function messages({ findings }: Examined): Check {
  const { messages: count } = findings;
  const bad = ofCodes(findings, ['DECODE', 'SCHEMA']);
  const [first] = bad;
  if (first !== undefined) {
    const sentence = `${counted(bad.length, 'message')} could not be read: ${first.error.message}`;
    return failed('messages', sentence, { messages: count, unreadable: bad.length });
  }
  if (count === 0) return notApplicable('messages', 'no message came');
  return ok('messages', `${counted(count, 'message')} came, and all could be read`, { messages: count, unreadable: 0 });
}

function sequence({ findings }: Examined): Check {
  const { book } = findings;
  const { deltas, chained, numbered, snapshots } = book;
  if (!findings.kinds.has('book')) return notApplicable('sequence', 'the venue has no book here');
  const breaks = ofCodes(findings, ['SEQUENCE', 'CROSSED']);
  const [first] = breaks;
  if (first !== undefined) {
    const sentence = `${counted(breaks.length, 'break')} of the book, each begun anew: ${first.error.message}`;
    return failed('sequence', sentence, { deltas, breaks: breaks.length });
  }
  if (deltas === 0) {
    if (snapshots === 0) return notApplicable('sequence', 'no book came');
    return notApplicable('sequence', `${counted(snapshots, 'book')} came whole each, no change builds on another`);
  }
  const changes = counted(deltas, 'change');
  if (chained > 0)
    return ok('sequence', `${changes} of the book, each follows on the one before`, { deltas, breaks: 0 });
  if (numbered > 0) {
    return ok('sequence', `${changes} of the book in the order of their numbers`, { deltas, breaks: 0 });
  }
  return notApplicable('sequence', `${changes} of the book came, and the venue does not number them`);
}

function checksum({ findings, hasChecksum }: Examined): Check {
  const { checksums } = findings.book;
  if (!findings.kinds.has('book')) return notApplicable('checksum', 'the venue has no book here');
  const wrong = ofCodes(findings, ['CHECKSUM']);
  const [first] = wrong;
  if (first !== undefined) {
    const sentence = `${counted(wrong.length, 'book')} did not add up, each begun anew: ${first.error.message}`;
    return failed('checksum', sentence, { right: checksums, wrong: wrong.length });
  }
  if (!hasChecksum) return notApplicable('checksum', 'the venue has no rule for what its books add up to');
  if (checksums === 0) return notApplicable('checksum', "no push of the book had the venue's checksum");
  return ok('checksum', `${counted(checksums, 'book')} held against the venue's checksum, all right`, {
    right: checksums,
    wrong: 0,
  });
}

function ofCodes({ problems }: Findings, codes: readonly FeedErrorCode[]): readonly Problem[] {
  return problems.filter(({ error }) => codes.includes(error.code));
}
