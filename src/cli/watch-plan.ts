/**
 * From the words of a watching command to what is to be done; everything that can be wrong is found here.
 * @module
 */
import type { Channel, SymbolRequest } from '../contract/channel.js';
import type { Venue } from '../contract/venue.js';
import { addressOf } from '../feeds/address.js';
import { resolveRequest } from '../feeds/resolve-request.js';
import { venues } from '../index.js';
import type { Gap } from '../model/gap.js';
import type { Args } from './command.js';
import { CommandError, reading } from './command-error.js';
import { csvColumns } from './csv-columns.js';
import type { CsvColumns } from './csv-columns.js';
import { gapColumns } from './gap-columns.js';
import { likelyMarket } from './likely-market.js';
import { positive, whole } from './number-option.js';
import { checkChoices, choicesOf, completeChoices } from './request-options.js';
import type { Choices } from './request-options.js';
import { checkSeed, isChecked, restUrlOf } from './rest-url.js';
import type { Watched } from './render/line.js';
import { dateText } from './render/time-text.js';
import type { Target } from './render/view.js';
import type { WatchedKind } from './render/views.js';
import type { SimulationPlan } from './simulated.js';

/** A symbol that is watched, and what the factory of its kind is asked. */
export interface WatchTarget extends Target {
  /** The call's options: market, interval, depth. */
  readonly call: Readonly<Record<string, unknown>>;
  /** The same stream under the venue's own name. */
  readonly rawChannel: string | undefined;
}

/** What is to be done. */
export interface WatchPlan {
  readonly kind: WatchedKind;
  readonly venue: Venue;
  readonly targets: readonly WatchTarget[];
  /** What the venue's own options are set to. */
  readonly choices: Choices;
  /** Levels of a book to show. */
  readonly levels: number;
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
  readonly csv: { readonly path: string; readonly columns: CsvColumns<Watched | Gap> } | undefined;
  /** The simulation to use in place of the venue. */
  readonly simulate: SimulationPlan | undefined;
  readonly verbose: boolean;
}

/**
 * Reads the words.
 *
 * @param now - names the file of `--csv`, ms since the epoch
 * @throws CommandError with exit code 2, in one sentence that names what is possible
 */
export function planOf(kind: WatchedKind, { positional, options }: Args, now: number): WatchPlan {
  return reading(() => {
    const [id = '', ...symbols] = positional;
    const venue = venueOf(id);
    const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
    const channel = venue.channels[kind] as Channel | undefined;
    if (channel === undefined) {
      throw new CommandError(`${id} has no ${kind}: it has ${Object.keys(venue.channels).join(', ')}`, 2);
    }
    const choices = choicesOf(venue, options, Object.values(venues));
    const depth = numberIfOne(text('depth'));
    const extra = {
      ...choices,
      ...(kind === 'candles' ? { interval: text('interval') ?? '1m' } : {}),
      ...(depth === undefined ? {} : { depth }),
    };
    const market = text('market');
    const requests = symbols.map(symbol => {
      const chosen = market ?? likelyMarket(venue, channel, symbol);
      const call = { ...(chosen === undefined ? {} : { market: chosen }), ...extra };
      return resolveRequest(venue, kind, channel.markets, symbol, call, false);
    });
    checkChoices(venue, channel, requests[0], choices);
    const raw = options['raw'] === true;
    const targets = targetsOf(venue, channel, requests, choices, raw);
    const said = { url: text('url'), restUrl: restUrlOf(options), host: text('host') };
    for (const endpoint of Object.keys(venue.endpoints)) addressOf(venue, endpoint, said.url, said.host);
    // The venue's own rows are changes only, and begin with none.
    if (!raw) checkSeed(venue, channel, said);
    const seed = text('seed');
    const simulate = options['simulate'] === true;
    if (seed !== undefined && !simulate)
      throw new CommandError('seed is for --simulate: add it, or leave --seed out', 2);
    const gaps = options['gaps'] === true;
    const columns = gapColumns(csvColumns(kind, typeof depth === 'number' ? depth : undefined), gaps);
    const csv = options['csv'];
    const timeout = text('timeout');
    return {
      kind,
      venue,
      targets,
      choices,
      levels: typeof depth === 'number' ? depth : 12,
      ...said,
      checkSymbols: isChecked(venue, options, said),
      timeout: timeout === undefined ? undefined : positive('timeout', timeout, 's') * 1_000,
      json: options['json'] === true,
      raw,
      gaps,
      csv: typeof csv === 'string' || csv === true ? { path: csvPath(csv, id, now), columns } : undefined,
      simulate: simulate
        ? {
            seed: seed === undefined ? 1 : whole('seed', seed),
            // The other side must speak as the request is meant.
            switches: completeChoices(venue, channel, requests[0], choices),
          }
        : undefined,
      verbose: options['verbose'] === true,
    };
  });
}

