/**
 * What a client holds on to after very many subscriptions and losses, and whether very many topics are restored.
 * @module
 */
import { Subscription } from 'rxjs';
import type { Observable } from 'rxjs';
import type { createFeeds } from '../../src/index.js';
import type { Stand } from '../chaos/stands.js';
import { memoryStage } from './stage.js';
import type { MemoryStage } from './stage.js';

type Feeds = ReturnType<typeof createFeeds>;
interface Tickers {
  ticker$(venue: string, symbol: string): Observable<unknown>;
}
type Open = (feeds: Feeds) => Observable<unknown>;

/** What a proof came to; a wrong one has sentences. */
export interface Proof {
  readonly what: 'cycles' | 'losses' | 'topics';
  readonly name: string;
  readonly count: number;
  /** How many values came meanwhile. */
  readonly values: number;
  /** Virtual time that it took, s. */
  readonly seconds: number;
  /** What the heap grew by from after a warm-up to the end, bytes, when nobody listened any more. */
  readonly grown: number | undefined;
  /** The same while streams stood, from half-time on: until then fills what remembers a number of ids. */
  readonly grownAlive: number | undefined;
  /** Sockets at the same time, at most. */
  readonly sockets: number;
  readonly wrong: readonly string[];
}

/** Told the share that is done. */
export type Told = (share: number) => void;

/** After this many a client is as large as it gets. */
const WARM = 0.2;
/** What the heap may grow by when all is over: some 20 bytes for each of 100,000 cycles. */
const MOST = 2 * 1_048_576;
/** What it may grow by while streams stand: what remembers the last so many ids may not have been full at half-time. */
const MOST_ALIVE = 4 * 1_048_576;
/** How long a loss may last, ms: a venue may bear no more attempts, or no more first books, for ten minutes. */
const LATEST = 700_000;

/** Subscribes and unsubscribes: each stream of a stand by itself, with and without others that keep the connection. */
export async function cycles(stand: Stand, count: number, told: Told = () => {}): Promise<Proof> {
  const stage = memoryStage(stand.venue, stand.counterpart);
  const opens = opensOf(stand);
  let values = 0;
  let sockets = 0;
  const begun = Date.now();
  const some = (times: number, share: (done: number) => number): void => {
    const exchange = stage.open();
    let anchor = Subscription.EMPTY;
    for (let n = 0; n < times; n++) {
      // A hundred beside streams that stay, a hundred alone: then the connections come and go as well.
      if (n % 100 === 0) {
        anchor.unsubscribe();
        if (n % 200 === 0) anchor = stay(stage, [opens[0], opens.at(-1)]);
        told(share(n));
      }
      const one = listen(stage, opens[n % opens.length], () => {
        values += 1;
      });
      // Some leave before they are heard, some after the first state, some after a change.
      if (n % 7 !== 0) stage.advance(60);
      if (n % 3 === 0) exchange.step();
      if (n % 5 === 0) stage.advance(20);
      sockets = Math.max(sockets, exchange.clients);
      one.unsubscribe();
      stage.advance(n % 4 === 0 ? 10 : 600);
    }
    anchor.unsubscribe();
    leave(stage);
  };
  const warm = Math.max(200, Math.round(count * WARM));
  some(warm, done => done / (warm + count));
  const before = await stage.heap();
  some(count, done => (warm + done) / (warm + count));
  const grown = (await stage.heap()) - before;
  return conclude(stage, {
    what: 'cycles',
    name: stand.name,
    count,
    values,
    begun,
    grown,
    grownAlive: undefined,
    sockets,
  });
}

/** Loses all connections again and again; each time every topic comes back and every book is told anew. */
export async function losses(stand: Stand, count: number, told: Told = () => {}): Promise<Proof> {
  const stage = memoryStage(stand.venue, stand.counterpart);
  let values = 0;
  let [sockets, back] = [0, 0];
  const begun = Date.now();
  const opens = opensOf(stand);
  let fresh = new Set<number>();
  const some = async (times: number, isWeighed: boolean, share: (done: number) => number): Promise<number> => {
    let exchange = stage.open();
    const all = new Subscription();
    opens.forEach((open, i) => {
      all.add(
        listen(stage, open, () => {
          values += 1;
          fresh.add(i);
        }),
      );
    });
    stage.advance(5_000);
    const topics = exchange.subscriptions().flat().length;
    const lines = exchange.clients;
    sockets = Math.max(sockets, lines);
    const isBack = (): boolean =>
      exchange.clients === lines &&
      exchange.subscriptions().flat().length === topics &&
      stand.books.every((_, i) => fresh.has(i));
    const come = (): boolean => {
      let stride = 250;
      for (let waited = 0; waited < LATEST && !isBack(); waited += stride) {
        // Where a limit is waited for, nothing is missed.
        stride = waited < 10_000 ? 250 : 2_500;
        stage.advance(stride);
        // What an exchange has to say it says when something happens.
        exchange.step();
      }
      return isBack();
    };
    // What an exchange remembers is not the client's: it is weighed before one that is new.
    const renew = (): void => {
      fresh = new Set();
      exchange = stage.open();
      if (!come()) stage.wrong.push('another exchange was not found');
    };
    let before = 0;
    for (let n = 0; n < times; n++) {
      if (n % 100 === 0) told(share(n));
      if (isWeighed && n === Math.floor(times / 2)) {
        renew();
        before = await stage.heap();
      }
      fresh = new Set();
      exchange.inject(n % 2 === 0 ? 'close-1006' : 'close-1001');
      if (come()) back += 1;
      else stage.wrong.push(`loss ${n + 1} was not mended within ${LATEST / 1_000} s`);
      if (stage.wrong.length > 5) break;
    }
    renew();
    const grown = isWeighed ? (await stage.heap()) - before : 0;
    all.unsubscribe();
    leave(stage);
    return grown;
  };
  const warm = Math.max(50, Math.round(count * WARM));
  await some(warm, false, done => done / (warm + count));
  const before = await stage.heap();
  back = 0;
  const grownAlive = await some(count, true, done => (warm + done) / (warm + count));
  const grown = (await stage.heap()) - before;
  if (back !== count) stage.wrong.push(`${count - back} of ${count} losses were not mended`);
  return conclude(stage, { what: 'losses', name: stand.name, count, values, begun, grown, grownAlive, sockets });
}

