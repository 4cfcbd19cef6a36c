/**
 * Follows one venue's streams through a storm, and compares what they say with what is so.
 * @module
 */
import type { Observable, Subscription } from 'rxjs';
import type {
  Balance,
  Balances,
  Book,
  Fill,
  Gap,
  Orders,
  Positions,
  Ticker,
  Trade,
  createFeeds,
} from '../../src/index.js';
import type { Exchange } from '../../src/simulator/index.js';
import { onceEach } from './once-each.js';
import type { Arrival } from './once-each.js';
import type { AccountStand, BookStand, TickerStand, TradesStand } from './stands.js';

type Feeds = ReturnType<typeof createFeeds>;

/** What is noted of all streams together. */
export interface Notes {
  readonly checked: Record<string, number>;
  readonly divergences: string[];
  readonly worst: { ms: number; what: string };
  gaps: number;
  ended: number;
}

/** One stream that is followed. */
export interface Followed {
  /** Called after each step of the exchange. */
  step?(): void;
  /** Called where everything must be settled. */
  settle?(): void;
  /** Called at the very end. */
  finish(): void;
  /** The connection was lost: what the venue does not tell again is not known any more. */
  lost?(): void;
  /** Something could not be read, or was asked for anew: whose it was is not always known. */
  doubted?(): void;
}

/** How soon a user asks again for a stream that was refused, ms. */
const ANEW = 5_000;
/** What was so at most so long ago is the present, ms. */
const PRESENT = 1_500;

/** What following needs. */
export interface Following {
  readonly feeds: Feeds;
  readonly exchange: Exchange;
  readonly notes: Notes;
  readonly all: Subscription;
}

function diverge({ notes }: Following, what: string): void {
  notes.divergences.push(`at ${((Date.now() - 1_800_000_000_000) / 1_000).toFixed(1)} s: ${what}`);
}

/** Subscribes, and again where it ends with an error, as a user would. */
function keep<T>(
  { all, notes }: Following,
  stream$: () => Observable<T | Gap>,
  next: (value: T | 'break' | 'end') => void,
): void {
  const begin = (): void => {
    all.add(
      stream$().subscribe({
        next: value => {
          const isGap = (value as { readonly type?: string }).type === 'gap';
          if (isGap) notes.gaps += 1;
          next(isGap ? 'break' : (value as T));
        },
        error: () => {
          notes.ended += 1;
          next('end');
          const again = setTimeout(() => {
            if (!all.closed) begin();
          }, ANEW);
          all.add(() => {
            clearTimeout(again);
          });
        },
      }),
    );
  };
  begin();
}

function count({ notes }: Following, what: string): void {
  notes.checked[what] = (notes.checked[what] ?? 0) + 1;
}

/** Notes how long a stream is behind. */
function createPresence(following: Following, what: string): { here(): void; look(): void; lag(): number } {
  let last = Date.now();
  const { worst } = following.notes;
  const lag = (): number => Date.now() - last;
  return {
    lag,
    here() {
      last = Date.now();
    },
    look() {
      if (lag() <= worst.ms) return;
      worst.ms = lag();
      worst.what = what;
    },
  };
}

interface Arrivals {
  push(name: string): void;
  tear(how: 'break' | 'end'): void;
  wrongIn(truth: readonly string[]): readonly string[];
}

/** What came, stream by stream: one that was begun anew after it had ended is another one, and may tell again. */
function createArrivals(): Arrivals {
  const streams: Arrival[][] = [[]];
  return {
    push(name) {
      streams.at(-1)?.push({ name });
    },
    tear(how) {
      if (how === 'break') streams.at(-1)?.push('break');
      else streams.push([]);
    },
    wrongIn: truth => streams.flatMap(stream => onceEach(truth, stream, true)),
  };
}

