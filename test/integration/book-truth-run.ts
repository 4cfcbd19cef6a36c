/**
 * Follows books through virtual hours in which everything goes wrong, and compares each with the truth.
 * @module
 */
import { Subscription } from 'rxjs';
import type { Counterpart } from '../../src/contract/counterpart.js';
import type { Protocol } from '../../src/contract/protocol.js';
import type { Venue } from '../../src/contract/venue.js';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import { venues, wsTransport } from '../../src/index.js';
import type { Book } from '../../src/index.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { FaultName, FaultRule } from '../../src/simulator/faults.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { wireHttp } from '../support/exchange-wire.js';
import { marketStreams } from '../support/market-streams.js';
import { differenceOf, recorded } from '../support/recorded.js';
import { virtually } from '../support/virtual-time.js';

/** What is followed. */
export interface BookRun {
  readonly seed: string;
  readonly minutes: number;
  readonly counterpart: Counterpart;
  readonly market: string;
  readonly symbols: readonly string[];
  /** What each request names. */
  readonly options: object;
  readonly faults: readonly (FaultName | FaultRule)[];
  /** Levels a side that are compared; default all. */
  readonly levels?: number;
  /** Of a book that the venue numbers: how many levels a side are numbered by themselves. */
  readonly numbered?: { readonly window?: number };
  /** Whether some books come over HTTP, which are not said to anybody: those are compared by their number alone. */
  readonly unsaid?: true;
  /** The times of the venue's books are whole multiples of so many ms; default 1. Others are compared by their number. */
  readonly grain?: number;
}

/** What came of it. */
export interface BookFigures {
  /** Books that were told. */
  checked: number;
  /** Those that were compared by their number as well as by their time. */
  numbered: number;
  /** Those whose number has come again since: only their time can tell. */
  renumbered: number;
  /** Those that were older than the one before. */
  late: number;
  wrong: string[];
  faults: number;
  resyncs: number;
  reconnections: number;
  /** The longest time without a book, ms. */
  longestDark: number;
  /** How often each fault struck. */
  struck: Readonly<Record<string, number>>;
}

/** Everything that can go wrong at a venue, so thick that a topic's budget of resyncs would be used up in a minute. */
export function everythingAt({ immune }: Counterpart): readonly (FaultName | FaultRule)[] {
  const all: readonly (FaultName | FaultRule)[] = [
    { fault: 'drop-frame', rate: 0.03 },
    { fault: 'duplicate', rate: 0.03 },
    { fault: 'reorder', rate: 0.02 },
    { fault: 'garbage', rate: 0.02 },
    { fault: 'truncated', rate: 0.02 },
    { fault: 'bad-checksum', rate: 0.02 },
    { fault: 'close-1001', rate: 0.005 },
    { fault: 'close-1006', rate: 0.005 },
    { fault: 'half-open', rate: 0.002 },
    { fault: 'slow-consumer', rate: 0.01 },
    'refuse-connection',
    'late-ack',
    'data-before-ack',
    { fault: 'no-ack', rate: 0.05 },
    'stale-seed',
    { fault: 'restart-sequence', rate: 0.001 },
  ];
  return all.filter(fault => immune[typeof fault === 'string' ? fault : fault.fault] === undefined);
}

/** Lets a client follow the books, and compares each with the truth at its number and at its time. */
export function followBooks(run: BookRun): BookFigures {
  const { seed, minutes, market, symbols, options, faults, levels = Infinity, grain = 1 } = run;
  const { id } = run.counterpart;
  const figures: BookFigures = {
    ...{ checked: 0, numbered: 0, renumbered: 0, late: 0, wrong: [], faults: 0, resyncs: 0 },
    ...{ reconnections: 0, longestDark: 0, struck: {} },
  };
  virtually(at => {
    const { counterpart, books } = recorded(run.counterpart);
    const exchange = createExchange(counterpart, { seed, faults, tick: 100, rules: false });
    const feeds = createFeedsOf({ [id]: unlimited(venues[id as keyof typeof venues]) }, wsTransport(), {
      urls: { [id]: 'ws://exchange' },
      transport: exchangeTransport(exchange),
      http: wireHttp({ exchange }),
      backoff: { base: 200, cap: 2_000 },
      random: () => 0.5,
    });
    const all = new Subscription();
    all.add(
      feeds.problems$(id).subscribe(({ mending }) => {
        if (mending === 'resync') figures.resyncs++;
        if (mending === 'reconnect') figures.reconnections++;
      }),
    );
    const check = (book: Book): string | undefined => {
      const then = grain === 1 ? books.at(book) : undefined;
      const isUnsaid = then === undefined && (grain > 1 || run.unsaid === true);
      const byTime = isUnsaid ? undefined : differenceOf(book, then, levels);
      if (isUnsaid && book.sequence === undefined) return 'nothing says which one it is';
      // Who asks over HTTP in the very ms of a step may see the state after the next: two states have one time then.
      const isSettled = byTime !== undefined && run.unsaid !== true;
      if (isSettled || run.numbered === undefined || book.sequence === undefined) return byTime;
      const truth = exchange.bookAt(book.symbol, book.sequence, { market, ...run.numbered });
      if (truth?.timestamp !== undefined && Math.floor(truth.timestamp / grain) * grain !== book.timestamp) {
        figures.renumbered++;
        return byTime;
      }
      figures.numbered++;
      return differenceOf(book, truth, levels);
    };
    for (const symbol of symbols) {
      let last: Book | undefined;
      all.add(
        marketStreams(feeds, { venue: id, options }, symbol).book$.subscribe(book => {
          figures.longestDark = Math.max(figures.longestDark, book.receivedAt - (last ?? book).receivedAt);
          if ((book.timestamp ?? 0) < (last?.timestamp ?? 0)) figures.late++;
          last = book;
          figures.checked++;
          const difference = check(book);
          if (difference !== undefined)
            figures.wrong.push(`${symbol} at ${book.sequence ?? book.timestamp}: ${difference}`);
        }),
      );
    }
    at(minutes * 60_000, () => {
      figures.struck = Object.fromEntries([...exchange.struck].sort());
      figures.faults = [...exchange.struck.values()].reduce((sum, times) => sum + times, 0);
      all.unsubscribe();
      exchange.close();
    });
  });
  return figures;
}

function unlimited(venue: Venue): Venue {
  const often = (protocol: Protocol): Protocol => ({
    ...protocol,
    limits: { ...protocol.limits, resyncs: [{ messages: 1, per: 5_000 }] },
  });
  const endpoints = Object.entries(venue.endpoints).map(([name, door]) => [
    name,
    door.protocol === undefined ? door : { ...door, protocol: often(door.protocol) },
  ]);
  return { ...venue, protocol: often(venue.protocol), endpoints: Object.fromEntries(endpoints) as Venue['endpoints'] };
}