/** Stands on very many topics, loses every connection, and has all of them again. */
export async function topics(stand: Stand, count: number, told: Told = () => {}): Promise<Proof> {
  const { venue } = stand;
  const stage = memoryStage(venue, stand.counterpart);
  const symbols = Array.from({ length: count }, (_, n) => symbolOf(venue, n));
  const exchange = stage.open({ symbols });
  const feeds: object = stage.feeds;
  const { ticker$ } = feeds as Tickers;
  let values = 0;
  let fresh = new Set<string>();
  const all = new Subscription();
  for (const symbol of symbols) {
    all.add(
      listen(
        stage,
        () => ticker$(venue, symbol),
        () => {
          values += 1;
          fresh.add(symbol);
        },
      ),
    );
  }
  const standing = (): number => exchange.subscriptions().flat().length;
  const come = (most: number): number => {
    for (let waited = 0; waited < most; waited += 100) {
      if (fresh.size === count && standing() === count) return waited;
      stage.advance(100);
      if (waited % 1_000 === 900) exchange.step();
    }
    stage.wrong.push(`${fresh.size} topics of ${count} told anything, ${standing()} stand after ${most / 1_000} s`);
    return most;
  };
  come(600_000);
  const sockets = exchange.clients;
  told(0.5);
  stage.advance(5_000);
  fresh = new Set();
  const begun = Date.now();
  exchange.inject('close-1006');
  come(600_000);
  const at = Date.now();
  if (new Set(exchange.subscriptions().flat()).size !== count) stage.wrong.push('a topic stands twice, or is missing');
  stage.advance(60_000);
  all.unsubscribe();
  leave(stage);
  const proof = conclude(stage, {
    ...{ what: 'topics', name: stand.name, count, values, begun, grown: undefined, grownAlive: undefined, sockets },
  });
  return await Promise.resolve({ ...proof, seconds: (at - begun) / 1_000 });
}

/** Nobody listens any more. */
function leave(stage: MemoryStage): void {
  stage.advance(30_000);
  if (stage.clients > 0) stage.wrong.push(`${stage.clients} sockets were left`);
  stage.close();
}

function conclude(stage: MemoryStage, facts: Omit<Proof, 'wrong' | 'seconds'> & { readonly begun: number }): Proof {
  const { begun, ...rest } = facts;
  const seconds = (Date.now() - begun) / 1_000;
  const { timers, wrong } = stage;
  if (timers > 0) wrong.push(`${timers} timers were left`);
  stage.end();
  const { grown, grownAlive } = facts;
  if ((grown ?? 0) > MOST) wrong.push(`the heap grew by ${mib(grown)} when nobody listened any more`);
  if ((grownAlive ?? 0) > MOST_ALIVE) wrong.push(`the heap grew by ${mib(grownAlive)} while streams stood`);
  // The client is held on to until here.
  return { ...rest, seconds, wrong: Object.keys(stage.feeds).length === 0 ? [] : wrong };
}

/** Bytes as people write them. */
export function mib(bytes: number | undefined): string {
  return bytes === undefined ? '-' : `${(bytes / 1_048_576).toFixed(2)} MiB`;
}

function listen({ wrong, feeds }: MemoryStage, open: Open | undefined, next: () => void): Subscription {
  if (open === undefined) return Subscription.EMPTY;
  return open(feeds).subscribe({
    next,
    error: (cause: unknown) => {
      wrong.push(`a stream ended: ${String(cause)}`);
    },
  });
}

/** Listens to several streams at once. */
function stay(stage: MemoryStage, opens: readonly (Open | undefined)[]): Subscription {
  const all = new Subscription();
  opens.forEach(open => {
    all.add(listen(stage, open, () => {}));
  });
  return all;
}

/** Books first. */
function opensOf({ books, trades, tickers, account }: Stand): readonly Open[] {
  const { balances, orders, fills, positions } = account ?? {};
  const markets = [...books, ...trades, ...tickers].map(({ open }): Open => open);
  return [...markets, ...[balances, positions, orders, fills].filter(open => open !== undefined)];
}

/** A symbol as the venue spells it. */
function symbolOf(venue: string, n: number): string {
  if (venue === 'backpack') return `S${n}_USDC`;
  return venue === 'bge' ? `S${n}_USDT` : `S${n}USDT`;
}
