/**
 * An account at a simulated exchange over real sockets, moved by hand, and what a client sees of it.
 * @module
 */
import { Subscription } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Balances, Fill, Orders, Positions, Problem, Status } from '../../src/index.js';
import type { Simulation } from '../../src/simulator/simulate.js';
import { until } from '../support/until.js';

/** The streams of one account. */
export interface AccountStreams {
  readonly balances$: Observable<Balances>;
  readonly orders$: Observable<Orders>;
  readonly fills$: Observable<Fill>;
  readonly positions$?: Observable<Positions> | undefined;
  readonly problems$: Observable<Problem>;
  readonly status$: Observable<Status>;
}

/** Where the truth of the streams is, and how much of it the venue tells. */
export interface AccountPart {
  readonly market: string;
  /** The market of the positions, where there are any. */
  readonly positions?: string | undefined;
  /** How many subscriptions stand when all is well. */
  readonly topics: number;
  /** What the venue tells of a balance. */
  readonly amounts: 'all' | 'available';
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
  /** Waits until what is seen is what is so; rejects with what differs. */
  settle(): Promise<void>;
  /** What differs from the truth, one line each. */
  differences(): readonly string[];
  /** The ids of all fills there were. */
  truth(): readonly string[];
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

  const turn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 1));
  const differences = (): readonly string[] => [
    ...differing('balance', shownBalances(seen.balances, part), trueBalances(exchange, part)),
    ...differing('order', shownOrders(seen.orders), trueOrders(exchange, part)),
    ...(part.positions === undefined
      ? []
      : differing('position', shownPositions(seen.positions?.open), truePositions(exchange, part.positions))),
  ];

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
    stand: (patience = 10_000) =>
      until(
        () =>
          exchange.subscriptions().flat().length === part.topics &&
          seen.balances !== undefined &&
          (part.positions === undefined || seen.positions !== undefined),
        patience,
        () => [...exchange.subscriptions().flat(), ...seen.told, ...seen.errors.map(String)].join('\n'),
      ),
    settle: () =>
      until(
        () => differences().length === 0,
        3_000,
        () => differences().join('\n'),
      ),
    truth: () =>
      exchange
        .account()
        .fills(part.market)
        .map(({ id }) => id),
    stop: () => {
      all.unsubscribe();
    },
  };
}

function shownBalances(balances: Balances | undefined, { amounts }: AccountPart): readonly string[] {
  return Object.values(balances?.assets ?? {}).map(({ asset, total, available, held }) =>
    amounts === 'all' ? `${asset} ${total} ${available} ${held}` : `${asset} ${available}`,
  );
}

function trueBalances(exchange: Simulation, { market, amounts }: AccountPart): readonly string[] {
  return exchange
    .account()
    .balances(market)
    .map(({ asset, total, available, held }) =>
      amounts === 'all' ? `${asset} ${total} ${available} ${held}` : `${asset} ${available}`,
    );
}

function shownOrders(orders: Orders | undefined): readonly string[] {
  return Object.values(orders?.open ?? {}).map(orderLine);
}

function trueOrders(exchange: Simulation, { market }: AccountPart): readonly string[] {
  return exchange
    .account()
    .orders(market)
    .filter(({ status }) => status === 'open' || status === 'partially-filled')
    .map(orderLine);
}

function orderLine({ id, symbol, side, status, filled }: Orders['changed'][number]): string {
  return `${id} ${symbol} ${side} ${status} ${Number(filled)}`;
}

function shownPositions(open: Positions['open'] | undefined): readonly string[] {
  return (open ?? []).map(({ symbol, side, size, entryPrice }) => `${symbol} ${side} ${size} ${Number(entryPrice)}`);
}

function truePositions(exchange: Simulation, market: string): readonly string[] {
  return shownPositions(exchange.account().positions(market));
}

function differing(what: string, shown: readonly string[], truth: readonly string[]): readonly string[] {
  return [
    ...shown.filter(line => !truth.includes(line)).map(line => `${what} is not so: ${line}`),
    ...truth.filter(line => !shown.includes(line)).map(line => `${what} is not seen: ${line}`),
  ];
}
