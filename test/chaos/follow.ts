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
  GapReason,
  Order,
  Orders,
  Positions,
  Ticker,
  Trade,
  createFeeds,
} from '../../src/index.js';
import type { Exchange } from '../../src/simulator/index.js';
import type { Ended } from './heard.js';
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
  /** What streams ended with, and how often. */
  readonly endings: Record<string, number>;
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

/** What was so at most so long ago is the present, ms. */
const PRESENT = 1_500;

/** What following needs. */
export interface Following {
  readonly exchange: Exchange;
  readonly notes: Notes;
  readonly all: Subscription;
  /** Asks for a stream, again and again where it ends with an error, and notes what comes. */
  listen<T>(name: string, open: (feeds: Feeds) => Observable<T>): Observable<T | Ended>;
}

function diverge({ notes }: Following, what: string): void {
  notes.divergences.push(`at ${((Date.now() - 1_800_000_000_000) / 1_000).toFixed(1)} s: ${what}`);
}

/** Subscribes; breaks and ends are told apart from values. */
function keep<T extends { readonly type: string }>(
  { all, notes, listen }: Following,
  name: string,
  open: (feeds: Feeds) => Observable<T | Gap>,
  next: (value: T | 'break' | 'end', reason?: GapReason) => void,
): void {
  all.add(
    listen(name, open).subscribe(value => {
      if (value.type === 'gap') {
        notes.gaps += 1;
        next('break', (value as Gap).reason);
      } else if (value.type === 'ended') {
        notes.ended += 1;
        const { error } = value as Ended;
        notes.endings[error] = (notes.endings[error] ?? 0) + 1;
        next('end');
      } else next(value as T);
    }),
  );
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
  const { exchange } = following;
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

  keep<Book>(following, what, stand.open, value => {
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
  });
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
  const { exchange } = following;
  const { symbol, market } = stand;
  const what = `trades ${symbol}`;
  const arrivals = createArrivals();
  const presence = createPresence(following, what);
  const nameOf = ({ id, timestamp, price, size, side }: Trade): string =>
    id ?? `${timestamp ?? ''} ${side} ${size} at ${price}`;
  let hasIds = true;
  keep<Trade>(following, what, stand.open, value => {
    if (value === 'break' || value === 'end') {
      arrivals.tear(value);
      return;
    }
    count(following, 'trades');
    arrivals.push(nameOf(value));
    hasIds &&= value.id !== undefined;
    if (Date.now() - (value.timestamp ?? 0) <= PRESENT) presence.here();
  });
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
  const { exchange } = following;
  const { symbol, market } = stand;
  const what = `ticker ${symbol}`;
  const presence = createPresence(following, what);
  const prices = new Map<string, number>();
  let last: Ticker | undefined;
  const nameOf = ({ price }: Ticker): string => String(price);
  const lookAt = (value: Ticker | undefined): boolean =>
    value !== undefined && Date.now() - (prices.get(nameOf(value)) ?? -Infinity) <= PRESENT;
  keep<Ticker>(following, what, stand.open, value => {
    if (value === 'break' || value === 'end') return;
    last = value;
    count(following, 'tickers');
    if (!prices.has(nameOf(value)) && nameOf(exchange.ticker(symbol, { market })) !== nameOf(value)) {
      diverge(following, `${what} tells a price of ${nameOf(value)} that never was`);
    }
    if (lookAt(value)) presence.here();
  });
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
  const { exchange } = following;
  const { market } = stand;
  /** What was told since the last break, by what it is of: what the venue has not told again since is not known. */
  const known = {
    balances: new Map<string, string>(),
    positions: new Map<string, string>(),
    orders: new Map<string, string>(),
  };
  /** What the library says is open since the last break, all of it; not to be trusted where something may have been lost. */
  const open: { orders: ReadonlyMap<string, string>; positions: ReadonlyMap<string, string>; isTrusted: boolean } = {
    ...{ orders: new Map(), positions: new Map() },
    isTrusted: true,
  };
  const begin = (): void => {
    Object.assign(open, { orders: new Map(), positions: new Map(), isTrusted: true });
  };
  const noTotals = new Set<string>();
  const came = createArrivals();
  const [orders, fills] = [createCurrency(following, 'orders'), createCurrency(following, 'fills')];
  const nameOf = ({ symbol, orderId, id }: Fill): string => `${symbol} ${orderId} ${id}`;
  const balanceText = ({ asset, available, total }: Balance): string => {
    // Some venues tell what is free, and not what there is.
    if (total === undefined) noTotals.add(asset);
    return noTotals.has(asset) ? plain(available) : `${plain(available)} of ${plain(total)}`;
  };

  if (stand.balances !== undefined) {
    keep<Balances>(following, 'balances', stand.balances, value => {
      if (value === 'break' || value === 'end') known.balances.clear();
      else for (const one of value.changed) known.balances.set(one.asset, balanceText(one));
    });
  }
  if (stand.positions !== undefined) {
    keep<Positions>(following, 'positions', stand.positions, value => {
      if (value === 'break' || value === 'end') known.positions.clear();
      else {
        for (const { symbol, side, size } of value.changed) known.positions.set(`${symbol} ${side}`, plain(size));
        for (const { symbol, side } of value.closed) known.positions.set(`${symbol} ${side}`, '0');
        open.positions = new Map(value.open.map(({ symbol, side, size }) => [`${symbol} ${side}`, plain(size)]));
      }
    });
  }
  if (stand.orders !== undefined) {
    keep<Orders>(following, 'orders', stand.orders, (value, reason) => {
      if (value === 'break' || value === 'end') {
        orders.tear();
        known.orders.clear();
        // What an account holds goes on over a message that could not be read: what that one changed is not known.
        if (reason === 'unreadable') open.isTrusted = false;
        else begin();
      } else {
        orders.here();
        for (const one of value.changed) known.orders.set(one.id, orderText(one));
        open.orders = new Map(Object.values(value.open).map(one => [one.id, orderText(one)]));
      }
    });
  }
  if (stand.fills !== undefined) {
    keep<Fill>(following, 'fills', stand.fills, value => {
      if (value === 'break' || value === 'end') {
        came.tear(value);
        fills.tear();
        return;
      }
      count(following, 'fills');
      came.push(nameOf(value));
      fills.here();
    });
  }

  const compare = (what: keyof typeof known, truth: ReadonlyMap<string, string>, absent: string): void => {
    const wholes = what === 'balances' || !open.isTrusted ? [] : open[what];
    for (const [name, ours] of [...known[what], ...wholes]) {
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
    compare('orders', new Map(truth.orders(market).map(one => [one.id, orderText(one)] as const)), 'unknown');
  };
  const forget = (): void => {
    for (const one of Object.values(known)) one.clear();
    open.isTrusted = false;
  };
  let steps = 0;
  return {
    step() {
      // The lists are long: once a second is enough.
      if ((steps += 1) % 10 !== 0) return;
      const truth = exchange.account();
      const newest = (times: readonly (number | undefined)[]): number =>
        times.reduce<number>((latest, time) => Math.max(latest, time ?? 0), 0);
      if (stand.orders !== undefined) orders.look(newest(truth.orders(market).map(({ updatedAt }) => updatedAt)));
      if (stand.fills !== undefined) fills.look(newest(truth.fills(market).map(({ timestamp }) => timestamp)));
    },
    settle: look,
    finish() {
      const truth = exchange.account().fills(market).map(nameOf);
      for (const wrong of came.wrongIn(truth)) diverge(following, `fills: ${wrong}`);
      if (stand.orders !== undefined) orders.finish();
      if (stand.fills !== undefined) fills.finish();
    },
    lost: forget,
    doubted: forget,
  };
}

interface Currency {
  /** Something came. */
  here(): void;
  /** A break, or an end: all is quiet at the venue as well where nobody is logged in. */
  tear(): void;
  /** @param newest - when the last thing happened that must come */
  look(newest: number): void;
  finish(): void;
}

/** Whether something came since the last thing happened that must come. */
function createCurrency(following: Following, what: string): Currency {
  const presence = createPresence(following, what);
  let last = Date.now();
  let isTorn = false;
  return {
    here() {
      last = Date.now();
      isTorn = false;
    },
    tear() {
      isTorn = true;
    },
    look(newest) {
      if (!isTorn && newest - last <= PRESENT) presence.here();
      presence.look();
    },
    finish() {
      if (presence.lag() <= 15_000) return;
      diverge(following, `${what} has not recovered: ${(presence.lag() / 1_000).toFixed(1)} s behind`);
    },
  };
}

/** How an order ended that was not filled is the venue's word: "expired" is "cancelled" by the exchange. */
function orderText({ status, filled }: Order): string {
  return `${status === 'expired' ? 'cancelled' : status}, ${plain(filled)} filled`;
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
