/**
 * What the venues can, as tables.
 * @module
 */
import Table from 'cli-table3';
import type { Hosts, RequestOption } from '../../contract/venue.js';
import type { Capabilities } from '../capabilities.js';
import { widthOf } from './clip.js';
import type { Paint } from './paint.js';
import { tableLines } from './table.js';

/** Draws which kinds each venue has on which markets, then what can be chosen at each. */
export function venuesTable(venues: readonly Capabilities[], width: number, paint: Paint): readonly string[] {
  return venues.flatMap((venue, i) => [...(i === 0 ? [] : ['']), ...venueLines(venue, width, paint)]);
}

function venueLines(venue: Capabilities, width: number, paint: Paint): readonly string[] {
  const mark = (market: string): readonly string[] =>
    venue.kinds.map(({ markets }) => (markets.includes(market) ? '●' : '·'));
  const grid = tableLines(
    [
      { title: 'kind', align: 'left', cells: venue.kinds.map(({ kind }) => kind) },
      ...venue.markets.map(market => ({
        title: market,
        align: 'left' as const,
        cells: mark(market),
        tint: paint.good,
      })),
    ],
    width,
    paint,
  );
  const choices = new Table({
    chars: Object.fromEntries(EDGES.map(edge => [edge, ''])),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    colWidths: [12, Math.max(20, width - 12)],
    wordWrap: true,
  });
  const hosts = Object.entries(venue.hosts).map(([name, host]) => `${name} (${addressesOf(host)})`);
  for (const [name, values] of [
    ['market', venue.markets.map(market => (market === venue.defaultMarket ? `${market} (default)` : market))],
    ['interval', venue.intervals],
    ['depth', venue.depths.length === 0 ? [] : [...venue.depths.map(String), 'none: the deepest']],
    ['host', hosts],
    ...venue.options.map(optionLine),
    ['channels', venue.channels],
  ] as const) {
    if (values.length > 0) choices.push([paint.dim(name), values.join(', ')]);
  }
  const lines = choices
    .toString()
    .split('\n')
    .map(line => line.trimEnd());
  const name = `${paint.bold(venue.id)}  ${venue.name}`;
  const title = `${name}  ${paint.dim(venue.docs)}`;
  // An address that is cut leads nowhere: it has a line of its own where both have no room.
  const heading = widthOf(title) <= width ? [title] : [name, paint.dim(venue.docs)];
  return [...heading, '', ...grid, '', ...lines];
}

/** A host of some doors only names them. */
function addressesOf(host: Hosts[string]): string {
  if (typeof host === 'string') return host;
  return Object.entries(host)
    .map(([door, url]) => `${door}: ${url}`)
    .join(', ');
}

/** "guide (default), official: whose words the connection speaks" */
function optionLine({ name, values, about }: RequestOption): readonly [string, readonly string[]] {
  return [name, [values.map((value, i) => (i === 0 ? `${value} (default)` : `${value}`)).join(', ') + `: ${about}`]];
}

const EDGES = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
  'middle',
] as const;
