/**
 * The command line as a whole: from words to a command and what it was given.
 * @module
 */
import { Command as Commander, CommanderError, Option } from 'commander';
import type { Args, Command } from './command.js';
import { CommandError } from './command-error.js';
import type { Io } from './io.js';

/** What a command line comes to. */
export type Parsed =
  | { readonly type: 'run'; readonly command: Command; readonly args: Args }
  /** Help or the version were asked for, and given. */
  | { readonly type: 'told' };

/**
 * Reads a command line.
 *
 * @param words - without the names of the interpreter and the script
 * @throws CommandError with exit code 2 where it cannot be understood
 */
export function parse(words: readonly string[], commands: readonly Command[], io: Io): Parsed {
  let parsed: Parsed = { type: 'told' };
  const program = new Commander('rxtape')
    .description('Live exchange data in your terminal: tickers, trades, order books, candles, and your account.')
    .version(io.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain rxtape, or a command')
    .helpCommand('help [command]', 'Explain a command.')
    .addHelpText('after', `\nExamples:\n${listOf(startingPoints)}\n\nrxtape <command> --help explains a command.`)
    .exitOverride()
    .configureOutput({
      writeOut: text => void io.stdout.write(text),
      // What commander complains of is told below, in one sentence.
      writeErr: () => {},
      getOutHelpWidth: () => Math.min(io.stdout.columns ?? 80, 110),
      getOutHasColors: () => io.colour,
    });
  for (const command of commands) {
    const made = program
      .command(`${command.name} ${command.parameters}`.trimEnd())
      .description(command.summary)
      .helpOption('-h, --help', 'explain this command')
      .action((...given: readonly unknown[]) => {
        parsed = { type: 'run', command, args: argsOf(given) };
      })
      .addHelpText(
        'after',
        `\nExamples:\n${listOf(command.examples)}${command.notes === undefined ? '' : `\n\n${command.notes}`}`,
      );
    for (const { flags, summary, fallback, group, hidden = false, conflicts = [] } of command.options) {
      const option = new Option(flags, fallback === undefined ? summary : `${summary} (default: ${fallback})`);
      if (group !== undefined) option.helpGroup(group);
      made.addOption(option.conflicts([...conflicts]).hideHelp(hidden));
    }
  }
  if (words.length === 0) {
    program.configureOutput({ writeErr: text => void io.stderr.write(text) }).outputHelp({ error: true });
    throw new CommandError('', 2);
  }
  try {
    program.parse([...words], { from: 'user' });
  } catch (cause) {
    if (!(cause instanceof CommanderError)) throw cause;
    if (cause.exitCode !== 0) throw new CommandError(sentenceOf(cause, words, commands), 2, cause);
  }
  return parsed;
}

const startingPoints = [
  'rxtape demo',
  'rxtape ticker bitget BTCUSDT ETHUSDT',
  'rxtape book bitget BTCUSDT --market usdt-futures',
  'rxtape liquidations bybit BTCUSDT ETHUSDT',
  'rxtape trades bitget BTCUSDT --json | jq .price',
  'rxtape ticker bitget BTCUSDT --csv --timeout 60',
  'rxtape doctor bitget BTCUSDT',
  'rxtape simulate bitget',
];

function listOf(lines: readonly string[]): string {
  return lines.map(line => `  $ ${line}`).join('\n');
}

/** `commander` hands over each parameter (a list for "<symbol...>"), then the options, then the command itself. */
function argsOf(given: readonly unknown[]): Args {
  const positional = given.slice(0, -2).flatMap(one => one) as readonly string[];
  return { positional, options: given.at(-2) as Args['options'] };
}

/** What is wrong, and what is possible. */
function sentenceOf(error: CommanderError, words: readonly string[], commands: readonly Command[]): string {
  const command = commands.find(({ name }) => name === words[0]);
  if (command === undefined && error.code !== 'commander.unknownOption') {
    const known = commands.map(({ name }) => name).join(', ');
    return `command ${JSON.stringify(words[0])} is not known: choose one of ${known}`;
  }
  const complaint = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  const help = command === undefined ? 'rxtape --help' : `rxtape ${command.name} --help`;
  const example = command?.examples[0];
  if (error.code === 'commander.missingArgument' && command !== undefined && example !== undefined) {
    return `${command.name} needs ${command.parameters}, for example: ${example}`;
  }
  return `${complaint}; ${help} shows what is possible`;
}
