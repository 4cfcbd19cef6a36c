/**
 * What a venue's requests can choose by names of its own, on the command line: made of the venues' tables.
 * @module
 */
import type { Channel, SymbolRequest } from '../contract/channel.js';
import type { RequestOption, Venue } from '../contract/venue.js';
import type { Args, CommandOption } from './command.js';
import { CommandError } from './command-error.js';

const group = 'Options of single venues:';

/** What was chosen, by the option's name in the request. */
export type Choices = Readonly<Record<string, string | boolean>>;

/** Makes the options: `--name <this|that>`, or `--name` and `--no-name` where it is a matter of yes or no. */
export function requestOptions(venues: readonly Venue[]): readonly CommandOption[] {
  return namesOf(venues).flatMap(name => {
    const owners = ownersOf(name, venues);
    const values = [...new Set(owners.flatMap(({ option }) => option.values))];
    const usual = [...new Set(owners.map(({ option }) => option.values[0]))].join(' or ');
    const flag = flagOf(name);
    const summary = owners.map(({ venue, option }) => `of ${venue.id}: ${option.about}`).join('; ');
    if (values.some(value => typeof value !== 'boolean')) {
      const flags = `--${flag} <${values.join('|')}>`;
      return [{ flags, summary, fallback: `${usual}, where it has the kind`, group }];
    }
    return [
      { flags: `--${flag}`, summary, fallback: usual, group },
      { flags: `--no-${flag}`, summary: `the opposite of --${flag}`, group },
    ];
  });
}

/**
 * Reads what was chosen for a venue.
 *
 * @param venues - all of them, to say which have an option that this one has not
 * @throws CommandError with exit code 2 where the venue has no such option, or not this value of it
 */
export function choicesOf(venue: Venue, options: Args['options'], venues: readonly Venue[]): Choices {
  const choices: Record<string, string | boolean> = {};
  for (const name of namesOf(venues)) {
    const said = options[name];
    if (said === undefined) continue;
    const option = venue.options?.find(one => one.name === name);
    if (option === undefined) {
      const ids = ownersOf(name, venues).map(owner => owner.venue.id);
      const [have, those] = ids.length === 1 ? ['has', 'only '] : ['have', ''];
      throw new CommandError(`${flagOf(name)} is no option of ${venue.id}: ${those}${ids.join(', ')} ${have} it`, 2);
    }
    const value = option.values.find(one => String(one) === String(said));
    if (value === undefined) {
      const known = option.values.join(', ');
      throw new CommandError(`${flagOf(name)} ${JSON.stringify(said)} is not one of ${venue.id}: ${known}`, 2);
    }
    choices[name] = value;
  }
  return choices;
}

/**
 * Completes what was chosen by what the channel chooses by itself, which may be another value than the default: some
 * kinds exist with one value only.
 */
export function completeChoices(
  venue: Venue,
  channel: Channel,
  request: SymbolRequest | undefined,
  choices: Choices,
): Choices {
  if (request === undefined) return choices;
  const plain = { ...request, ...choices };
  const meant = topicText(channel, plain);
  const rest = (venue.options ?? []).flatMap(({ name, values }) => {
    const value = values.find(one => topicText(channel, { ...plain, [name]: one }) === meant);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(rest), ...choices };
}

/**
 * Sees to it that what was chosen is looked at: an option without any effect was meant for something else.
 *
 * @throws CommandError with exit code 2 where a kind does not look at one of them
 */
export function checkChoices(
  { id, options = [] }: Venue,
  channel: Channel,
  request: SymbolRequest | undefined,
  choices: Choices,
): void {
  if (request === undefined) return;
  for (const { name, values } of options) {
    if (choices[name] === undefined) continue;
    const asked = new Set(values.map(value => topicWhole(channel, { ...request, ...choices, [name]: value })));
    if (values.length < 2 || asked.size > 1) continue;
    throw new CommandError(`${flagOf(name)} makes no difference to ${channel.kind} of ${id}: leave it out`, 2);
  }
}

/** Writes what was chosen as the words of a command line, each after a blank. */
export function chosenFlags(choices: Choices): string {
  return Object.entries(choices)
    .map(([name, value]) => {
      if (typeof value === 'boolean') return ` --${value ? '' : 'no-'}${flagOf(name)}`;
      return ` --${flagOf(name)} ${value}`;
    })
    .join('');
}

/** All that a request asks for; undefined where the venue has no such thing. */
function topicWhole(channel: Channel, request: SymbolRequest): string | undefined {
  try {
    const { endpoint, key, args } = channel.topic(request);
    return JSON.stringify([endpoint, key, args]);
  } catch {
    return undefined;
  }
}

/** Where a request leads to; undefined where the venue has no such thing. */
function topicText(channel: Channel, request: SymbolRequest): string | undefined {
  try {
    const { endpoint, key } = channel.topic(request);
    return `${endpoint} ${key}`;
  } catch {
    return undefined;
  }
}

interface Owner {
  readonly venue: Venue;
  readonly option: RequestOption;
}

function namesOf(venues: readonly Venue[]): readonly string[] {
  return [...new Set(venues.flatMap(({ options = [] }) => options.map(({ name }) => name)))];
}

function ownersOf(name: string, venues: readonly Venue[]): readonly Owner[] {
  return venues.flatMap(venue =>
    (venue.options ?? []).filter(option => option.name === name).map(option => ({ venue, option })),
  );
}

/** "snapshotOnly" is `--snapshot-only`. */
function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
}
