/**
 * The command that lists what the venues can.
 * @module
 */
import { EMPTY, defer } from 'rxjs';
import type { Venue } from '../../contract/venue.js';
import { venues } from '../../index.js';
import { capabilitiesOf } from '../capabilities.js';
import type { Command } from '../command.js';
import { createPaint } from '../render/paint.js';
import { venuesTable } from '../render/venues-table.js';

/** `rxtape venues` */
export const venuesCommand: Command = {
  name: 'venues',
  summary: 'List the venues: their kinds of data, markets, intervals, depths and hosts.',
  parameters: '',
  options: [{ flags: '--json', summary: 'print one line of JSON per venue' }],
  examples: ['rxtape venues', 'rxtape venues --json | jq .intervals'],
  run: ({ options }, io) =>
    defer(() => {
      const all = (Object.values(venues) as readonly Venue[]).map(capabilitiesOf);
      const lines =
        options['json'] === true
          ? all.map(venue => JSON.stringify(venue))
          : venuesTable(all, Math.min(io.stdout.columns ?? 100, 120), createPaint(io.colour));
      io.stdout.write(`${lines.join('\n')}\n`);
      return EMPTY;
    }),
};
