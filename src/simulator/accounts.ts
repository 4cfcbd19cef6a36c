/**
 * The accounts of a simulated exchange: who listens to which, and what they hear when it acts.
 * @module
 */
import type { AccountLine, AccountNews } from '../contract/account-news.js';
import type { Counterpart, Listing, Utterance, Wish } from '../contract/counterpart.js';
import type { Balance, Fill, Order, Position } from '../model/account.js';
import { now } from '../operators/clock.js';
import { createLedger } from './account-ledger.js';
import type { AccountLedger } from './account-ledger.js';
import { pricesOf } from './account-plan.js';
import { createPurse, firstMoney } from './account-purse.js';
import type { Purse } from './account-purse.js';
import { joinedStanding } from './account-standing.js';
import type { ClientSession } from './house.js';
import type { AccountKeys } from './login.js';
import type { Market } from './market.js';
import { createPush } from './push.js';
import type { Push } from './push.js';
import { createRandom } from './random.js';

/**
 * What is really so of one account. `market` is the venue's default where it is not said; each throws `RangeError` at one
 * that has no account. Balances and positions are as they were told last: a price that moves changes neither.
 */
export interface AccountTruth {
  balances(market?: string): readonly Balance[];
  /** All orders, the final ones among them, oldest first; the last 10,000. */
  orders(market?: string): readonly Order[];
  /** Oldest first; the last 10,000. */
  fills(market?: string): readonly Fill[];
  positions(market?: string): readonly Position[];
}

/** The accounts of an exchange. They act only while somebody listens. */
export interface Accounts {
  /** Adds a listener to its own account; gives what it hears first, which may be nothing. */
  join(session: ClientSession, wish: Wish): Push;
  leave(session: ClientSession, wish: Wish): void;
  /** What a new listener would hear first. */
  standing(session: ClientSession, wish: Wish): Utterance;
  readonly listeners: number;
  /** The markets whose prices the accounts need that somebody listens to. */
  markets(): readonly Market[];
  /** Lets those accounts act once, and tells the listeners. */
  step(): void;
  /** Whether an account can be asked for this. */
  has(wish: Wish): boolean;
  /** @throws RangeError where there is no such account */
  truth(apiKey?: string): AccountTruth;
}

/** What the accounts need of their exchange. */
export interface AccountsOrigin {
  readonly counterpart: Counterpart;
  readonly keys: readonly AccountKeys[];
  readonly listings: readonly Listing[];
  readonly seed: number | string;
  readonly marketOf: (market: string, symbol: string) => Market;
}

interface Desk {
  readonly apiKey: string;
  readonly line: AccountLine;
  readonly markets: readonly Market[];
  readonly ledger: AccountLedger;
  /** Who listens, and to what. */
  readonly listeners: Map<ClientSession, Map<string, Wish>>;
}

/** How many symbols of a market an account trades, where its line does not name them. */
const SYMBOLS = 3;