/** Each book is one that the exchange had, under the number that it bears. */
export function followBook(following: Following, stand: BookStand): Followed {
  const { exchange, feeds } = following;
  const { symbol, market, window, levels } = stand;
  const what = `book ${symbol}`;
  const where = { market, ...(window === undefined ? {} : { window }) };
  const presence = createPresence(following, what);
  /** When each state was so, by its number and its rows. */
  const states = new Map<string, number>();
  let isTold = false;
  let last: Book | undefined;
  const nameOf = ({ bids, asks }: Book, sequence: Book['sequence']): string =>
    `${sequence ?? ''} ${hashOf(JSON.stringify([bids.slice(0, levels), asks.slice(0, levels)]))}`;
  const note = (): void => {
    const truth = exchange.book(symbol, where);
    states.set(nameOf(truth, truth.sequence), Date.now());
    states.set(nameOf(truth, undefined), Date.now());
  };
  // A window is made by who asks for it first.
  if (window === undefined) note();

  keep<Book>(
    following,
    () => stand.open(feeds),
    value => {
      if (value === 'break' || value === 'end') return;
      if (!isTold) note();
      isTold = true;
      last = value;
      count(following, 'books');
      const name = nameOf(value, value.sequence);
      // What comes within the step has not been noted yet.
      if (!states.has(name)) note();
      let at = states.get(name);
      const known = value.sequence === undefined ? undefined : exchange.bookAt(symbol, value.sequence, where);
      if (at === undefined && known !== undefined && nameOf(known, value.sequence) === name) at = Date.now();
      if (at === undefined)
        diverge(following, `${what} at ${value.sequence ?? 'no number'} is none that the exchange had`);
      else if (Date.now() - at <= PRESENT) presence.here();
    },
  );
  return {
    step() {
      if (isTold || window === undefined) note();
      presence.look();
    },
    finish() {
      const at = last === undefined ? undefined : states.get(nameOf(last, last.sequence));
      if (at === undefined || Date.now() - at > PRESENT || presence.lag() > 3_000) {
        diverge(following, `${what} has not recovered: ${(presence.lag() / 1_000).toFixed(1)} s behind`);
      }
    },
  };
}

/** Each trade comes once, or is missing inside a break that was told. */
export function followTrades(following: Following, stand: TradesStand): Followed {
  const { exchange, feeds } = following;
  const { symbol, market } = stand;
  const what = `trades ${symbol}`;
  const arrivals = createArrivals();
  const presence = createPresence(following, what);
  const nameOf = ({ id, timestamp, price, size, side }: Trade): string =>
    id ?? `${timestamp ?? ''} ${side} ${size} at ${price}`;
  let hasIds = true;
  keep<Trade>(
    following,
    () => stand.open(feeds),
    value => {
      if (value === 'break' || value === 'end') {
        arrivals.tear(value);
        return;
      }
      count(following, 'trades');
      arrivals.push(nameOf(value));
      hasIds &&= value.id !== undefined;
      if (Date.now() - (value.timestamp ?? 0) <= PRESENT) presence.here();
    },
  );
  return {
    step: presence.look,
    finish() {
      const truth = exchange.trades(symbol, { market });
      const names = truth.map(trade => (hasIds ? nameOf(trade) : nameOf({ ...trade, id: undefined })));
      for (const wrong of arrivals.wrongIn(names)) diverge(following, `${what}: ${wrong}`);
      if (presence.lag() > 15_000) {
        diverge(following, `${what} has not recovered: ${(presence.lag() / 1_000).toFixed(1)} s behind`);
      }
    },
  };
}

/** The last price is the exchange's, of now or of just before. */
export function followTicker(following: Following, stand: TickerStand): Followed {
  const { exchange, feeds } = following;
  const { symbol, market } = stand;
  const what = `ticker ${symbol}`;
  const presence = createPresence(following, what);
  const prices = new Map<string, number>();
  let last: Ticker | undefined;
  const nameOf = ({ price }: Ticker): string => String(price);
  const lookAt = (value: Ticker | undefined): boolean =>
    value !== undefined && Date.now() - (prices.get(nameOf(value)) ?? -Infinity) <= PRESENT;
  keep<Ticker>(
    following,
    () => stand.open(feeds),
    value => {
      if (value === 'break' || value === 'end') return;
      last = value;
      count(following, 'tickers');
      if (!prices.has(nameOf(value)) && nameOf(exchange.ticker(symbol, { market })) !== nameOf(value)) {
        diverge(following, `${what} tells a price of ${nameOf(value)} that never was`);
      }
      if (lookAt(value)) presence.here();
    },
  );
  return {
    step() {
      prices.set(nameOf(exchange.ticker(symbol, { market })), Date.now());
      // What has not changed is told by nobody.
      if (lookAt(last)) presence.here();
      presence.look();
    },
    settle() {
      count(following, 'tickers');
      if (!lookAt(last)) diverge(following, `${what} is not up to date where it must be`);
    },
    finish() {
      if (!lookAt(last)) diverge(following, `${what} has not recovered`);
    },
  };
}

