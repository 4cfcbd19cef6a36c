/**
 * The line below a view: where the connection stands, and how to end.
 * @module
 */
import type { Status } from '../../session/session.js';
import type { Paint } from './paint.js';
import { durationText } from './time-text.js';

/** What the line tells. */
export interface Footer {
  /** The venue's name. */
  readonly venue: string;
  /** The last change of its connection. */
  readonly status: Status | undefined;
  /** Values so far. */
  readonly count: number;
  /** ms */
  readonly elapsed: number;
  /** ms until the end, undefined where none is set. */
  readonly left: number | undefined;
}

/** Writes the line. */
export function footerOf({ venue, status, count, elapsed, left }: Footer, paint: Paint): string {
  const end = left === undefined ? 'Ctrl-C ends' : `ends in ${durationText(left)}`;
  const rest = paint.dim(` · ${count} value${count === 1 ? '' : 's'} · ${durationText(elapsed)} · ${end}`);
  return `${stateText(venue, status, paint)}${rest}`;
}

/** Writes where a connection stands. */
export function stateText(venue: string, status: Status | undefined, paint: Paint): string {
  switch (status?.phase) {
    case undefined:
    case 'connecting':
      return `${venue} ${paint.accent('connecting')}`;
    case 'ready':
    case 'rotating':
      return `${venue} ${paint.good('connected')}`;
    case 'waiting':
      return `${venue} ${paint.bad('lost')}, attempt ${status.attempt} in ${durationText(status.delay)}`;
    case 'failed':
      return `${venue} ${paint.bad('failed')}`;
    case 'idle':
      return `${venue} closed`;
  }
}