/** Makes the accounts of an exchange; each line is made when it is first asked for. */
export function createAccounts({ counterpart, keys, listings, seed, marketOf }: AccountsOrigin): Accounts {
  const desks = new Map<string, Desk>();
  const purses = new Map<string, Purse>();

  function lineOf(market: string): AccountLine {
    const line = counterpart.lines.find(one => one.market === market);
    if (line !== undefined) return line;
    const possible = counterpart.lines.map(one => one.market).join(', ');
    throw new RangeError(`market "${market}" has no account at ${counterpart.id}; possible are ${possible || 'none'}`);
  }

  function tradedBy({ trades, symbols }: AccountLine): readonly Listing[] {
    const here = listings.filter(one => one.market === trades);
    return symbols === undefined ? here.slice(0, SYMBOLS) : here.filter(one => symbols.includes(one.symbol));
  }

  /** The money that a line shares with others; undefined where it has its own. */
  function purseOf(apiKey: string, { purse: name }: AccountLine): Purse | undefined {
    if (name === undefined) return undefined;
    const place = `${apiKey}\u0000${name}`;
    // Whoever is asked for first: all who share it have brought their part.
    let brought: ReturnType<typeof firstMoney> = new Map();
    for (const line of counterpart.lines) if (line.purse === name) brought = firstMoney(line, tradedBy(line), brought);
    const purse = purses.get(place) ?? createPurse(brought);
    purses.set(place, purse);
    return purse;
  }

  function deskOf(apiKey: string, market: string): Desk {
    const name = `${apiKey}\u0000${market}`;
    const known = desks.get(name);
    if (known !== undefined) return known;
    const line = lineOf(market);
    const traded = tradedBy(line);
    const random = createRandom(seed, 'account', apiKey, market);
    const purse = purseOf(apiKey, line);
    const shared = purse === undefined ? {} : { purse };
    const origin = { venue: counterpart.id, line, listings: traded, birth: now(), ...shared };
    const markets = traded.map(one => marketOf(one.market, one.symbol));
    const desk: Desk = { apiKey, line, markets, ledger: createLedger(origin, random), listeners: new Map() };
    desks.set(name, desk);
    return desk;
  }

  /** All desks of an account where no market is named. */
  function desksOf(apiKey: string, market: string): readonly Desk[] {
    const names = market === '' ? counterpart.lines.map(line => line.market) : [market];
    return names.map(name => deskOf(apiKey, name));
  }

  function standingOf(apiKey: string, market: string): AccountNews {
    return joinedStanding(desksOf(apiKey, market).map(({ line, ledger }) => ({ line, standing: ledger.standing() })));
  }

  function pushOf(wish: Wish, news: AccountNews): Push {
    return createPush(counterpart, wish, { type: 'account', news }, undefined, now());
  }

  /** Whom news of a desk concerns: those who live on the same money hear of that as well. */
  function concerned(desk: Desk, news: AccountNews): readonly Desk[] {
    const { apiKey, line } = desk;
    if (news.type !== 'balances' || line.purse === undefined) return [desk];
    return [...desks.values()].filter(one => one.apiKey === apiKey && one.line.purse === line.purse);
  }

  function tell(desk: Desk, news: AccountNews): void {
    // Who listens to several desks is told once, and a listener may leave while it is being told.
    const audience = new Map<ClientSession, Map<string, Wish>>();
    for (const { listeners } of concerned(desk, news)) {
      for (const [session, wishes] of listeners) {
        audience.set(session, new Map([...(audience.get(session) ?? []), ...wishes]));
      }
    }
    for (const [session, wishes] of audience) {
      for (const wish of wishes.values()) {
        const push = pushOf(wish, news);
        if (push.texts.length > 0) session.push(push);
      }
    }
  }

  const busy = (): readonly Desk[] => [...desks.values()].filter(({ listeners }) => listeners.size > 0);

  return {
    join(session, wish) {
      const account = session.account ?? '';
      for (const { listeners } of desksOf(account, wish.market)) {
        const wishes = listeners.get(session) ?? new Map<string, Wish>();
        listeners.set(session, wishes.set(wish.key, wish));
      }
      return pushOf(wish, standingOf(account, wish.market));
    },
    leave(session, wish) {
      // It may have logged in to another account since.
      for (const { listeners } of desks.values()) {
        const wishes = listeners.get(session);
        if (wishes?.get(wish.key)?.market !== wish.market) continue;
        wishes.delete(wish.key);
        if (wishes.size === 0) listeners.delete(session);
      }
    },
    standing: ({ account = '' }, { market }) => ({ type: 'account', news: standingOf(account, market) }),
    get listeners() {
      return busy().length;
    },
    markets: () => busy().flatMap(({ markets }) => markets),
    step() {
      for (const desk of busy()) {
        const news = desk.ledger.step(desk.markets.map(pricesOf), now());
        for (const one of news) tell(desk, one);
      }
    },
    has({ market, symbol }) {
      const lines = counterpart.lines.filter(one => market === '' || one.market === market);
      if (symbol === '') return lines.length > 0;
      return lines.some(line => listings.some(one => one.market === line.trades && one.symbol === symbol));
    },
    truth(apiKey = keys[0]?.apiKey ?? '') {
      if (!keys.some(one => one.apiKey === apiKey)) {
        throw new RangeError(`account ${JSON.stringify(apiKey)} is none of this exchange`);
      }
      const at = (market = counterpart.defaultMarket): AccountLedger => deskOf(apiKey, market).ledger;
      return {
        balances: market => at(market).standing().balances,
        orders: market => at(market).orders(),
        fills: market => at(market).fills(),
        positions: market => at(market).standing().positions,
      };
    },
  };
}
