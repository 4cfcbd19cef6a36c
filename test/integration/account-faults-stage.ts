/**
 * An account at a simulated exchange over real sockets, moved by hand, and what a client sees of it.
 * @module
 */
import { Subscription } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Balance, Balances, Fill, Orders, Positions, Status } from '../../src/index.js';
import type { Simulation } from '../../src/simulator/simulate.js';
import type { AccountStreams } from '../support/account-streams.js';
import { until } from '../support/until.js';

/** Where the truth of the streams is, and how much of it the venue tells. */
export interface AccountPart {
  readonly market: string;
  /** The market of the positions, where there are any. */
  readonly positions?: string | undefined;
  /** The only symbol that is listened to, "BTC_USDT", where that must be said; default all. */
  readonly symbol?: string;
  /** False where the venue tells no fills. */
  readonly fills?: false;
  /** How many subscriptions stand when all is well. */
  readonly topics: number;
  /** What the venue tells of a balance. */
  readonly amounts: 'all' | 'available';
  /**
   * Whether the venue tells how things stand as soon as it is asked; if not, what has not changed since is not seen.
   * Default: it does.
   */
  readonly isTold?: false;
}

/** What was heard. */
export interface Seen {
  balances: Balances | undefined;
  orders: Orders | undefined;
  positions: Positions | undefined;
  readonly fills: Fill[];
  /** Problems, one line each. */
  readonly told: string[];
  readonly errors: unknown[];
  readonly statuses: Status[];
}

/** An account that acts only when it is told to. */
export interface Stage {
  readonly seen: Seen;
  /** Lets the account act so often. */
  act(steps: number): Promise<void>;
  /** Lets it act until it is so. */
  actUntil(isSo: () => boolean, patience?: number): Promise<void>;
  /** Waits until every subscription stands, and every stream whose state is told at once has told it. */
  stand(patience?: number): Promise<void>;
  /** Waits for the first state of all streams that have one, but for these. */
  wait(without: readonly string[]): Promise<void>;
  /** Waits until what is seen is what is so; rejects with what differs. */
  settle(): Promise<void>;
  /** What differs from the truth, one line each. */
  differences(): readonly string[];
  /** The ids of all fills there were; none where the venue tells none. */
  truth(): readonly string[];
  /** How many fills there were, whether they are told or not. */
  happened(): number;
  stop(): void;
}

/** No order stands longer than so many steps. */
export const GENERATION = 140;

/** Begins to listen. */
export function createStage(exchange: Simulation, streams: AccountStreams, part: AccountPart): Stage {
  const seen: Seen = {
    balances: undefined,
    orders: undefined,
    positions: undefined,
    fills: [],
    told: [],
    errors: [],
    statuses: [],
  };
  const all = new Subscription();
  const listen = <T>(source$: Observable<T>, next: (value: T) => void): void => {
    all.add(source$.subscribe({ next, error: (cause: unknown) => seen.errors.push(cause) }));
  };
  listen(streams.problems$, ({ error, mending }) => seen.told.push(`${error.code} ${mending} ${error.message}`));
  listen(streams.status$, status => {
    seen.statuses.push(status);
    // What was seen is not to be trusted any more.
    if (status.phase !== 'waiting') return;
    seen.balances = seen.orders = seen.positions = undefined;
  });
  listen(streams.balances$, balances => (seen.balances = balances));
  listen(streams.orders$, orders => (seen.orders = orders));
  listen(streams.fills$, fill => seen.fills.push(fill));
  if (streams.positions$ !== undefined) listen(streams.positions$, positions => (seen.positions = positions));

  /** Since when everything is listened to, ms since the epoch. */
  let since = Date.now();

  const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 1));
  /** What cannot be seen yet is not missed. */
  const isSeen = (changedAt: number | undefined): boolean => part.isTold !== false || (changedAt ?? 0) > since;
  const differences = (): readonly string[] => [
    ...differing('balance', shownBalances(seen.balances, part), trueBalances(exchange, part), isSeen),
    ...differing('order', shownOrders(seen.orders), trueOrders(exchange, part), isSeen),
    ...(part.positions === undefined
      ? []
      : differing('position', shownPositions(seen.positions?.open), truePositions(exchange, part.positions), isSeen)),
  ];
  const hasFirst = (without: readonly string[]): boolean =>
    part.isTold === false ||
    ((without.includes('balances') || seen.balances !== undefined) &&
      (without.includes('positions') || part.positions === undefined || seen.positions !== undefined));

  return {
    seen,
    differences,
    async act(steps) {
      for (let step = 1; step <= steps; step++) {
        exchange.step();
        if (step % 3 === 0) await turn();
      }
      await turn();
    },
    async actUntil(isSo, patience = 8_000) {
      const end = Date.now() + patience;
      while (!isSo()) {
        if (Date.now() > end)
          throw new Error(`acted ${patience} ms in vain for ${isSo.toString()} ${seen.told.join('\n')}`);
        exchange.step();
        await turn();
      }
    },
    wait: without => until(() => hasFirst(without), 5_000),
    async stand(patience = 10_000) {
      await until(
        () =>
          exchange.subscriptions().flat().length === part.topics &&
          seen.statuses.at(-1)?.phase === 'ready' &&
          hasFirst([]),
        patience,
        () => [...exchange.subscriptions().flat(), ...seen.told, ...seen.errors.map(String)].join('\n'),
      );
      since = Date.now();
    },
    settle: () =>
      until(
        () => differences().length === 0,
        3_000,
        () => differences().join('\n'),
      ),
    truth: () => (part.fills === false ? [] : trueFills(exchange, part).map(({ id }) => id)),
    happened: () => trueFills(exchange, part).length,
    stop: () => {
      all.unsubscribe();
    },
  };
}

