/**
 * From the words of a command that looks at several kinds at once to what is to be asked; everything that can be wrong is
 * found here.
 * @module
 */
import type { Channel, SymbolRequest } from '../contract/channel.js';
import type { Venue } from '../contract/venue.js';
import { addressOf } from '../feeds/address.js';
import { resolveRequest } from '../feeds/resolve-request.js';
import { venues } from '../index.js';
import type { Args } from './command.js';
import { CommandError, reading } from './command-error.js';
import { likelyMarket } from './likely-market.js';
import { whole } from './number-option.js';
import { checkChoices, choicesOf, completeChoices } from './request-options.js';
import type { Choices } from './request-options.js';
import { checkSeed, isChecked, restUrlOf } from './rest-url.js';
import type { SaidAddresses } from './rest-url.js';
import type { WatchedKind } from './render/views.js';
import type { SimulationPlan } from './simulated.js';
import { venueOf } from './watch-plan.js';

/** One topic that is looked at. */
export interface AskedTopic {
  readonly kind: WatchedKind;
  readonly channel: Channel;
  /** Market, symbol, and what the venue's own options are set to. */
  readonly request: SymbolRequest;
}

/** What is to be looked at. */
export interface TopicsPlan extends SaidAddresses {
  readonly venue: Venue;
  readonly topics: readonly AskedTopic[];
  /** What the venue's own options are set to, the same for all topics. */
  readonly choices: Choices;
  /** Whether symbols are looked up in the venue's list. */
  readonly checkSymbols: boolean;
  /** The simulation to use in place of the venue. */
  readonly simulate: SimulationPlan | undefined;
}

/**
 * Reads the words: a venue and symbols, of which every kind is asked that the venue has there. The first kind that it has
 * says how the venue's own options are meant, so that all go through one door.
 *
 * @throws CommandError with exit code 2, in one sentence that names what is possible
 */
export function topicsPlanOf({ positional, options }: Args, kinds: readonly WatchedKind[]): TopicsPlan {
  return reading(() => {
    const [id = '', ...symbols] = positional;
    const venue = venueOf(id);
    const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
    const said = { url: text('url'), restUrl: restUrlOf(options), host: text('host') };
    for (const endpoint of Object.keys(venue.endpoints)) addressOf(venue, endpoint, said.url, said.host);
    const chosen = choicesOf(venue, options, Object.values(venues));
    const [symbol = ''] = symbols;
    const first = firstOf(venue, kinds, symbol, text('market'), chosen);
    const choices = completeChoices(venue, first.channel, first.request, chosen);
    const topics = symbols.flatMap(each => topicsOf(venue, kinds, each, text('market'), choices));
    checkAnyChoice(venue, topics, chosen);
    for (const { channel } of topics) checkSeed(venue, channel, said);
    const seed = text('seed');
    const isSimulated = options['simulate'] === true;
    if (seed !== undefined && !isSimulated) {
      throw new CommandError('seed is for --simulate: add it, or leave --seed out', 2);
    }
    return {
      venue,
      topics,
      choices,
      ...said,
      checkSymbols: isChecked(venue, options, said),
      simulate: isSimulated ? { seed: seed === undefined ? 1 : whole('seed', seed), switches: choices } : undefined,
    };
  });
}

type Possible = (kind: WatchedKind) => AskedTopic;

/** Asks a kind of the venue's table; throws where it has no such thing. */
function asking(venue: Venue, symbol: string, market: string | undefined, choices: Choices): Possible {
  return kind => {
    const channel = venue.channels[kind] as Channel | undefined;
    if (channel === undefined) {
      throw new CommandError(`${venue.id} has no ${kind}: it has ${Object.keys(venue.channels).join(', ')}`, 2);
    }
    const chosen = market ?? likelyMarket(venue, channel, symbol);
    const call = { ...choices, ...(chosen === undefined ? {} : { market: chosen }) };
    const interval = kind === 'candles' ? { interval: '1m' } : {};
    const request = resolveRequest(venue, kind, channel.markets, symbol, { ...call, ...interval }, false);
    channel.topic(request);
    return { kind, channel, request };
  };
}

/** The first of the kinds that the venue has; where it has none, what is wrong with the first one is what is wrong. */
function firstOf(
  venue: Venue,
  kinds: readonly WatchedKind[],
  symbol: string,
  market: string | undefined,
  choices: Choices,
): AskedTopic {
  const ask = asking(venue, symbol, market, choices);
  let wrong: unknown;
  for (const kind of kinds) {
    try {
      return ask(kind);
    } catch (cause) {
      wrong ??= cause;
    }
  }
  throw wrong;
}

/** Of the market that the first possible kind is found on, all kinds that are there. */
function topicsOf(
  venue: Venue,
  kinds: readonly WatchedKind[],
  symbol: string,
  market: string | undefined,
  choices: Choices,
): readonly AskedTopic[] {
  const first = firstOf(venue, kinds, symbol, market, choices);
  const ask = asking(venue, symbol, first.request.market, choices);
  return kinds.flatMap(kind => {
    if (kind === first.kind) return [first];
    try {
      return [ask(kind)];
    } catch (cause) {
      if (cause instanceof RangeError || cause instanceof CommandError) return [];
      throw cause;
    }
  });
}

/** An option must make a difference to one of the topics at least. */
function checkAnyChoice(venue: Venue, topics: readonly AskedTopic[], choices: Choices): void {
  for (const [name, value] of Object.entries(choices)) {
    let wrong: unknown;
    const isHeeded = topics.some(({ channel, request }) => {
      try {
        checkChoices(venue, channel, request, { [name]: value });
        return true;
      } catch (cause) {
        wrong ??= cause;
        return false;
      }
    });
    if (!isHeeded) throw wrong;
  }
}
