/**
 * The command that runs a simulated exchange.
 * @module
 */
import { readFileSync } from 'node:fs';
import { defer, distinctUntilChanged, ignoreElements, interval, map, merge, mergeMap, of, takeUntil, tap } from 'rxjs';
import { venues } from '../../index.js';
import { FAULTS, counterparts, parseFaultScript } from '../../simulator/index.js';
import type { FaultName, FaultRule, Simulation } from '../../simulator/index.js';
import type { Command } from '../command.js';
import { CommandError, reading } from '../command-error.js';
import type { Args } from '../command.js';
import { whole } from '../number-option.js';
import { choicesOf } from '../request-options.js';
import { simulateHint } from '../simulate-hint.js';
import { venueOf } from '../watch-plan.js';
import { clockText } from '../render/time-text.js';
import { simulated } from '../simulated.js';
import { checkSwitches, switchOptions } from '../switches.js';

/** `rxtape simulate` */
export const simulateCommand: Command = {
  name: 'simulate',
  summary: "Run a simulated exchange that speaks the venue's own protocol, until Ctrl-C.",
  parameters: '<venue>',
  options: [
    { flags: '--port <n>', summary: 'port to listen on', fallback: 'any that is free' },
    { flags: '--seed <n>', summary: 'the same seed, the same market', fallback: '1' },
    { flags: '--faults <what>', summary: 'what goes wrong: names with commas between them, or the file of a script' },
    { flags: '--symbols <names>', summary: 'symbols beside the usual ones, with commas between them' },
    ...switchOptions(Object.values(venues)),
  ],
  examples: [
    'rxtape simulate bitget',
    'rxtape simulate bitget --port 9000 --faults drop-frame,close-1006',
    'rxtape simulate bitget --faults outage.txt',
    'rxtape ticker bitget BTCUSDT --url ws://127.0.0.1:9000',
  ],
  notes: `The first line on stdout is the url, and nothing else follows on stdout.\n\n${scriptLines()}\n\nFaults:\n${faultLines()}`,
  run: (args, io) =>
    defer(() => {
      const [venue = ''] = args.positional;
      const options = reading(() => optionsOf(venue, args));
      const choices = choicesOf(venueOf(venue), args.options, Object.values(venues));
      checkSwitches(venue, choices);
      return simulated(venue, options, choices).pipe(map(simulation => ({ simulation, venue, choices })));
    }).pipe(
      mergeMap(({ simulation, venue, choices }) => {
        io.stdout.write(`${simulation.url}\n`);
        io.stderr.write(
          `rxtape: listening; try ${simulateHint(venueOf(venue), choices, simulation.url, simulation.restUrl)}\n`,
        );
        return merge(of(0), interval(1_000)).pipe(
          map(() => crowdText(simulation)),
          distinctUntilChanged(),
          tap(crowd => io.stderr.write(`${clockText(io.now())} ${crowd}\n`)),
        );
      }),
      ignoreElements(),
      takeUntil(io.stop$),
    ),
};

interface Wishes {
  readonly seed: number;
  readonly port?: number;
  readonly faults: readonly (FaultName | FaultRule)[];
  readonly symbols: readonly string[];
}

function optionsOf(venue: string, { options }: Args): Wishes {
  if (!Object.hasOwn(counterparts, venue)) {
    throw new CommandError(
      `venue ${JSON.stringify(venue)} cannot be simulated: choose one of ${Object.keys(counterparts).join(', ')}`,
      2,
    );
  }
  const text = (name: string): string => (typeof options[name] === 'string' ? options[name] : '');
  const names = (name: string): readonly string[] =>
    text(name)
      .split(',')
      .map(part => part.trim())
      .filter(part => part !== '');
  return {
    seed: text('seed') === '' ? 1 : whole('seed', text('seed')),
    ...(text('port') === '' ? {} : { port: whole('port', text('port'), 65_535) }),
    faults: faultsOf(text('faults'), names('faults')),
    symbols: names('symbols'),
  };
}

/** Names, or else the script in the file of this name. */
function faultsOf(text: string, names: readonly string[]): readonly (FaultName | FaultRule)[] {
  if (names.every(isFault)) return names;
  const script = scriptIn(text);
  if (script !== undefined) return parseFaultScript(script);
  const unknown = names.find(name => !isFault(name));
  throw new CommandError(
    `fault ${JSON.stringify(unknown)} is not known: choose of ${Object.keys(FAULTS).join(', ')}, or name the file of a script`,
    2,
  );
}

/** What stands in a file; undefined where there is none. */
function scriptIn(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new CommandError(`file ${JSON.stringify(path)} cannot be read: ${message}`, 2, cause);
  }
}

function scriptLines(): string {
  return [
    'A script has one fault per line, and when it strikes; what follows a # is a comment:',
    '  at 5 s half-open for 20 s',
    '  every 10 s drop-frame on BTCUSDT of book',
    '  from 60 s to 90 s refuse-connection',
    '  duplicate rate 5%',
  ].join('\n');
}

function isFault(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}

function faultLines(): string {
  return Object.entries(FAULTS)
    .map(([name, { does }]) => `  ${name.padEnd(20)} ${does}`)
    .join('\n');
}

/** What goes on, in one line: changes of it are told, its steps are not. */
function crowdText(simulation: Simulation): string {
  const { clients } = simulation;
  if (clients === 0) return 'no client';
  const topics = simulation.subscriptions().flat();
  const names = [...new Set(topics)].slice(0, 8).join(', ');
  const more = new Set(topics).size > 8 ? ', …' : '';
  const violations = simulation.violations.length;
  const broken =
    violations === 0 ? '' : `, ${violations} broken rules (last: ${simulation.violations.at(-1)?.what ?? ''})`;
  const listening =
    topics.length === 0
      ? 'no subscription'
      : `${topics.length} subscription${topics.length === 1 ? '' : 's'}: ${names}${more}`;
  return `${clients} client${clients === 1 ? '' : 's'}, ${listening}${broken}`;
}