/** An account is as it is, and each fill comes once or is missing inside a break that was told. */
export function followAccount(following: Following, stand: AccountStand): Followed {
  const { exchange, feeds } = following;
  const { market } = stand;
  /** What was told since the last break, by what it is of: what the venue has not told again since is not known. */
  const known = {
    balances: new Map<string, string>(),
    positions: new Map<string, string>(),
    orders: new Map<string, string>(),
  };
  const noTotals = new Set<string>();
  const fills = createArrivals();
  const nameOf = ({ symbol, orderId, id }: Fill): string => `${symbol} ${orderId} ${id}`;
  const balanceText = ({ asset, available, total }: Balance): string => {
    // Some venues tell what is free, and not what there is.
    if (total === undefined) noTotals.add(asset);
    return noTotals.has(asset) ? plain(available) : `${plain(available)} of ${plain(total)}`;
  };

  if (stand.balances !== undefined) {
    keep<Balances>(
      following,
      () => stand.balances?.(feeds) as Observable<Balances>,
      value => {
        if (value === 'break' || value === 'end') known.balances.clear();
        else for (const one of value.changed) known.balances.set(one.asset, balanceText(one));
      },
    );
  }
  if (stand.positions !== undefined) {
    keep<Positions>(
      following,
      () => stand.positions?.(feeds) as Observable<Positions>,
      value => {
        if (value === 'break' || value === 'end') known.positions.clear();
        else {
          for (const { symbol, side, size } of value.changed) known.positions.set(`${symbol} ${side}`, plain(size));
          for (const { symbol, side } of value.closed) known.positions.set(`${symbol} ${side}`, '0');
        }
      },
    );
  }
  if (stand.orders !== undefined) {
    keep<Orders>(
      following,
      () => stand.orders?.(feeds) as Observable<Orders>,
      value => {
        if (value === 'break' || value === 'end') known.orders.clear();
        else
          for (const { id, status, filled } of value.changed)
            known.orders.set(id, `${status}, ${plain(filled)} filled`);
      },
    );
  }
  if (stand.fills !== undefined) {
    keep<Fill>(
      following,
      () => stand.fills?.(feeds) as Observable<Fill>,
      value => {
        if (value === 'break' || value === 'end') {
          fills.tear(value);
          return;
        }
        count(following, 'fills');
        fills.push(nameOf(value));
      },
    );
  }

  const compare = (what: keyof typeof known, truth: ReadonlyMap<string, string>, absent: string): void => {
    for (const [name, ours] of known[what]) {
      count(following, what);
      const theirs = truth.get(name) ?? absent;
      if (ours !== theirs) diverge(following, `${what}: ${name} is ${ours}, not ${theirs}`);
    }
  };
  const look = (): void => {
    const truth = exchange.account();
    compare('balances', new Map(truth.balances(market).map(one => [one.asset, balanceText(one)])), 'unknown');
    const positions = truth.positions(market).map(one => [`${one.symbol} ${one.side}`, plain(one.size)] as const);
    compare('positions', new Map(positions), '0');
    const orders = truth.orders(market).map(one => [one.id, `${one.status}, ${plain(one.filled)} filled`] as const);
    compare('orders', new Map(orders), 'unknown');
  };
  const forget = (): void => {
    for (const one of Object.values(known)) one.clear();
  };
  return {
    settle: look,
    finish() {
      const truth = exchange.account().fills(market).map(nameOf);
      for (const wrong of fills.wrongIn(truth)) diverge(following, `fills: ${wrong}`);
    },
    lost: forget,
    doubted: forget,
  };
}

/** Without zeros at the end: venues write the same amount in several ways. */
function plain(amount: string | undefined): string {
  return amount === undefined ? 'unknown' : amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}

/** FNV-1a in two halves: enough to tell the books of a day apart. */
function hashOf(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b + code, 0x85ebca6b) ^ (b >>> 13);
  }
  return `${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}`;
}