/**
 * Finds a venue.
 *
 * @throws CommandError with exit code 2, naming all venues
 */
export function venueOf(id: string): Venue {
  const known: Readonly<Record<string, Venue>> = venues;
  const venue = Object.hasOwn(known, id) ? known[id] : undefined;
  if (venue !== undefined) return venue;
  throw new CommandError(`venue ${JSON.stringify(id)} is not known: choose one of ${Object.keys(known).join(', ')}`, 2);
}

/**
 * Names the file of `--csv`. The option takes the next word: that may have been meant as a symbol.
 *
 * @param now - ms since the epoch
 * @throws CommandError with exit code 2 where the word has no ending
 */
export function csvPath(csv: string | true, id: string, now: number): string {
  if (csv === true) return `${id}_data_${dateText(now)}.csv`;
  if (/[./\\]/.test(csv)) return csv;
  const better = JSON.stringify(`${csv}.csv`);
  throw new CommandError(
    `csv file ${JSON.stringify(csv)} has no ending: write ${better}, or --csv behind the symbols if it is one`,
    2,
  );
}

/** A depth that is no number is for the venue to refuse, with the depths that it has. */
function numberIfOne(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

/** Each symbol once; its market is named where there are several. */
function targetsOf(
  venue: Venue,
  channel: Channel,
  requests: readonly SymbolRequest[],
  choices: Choices,
  raw: boolean,
): readonly WatchTarget[] {
  const several = new Set(requests.map(({ market }) => market)).size > 1;
  const targets = new Map<string, WatchTarget>();
  for (const request of requests) {
    const { market, symbol } = request;
    const { key } = channel.topic(request);
    if (targets.has(key)) continue;
    const { symbol: _, ...call } = request;
    const rawChannel = raw ? rawChannelOf(venue, key, { market, symbol, ...choices }) : undefined;
    targets.set(key, { market, symbol, label: several ? `${symbol} ${market}` : symbol, call, rawChannel });
  }
  return [...targets.values()];
}

/** The venue's own channel with the same topic. */
function rawChannelOf(venue: Venue, key: string, request: SymbolRequest): string {
  const channelOf = (asked: SymbolRequest): string | undefined =>
    Object.entries(venue.raw).find(
      ([, channel]) => channel.markets.includes(asked.market) && keyOf(channel, asked) === key,
    )?.[0];
  const found = channelOf(request);
  if (found !== undefined) return found;
  const { symbol } = request;
  const common = channelOf({ ...request, symbol: 'default' });
  if (common !== undefined) {
    throw new CommandError(
      `channel ${common} of ${venue.id} is told for all symbols: write default in place of ${symbol} for its rows`,
      2,
    );
  }
  throw new CommandError(
    `${venue.id} has no rows of its own for ${key}: it has ${Object.keys(venue.raw).join(', ')}`,
    2,
  );
}

/** Undefined where a channel does not have what is chosen. */
function keyOf(channel: Channel, request: SymbolRequest): string | undefined {
  try {
    return channel.topic(request).key;
  } catch {
    return undefined;
  }
}