/** A line that can be compared, and when that of which it speaks changed. */
interface Line {
  readonly text: string;
  readonly changedAt: number | undefined;
}

function shownBalances(balances: Balances | undefined, part: AccountPart): readonly Line[] {
  return Object.values(balances?.assets ?? {}).map(balance => balanceLine(balance, part));
}

function trueBalances(exchange: Simulation, part: AccountPart): readonly Line[] {
  return exchange
    .account()
    .balances(part.market)
    .filter(({ asset }) => part.symbol === undefined || part.symbol.split('_').includes(asset))
    .map(balance => balanceLine(balance, part));
}

function balanceLine({ asset, total, available, held, timestamp }: Balance, { amounts }: AccountPart): Line {
  const told = amounts === 'all' ? [total, available, held] : [available];
  return { text: [asset, ...told.map(plain)].join(' '), changedAt: timestamp };
}

function shownOrders(orders: Orders | undefined): readonly Line[] {
  return Object.values(orders?.open ?? {}).map(orderLine);
}

function isOf({ symbol }: AccountPart, one: { readonly symbol: string }): boolean {
  return symbol === undefined || one.symbol === symbol;
}

function trueFills(exchange: Simulation, part: AccountPart): readonly Fill[] {
  return exchange
    .account()
    .fills(part.market)
    .filter(fill => isOf(part, fill));
}

function trueOrders(exchange: Simulation, part: AccountPart): readonly Line[] {
  return exchange
    .account()
    .orders(part.market)
    .filter(order => isOf(part, order) && (order.status === 'open' || order.status === 'partially-filled'))
    .map(orderLine);
}

function orderLine({ id, symbol, side, status, filled, updatedAt }: Orders['changed'][number]): Line {
  return { text: `${id} ${symbol} ${side} ${status} ${plain(filled)}`, changedAt: updatedAt };
}

function shownPositions(open: Positions['open'] | undefined): readonly Line[] {
  return (open ?? []).map(({ symbol, side, size, entryPrice, updatedAt }) => ({
    text: `${symbol} ${side} ${plain(size)} ${plain(entryPrice)}`,
    changedAt: updatedAt,
  }));
}

function truePositions(exchange: Simulation, market: string): readonly Line[] {
  return shownPositions(exchange.account().positions(market));
}

/** Some venues write no zeros at the end; how amounts are written the round trips look at. */
function plain(amount: string | undefined): string {
  return amount?.includes('.') === true ? amount.replace(/\.?0+$/, '') : String(amount);
}

function differing(
  what: string,
  shown: readonly Line[],
  truth: readonly Line[],
  isSeen: (changedAt: number | undefined) => boolean,
): readonly string[] {
  const isAmong = (lines: readonly Line[], { text }: Line): boolean => lines.some(other => other.text === text);
  return [
    ...shown.filter(line => !isAmong(truth, line)).map(({ text }) => `${what} is not so: ${text}`),
    ...truth
      .filter(line => !isAmong(shown, line) && isSeen(line.changedAt))
      .map(({ text }) => `${what} is not seen: ${text}`),
  ];
}
