/**
 * A simulated exchange that keeps what it says of books: the truth where the wire numbers nothing.
 * @module
 */
import type { Counterpart } from '../../src/contract/counterpart.js';
import type { Book, BookRow, Level } from '../../src/model/market.js';
import { createExchange } from '../../src/simulator/exchange.js';
import { serve } from '../../src/simulator/server.js';
import type { SimulatedVenue, SimulateOptions, Simulation } from '../../src/simulator/simulate.js';
import { counterparts } from '../../src/venues/counterparts.js';

/** A whole book at one moment, best first. */
export interface BookThen {
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
}

/** What the books were, by the exchange's clock. */
export interface BookLog {
  /** The full book whose time this was; undefined where there was none, or it is long ago. */
  at(place: Pick<Book, 'market' | 'symbol' | 'timestamp'>): BookThen | undefined;
}

interface Rows {
  readonly bids: readonly BookRow[];
  readonly asks: readonly BookRow[];
}

/** Books that are kept per symbol. */
const KEPT = 3_000;

/** Makes a counterpart that speaks as the given one does, and the log of the books it spoke of. */
export function recorded(counterpart: Counterpart): { readonly counterpart: Counterpart; readonly books: BookLog } {
  const log = new Map<string, Map<number, Rows>>();
  const nameOf = ({ market, symbol }: Pick<Book, 'market' | 'symbol'>): string => `${market} ${symbol}`;
  return {
    books: {
      at: place => {
        const rows = place.timestamp === undefined ? undefined : log.get(nameOf(place))?.get(place.timestamp);
        return rows && { bids: rows.bids.map(({ level }) => level), asks: rows.asks.map(({ level }) => level) };
      },
    },
    counterpart: {
      ...counterpart,
      speak(wish, utterance, context) {
        if (utterance.type === 'book' && utterance.event.timestamp !== undefined) {
          const { event, after } = utterance;
          const name = nameOf(event);
          const states = log.get(name) ?? new Map<number, Rows>();
          log.set(name, states);
          const time = event.timestamp ?? 0;
          if (!states.has(time)) states.set(time, after);
          const [oldest] = states.keys();
          if (states.size > KEPT && oldest !== undefined) states.delete(oldest);
        }
        return counterpart.speak(wish, utterance, context);
      },
    },
  };
}

/** A running simulation, and its log. */
export interface RecordedSimulation extends Simulation {
  readonly books: BookLog;
}

/** Starts a simulated exchange on loopback, as `simulate` does, and keeps its books. */
export async function simulateRecorded<V extends SimulatedVenue>(
  venue: V,
  options: SimulateOptions<V> = {},
): Promise<RecordedSimulation> {
  // The switches are the venue's own, which the table's union of functions cannot say.
  const counterpartOf = counterparts[venue] as (switches: object) => Counterpart;
  const { counterpart, books } = recorded(counterpartOf(options));
  const exchange = createExchange(counterpart, options);
  const server = await serve(exchange, options);
  const { connect: _connect, rest: _rest, restAnswer: _answer, ...rest } = exchange;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    exchange.close();
    closing ??= server.close();
    return closing;
  };
  return {
    ...rest,
    books,
    get clients() {
      return exchange.clients;
    },
    url: `ws://${server.host}:${server.port}`,
    restUrl: `http://${server.host}:${server.port}`,
    port: server.port,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What of the first differs from the second, in a sentence; undefined where nothing does. */
export function differenceOf(ours: BookThen, truth: BookThen | undefined, levels = Infinity): string | undefined {
  if (truth === undefined) return 'the exchange never had this state';
  for (const side of ['bids', 'asks'] as const) {
    const [mine, theirs] = [ours[side].slice(0, levels), truth[side].slice(0, levels)];
    if (mine.length !== theirs.length) return `${side} have ${mine.length} levels, not ${theirs.length}`;
    const index = mine.findIndex(([price, size], i) => price !== theirs[i]?.[0] || size !== theirs[i][1]);
    if (index !== -1) return `${side}[${index}] is ${String(mine[index])}, not ${String(theirs[index])}`;
  }
  return undefined;
}
