/**
 * What to try at a simulated exchange.
 * @module
 */
import type { Channel } from '../contract/channel.js';
import type { Venue } from '../contract/venue.js';
import { counterparts, demoCredentials } from '../simulator/index.js';
import type { SimulatedVenue } from '../simulator/index.js';
import { chosenFlags, completeChoices } from './request-options.js';
import type { Choices } from './request-options.js';

/**
 * Makes a command line that works there: of the first kind that the exchange speaks of, with its demo keys where that is
 * an account's.
 *
 * @param choices - what the venue's own options are set to; where they are not, the first value is meant
 * @param restUrl - named where the venue has a list of symbols
 */
export function simulateHint(venue: Venue, choices: Choices, url: string, restUrl: string): string {
  const spoken = {
    ...Object.fromEntries((venue.options ?? []).map(({ name, values: [first = ''] }) => [name, first])),
    ...choices,
  };
  const kinds = Object.entries(venue.channels) as readonly (readonly [string, Channel])[];
  for (const [kind, channel] of kinds) {
    const [first = ''] = channel.markets;
    const market = channel.markets.includes(venue.defaultMarket) ? venue.defaultMarket : first;
    const request = { market, symbol: symbolOf(venue, market) };
    const meant = completeChoices(venue, channel, request, {});
    const flags = Object.entries(spoken).filter(([name, value]) => meant[name] !== value);
    const asked = { ...request, ...Object.fromEntries(flags) };
    const endpoint = endpointOf(channel, asked);
    if (endpoint === undefined) continue;
    const words = `${kind} ${venue.id}`;
    const place = `--url ${url}${venue.symbolList === undefined ? '' : ` --rest-url ${restUrl}`}`;
    const rest = `${chosenFlags(Object.fromEntries(flags))} ${place}`;
    if (venue.endpoints[endpoint]?.private !== true) return `rxtape ${words} ${request.symbol}${rest}`;
    return `${keysOf(venue)} rxtape ${words}${rest}`;
  }
  return 'rxtape venues';
}

/** Undefined where the venue has no such thing. */
function endpointOf(channel: Channel, request: Parameters<Channel['topic']>[0]): string | undefined {
  try {
    return channel.topic(request).endpoint;
  } catch {
    return undefined;
  }
}

/** The first symbol that the exchange lists. */
function symbolOf({ id }: Venue, market: string): string {
  const { listings } = counterparts[id as SimulatedVenue]();
  return listings.find(listing => listing.market === market)?.symbol ?? '';
}

function keysOf({ credentials = [] }: Venue): string {
  const demo: Readonly<Record<string, string>> = { ...demoCredentials };
  return credentials.map(({ name, variable }) => `${variable}=${demo[name] ?? ''}`).join(' ');
}
