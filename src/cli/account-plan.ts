/**
 * From the words of an account's command to what is to be done; everything that can be wrong is found here.
 * @module
 */
import type { Channel, SymbolRequest } from '../contract/channel.js';
import type { Credentials } from '../contract/protocol.js';
import type { Venue } from '../contract/venue.js';
import { addressOf } from '../feeds/address.js';
import { resolveRequest } from '../feeds/resolve-request.js';
import { venues } from '../index.js';
import type { Gap } from '../model/gap.js';
import type { AccountKind } from '../model/kinds.js';
import { demoCredentials } from '../simulator/index.js';
import { accountCsvColumns } from './account-csv-columns.js';
import type { AccountCsvColumns } from './account-csv-columns.js';
import { accountKeys } from './account-keys.js';
import type { AccountRow } from './account-rows.js';
import type { Args } from './command.js';
import { CommandError, reading } from './command-error.js';
import type { Environment } from './environment.js';
import { gapColumns } from './gap-columns.js';
import { likelyMarket } from './likely-market.js';
import { positive, whole } from './number-option.js';
import { checkChoices, choicesOf, completeChoices } from './request-options.js';
import type { Choices } from './request-options.js';
import { isChecked, restUrlOf } from './rest-url.js';
import type { SimulationPlan } from './simulated.js';
import { csvPath, venueOf } from './watch-plan.js';

/** What is to be done. */
export interface AccountPlan {
  readonly kind: AccountKind;
  readonly venue: Venue;
  /** One stream each, with what the venue's own options are set to; a symbol of `''` means all. */
  readonly requests: readonly SymbolRequest[];
  /** Makes the keys: a function, so that no inspection of the plan shows them. */
  readonly credentials: () => Credentials;
  readonly url: string | undefined;
  readonly restUrl: string | undefined;
  readonly host: string | undefined;
  /** Whether symbols are looked up in the venue's list. */
  readonly checkSymbols: boolean;
  /** When to stop, ms; undefined: never. */
  readonly timeout: number | undefined;
  readonly json: boolean;
  readonly raw: boolean;
  /** Whether breaks are told in the stream. */
  readonly gaps: boolean;
  readonly csv: { readonly path: string; readonly columns: AccountCsvColumns<AccountRow | Gap> } | undefined;
  /** The simulation to use in place of the venue. */
  readonly simulate: SimulationPlan | undefined;
  readonly verbose: boolean;
}

/**
 * Reads the words, and the keys out of the environment; a simulation has keys of its own.
 *
 * @param now - names the file of `--csv`, ms since the epoch
 * @throws CommandError with exit code 2, in one sentence that names what is possible
 */
export function accountPlanOf(
  kind: AccountKind,
  { positional, options }: Args,
  variable: Environment,
  now: number,
): AccountPlan {
  return reading(() => {
    const [id = '', ...symbols] = positional;
    const venue = venueOf(id);
    const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
    const channel = venue.channels[kind] as Channel | undefined;
    if (channel === undefined) {
      throw new CommandError(`${id} has no ${kind}: it has ${Object.keys(venue.channels).join(', ')}`, 2);
    }
    const choices = choicesOf(venue, options, Object.values(venues));
    const requests = requestsOf(kind, venue, channel, symbols, text('market'), choices);
    checkChoices(venue, channel, requests[0], choices);
    const said = { url: text('url'), restUrl: restUrlOf(options), host: text('host') };
    for (const endpoint of Object.keys(venue.endpoints)) addressOf(venue, endpoint, said.url, said.host);
    const seed = text('seed');
    const isSimulated = options['simulate'] === true;
    if (seed !== undefined && !isSimulated) {
      throw new CommandError('seed is for --simulate: add it, or leave --seed out', 2);
    }
    const [csv, timeout] = [options['csv'], text('timeout')];
    const plan = {
      kind,
      venue,
      requests,
      ...said,
      checkSymbols: isChecked(venue, options, said),
      timeout: timeout === undefined ? undefined : positive('timeout', timeout, 's') * 1_000,
      json: options['json'] === true,
      raw: options['raw'] === true,
      gaps: options['gaps'] === true,
      csv:
        typeof csv === 'string' || csv === true
          ? { path: csvPath(csv, id, now), columns: gapColumns(accountCsvColumns(kind), options['gaps'] === true) }
          : undefined,
      simulate: isSimulated
        ? {
            seed: seed === undefined ? 1 : whole('seed', seed),
            // The other side must speak as the request is meant.
            switches: completeChoices(venue, channel, requests[0], choices),
          }
        : undefined,
      verbose: options['verbose'] === true,
    };
    const keys: Credentials = isSimulated ? { ...demoCredentials } : accountKeys(venue, variable);
    return { ...plan, credentials: () => keys };
  });
}

/** Each symbol once; none means all of them. */
function requestsOf(
  kind: AccountKind,
  venue: Venue,
  channel: Channel,
  symbols: readonly string[],
  market: string | undefined,
  choices: Choices,
): readonly SymbolRequest[] {
  const requests = new Map<string, SymbolRequest>();
  for (const symbol of symbols.length === 0 ? [''] : symbols) {
    const chosen = market ?? likelyMarket(venue, channel, symbol);
    const call = { ...choices, ...(chosen === undefined ? {} : { market: chosen }) };
    const request = resolveRequest(venue, kind, channel.markets, symbol, call, true);
    // Asked now, so that what the venue has not is told before anything is connected.
    channel.topic(request);
    requests.set(`${request.market} ${request.symbol}`, request);
  }
  return [...requests.values()];
}
