/**
 * How topics do, as a table and as lines.
 * @module
 */
import type { TopicHealth, TopicName, TopicPhase, TopicStatus } from '../../feeds/topic-status.js';
import type { Paint } from './paint.js';
import { tableLines } from './table.js';
import { clockText, durationText } from './time-text.js';

/** What is known of one topic. */
export interface TopicRow {
  readonly name: TopicName;
  readonly phase: TopicPhase;
  /** Undefined before it was looked at first. */
  readonly health: TopicHealth | undefined;
}

/** Takes in a look or a change; topics stand in the order in which they came. */
export function foldHealth(
  rows: ReadonlyMap<string, TopicRow>,
  told: TopicHealth | TopicStatus,
): ReadonlyMap<string, TopicRow> {
  const key = `${told.kind} ${told.market} ${told.symbol} ${told.topic}`;
  const health = told.type === 'topic-health' ? told : rows.get(key)?.health;
  return new Map([...rows, [key, { name: told, phase: told.phase, health }]]);
}

/** Draws the table. */
export function healthTable(rows: readonly TopicRow[], width: number, paint: Paint): readonly string[] {
  if (rows.length === 0) return [paint.dim('waiting for the first topic')];
  const of = (cell: (health: TopicHealth) => string): readonly string[] =>
    rows.map(({ health }) => (health === undefined ? '' : cell(health)));
  return tableLines(
    [
      { title: 'symbol', cells: rows.map(({ name }) => name.symbol), align: 'left' },
      { title: 'kind', cells: rows.map(({ name }) => name.kind), align: 'left' },
      {
        title: 'phase',
        cells: rows.map(({ phase }) => phase),
        align: 'left',
        tint: (text, row) => phaseTint(rows[row]?.phase, paint)(text),
      },
      { title: 'quiet', cells: of(({ quiet }) => spanText(quiet)), align: 'right' },
      { title: 'cadence', cells: of(({ cadence }) => spanText(cadence)), align: 'right', rank: 1 },
      { title: 'patience', cells: of(({ patience }) => spanText(patience)), align: 'right', rank: 2 },
      { title: 'lag', cells: of(({ lag }) => spanText(lag)), align: 'right', rank: 1 },
      { title: 'slope', cells: of(({ lagSlope }) => slopeText(lagSlope)), align: 'right', rank: 3 },
      { title: 'messages', cells: of(({ messages }) => String(messages)), align: 'right', rank: 4 },
    ],
    width,
    paint,
  );
}

/** Writes one look, or one change, as a line. */
export function healthLine(told: TopicHealth | TopicStatus): string {
  const { symbol, kind, phase, at } = told;
  const head = `${clockText(at)} ${symbol} ${kind}  ${phase}`;
  if (told.type === 'topic-status') return head;
  const { quiet, cadence, patience, lag, lagSlope, messages } = told;
  const words = [
    said('quiet', spanText(quiet)),
    said('cadence', spanText(cadence)),
    said('patience', spanText(patience)),
    said('lag', spanText(lag)),
    said('slope', slopeText(lagSlope)),
    `messages ${messages}`,
  ];
  return [head, ...words.filter(word => word !== '')].join('  ');
}

function spanText(ms: number | undefined): string {
  return ms === undefined ? '' : durationText(ms);
}

/** By how many ms a second. */
function slopeText(slope: number | undefined): string {
  if (slope === undefined) return '';
  const rounded = Math.round(slope * 10) / 10;
  return `${rounded > 0 ? '+' : ''}${rounded === 0 ? 0 : rounded} ms/s`;
}

function phaseTint(phase: TopicPhase | undefined, paint: Paint): (text: string) => string {
  if (phase === 'live') return paint.good;
  if (phase === 'stale' || phase === 'failed') return paint.bad;
  return paint.accent;
}

function said(name: string, text: string): string {
  return text === '' ? '' : `${name} ${text}`;
}
