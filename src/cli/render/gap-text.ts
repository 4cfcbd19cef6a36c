/**
 * Breaks of a stream, in words.
 * @module
 */
import type { Gap, GapReason } from '../../model/gap.js';
import { clockText, durationText } from './time-text.js';

/** Writes a break as a line: when it was over, the symbol, how long it was, why. */
export function gapLine(gap: Gap): string {
  return `${clockText(gap.to)} ${gap.symbol === '' ? gap.market : gap.symbol} ${words(gap)}`;
}

/** Writes a break as a sentence beside a view. */
export function gapSentence(gap: Gap): string {
  return `${clockText(gap.to)} ${gap.venue} ${gap.symbol === '' ? gap.market : gap.symbol}: ${words(gap)}`;
}

function words({ from, to, reason }: Gap): string {
  return `gap of ${durationText(to - from)}, ${REASONS[reason]}`;
}

const REASONS: Readonly<Record<GapReason, string>> = {
  connection: 'the connection was lost',
  silence: 'nothing came any more',
  sequence: 'the numbers did not follow on each other',
  checksum: 'the book did not add up',
  unreadable: 'a message could not be read',
  resync: 'it was asked for anew',
  rotation: 'the connection was replaced',
  restart: 'the venue began anew',
};
