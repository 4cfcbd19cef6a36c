/**
 * One line of a simulated account: its money, orders, fills and positions, which add up at every moment.
 * @module
 */
import type { AccountLine, AccountNews } from '../contract/account-news.js';
import type { Listing } from '../contract/counterpart.js';
import type { Fill, Order, Position } from '../model/account.js';
import { fillRow, isFinal, orderRow, restOf } from './account-order.js';
import type { AccountOrder } from './account-order.js';
import { planOrder } from './account-plan.js';
import type { Prices } from './account-plan.js';
import { createPositions, isInverse, marginAssetOf, marginOf, USUAL_MARGIN } from './account-positions.js';
import { createPurse, firstMoney } from './account-purse.js';
import type { Purse } from './account-purse.js';
import { amountOf, floorTo, least, moneyOf, over, textOf, times } from './amount.js';
import type { Amount } from './amount.js';
import type { Random } from './random.js';

/** One line of an account. Its fate follows from its chance, the prices and the times of its steps. */
export interface AccountLedger {
  /** Lets the account act once; gives what became of it, in the order in which it is told. */
  step(prices: readonly Prices[], now: number): readonly AccountNews[];
  /** How things stand, as it was told last. */
  standing(): Extract<AccountNews, { type: 'standing' }>;
  /** All orders, the final ones among them, oldest first; the last 10,000. */
  orders(): readonly Order[];
  /** Oldest first; the last 10,000. */
  fills(): readonly Fill[];
}

/** The facts a ledger begins with. */
export interface LedgerOrigin {
  readonly venue: string;
  readonly line: AccountLine;
  readonly listings: readonly Listing[];
  /** The money it shares with others; default: a purse of its own. */
  readonly purse?: Purse;
  /** ms since the epoch */
  readonly birth: number;
}

const KEPT = 10_000;
/** Orders that stand at the same time. */
const MOST = 5;
const SPOT_FEE = amountOf(0.001);
const MAKER_FEE = amountOf(0.0002);
const TAKER_FEE = amountOf(0.0006);

/** Makes a line of an account that has money and has done nothing yet. */
export function createLedger(origin: LedgerOrigin, random: Random): AccountLedger {
  const { line, listings, birth } = origin;
  const stamp = { venue: origin.venue, market: line.market };
  const marks = new Map(listings.map(listing => [listing, amountOf(listing.price)]));
  const markOf = (listing: Listing): Amount => marks.get(listing) ?? amountOf(listing.price);
  const margin = line.margin ?? USUAL_MARGIN;
  const positions = createPositions(margin);
  const purse = origin.purse ?? createPurse(firstMoney(line, listings));
  purse.join({ positions, listings, markOf });
  let open: readonly AccountOrder[] = [];
  const rows = new Map<string, Order>();
  const fills: Fill[] = [];
  let held: readonly Position[] = [];
  let news: AccountNews[] = [];
  let now = birth;
  let id = 1_116_512_721_422_422_017n + BigInt(random.whole(0, 900_000_000)) * 1_000_000n;

  // Who shares a purse finds it told.
  if (purse.told(stamp).length === 0) for (const asset of purse.assets) purse.tell(asset, stamp, birth);

  function nextId(): string {
    return String((id += BigInt(random.whole(1, 4_000_000))));
  }

  function tellBalances(assets: ReadonlySet<string>, cause: 'order' | 'fill'): void {
    news.push({
      type: 'balances',
      rows: [...assets].map(asset => purse.tell(asset, stamp, now)),
      worth: purse.worth(),
      cause,
    });
  }

  function tellPositions({ symbol }: Listing): void {
    if (line.kind === 'spot') return;
    held = positions.rows(stamp, markOf, now);
    news.push({ type: 'positions', rows: held, symbol });
  }

  function tellOrder(order: AccountOrder, fill: Fill | undefined): Order {
    order.updatedAt = now;
    const row = orderRow(order, stamp);
    rows.set(order.id, row);
    const [oldest] = rows.keys();
    if (rows.size > KEPT && oldest !== undefined) rows.delete(oldest);
    const futures = line.kind === 'positions';
    const leverage = futures ? textOf(amountOf(margin.leverage)) : undefined;
    const marginAsset = futures ? marginAssetOf(order.listing) : undefined;
    const profit = futures ? moneyOf(order.profit) : undefined;
    news.push({ type: 'order', order: row, fill, profit, leverage, marginAsset });
    return row;
  }

  function place(prices: Prices): void {
    const wish = planOrder(line, prices, positions, random);
    const { listing, side, size, quoteSize, position, price } = wish;
    if (size === 0n || (price !== undefined && price <= 0n)) return;
    const value = quoteSize ?? times(size ?? 0n, price ?? prices.ask + prices.ask / 50n);
    const holdAsset = position !== undefined ? marginAssetOf(listing) : side === 'buy' ? listing.quote : listing.base;
    const closes = position?.opens === false;
    const need = closes
      ? 0n
      : position !== undefined
        ? marginOf(listing, size ?? 0n, value, margin)
        : side === 'buy'
          ? value
          : (size ?? 0n);
    // What a future costs in fees must be there as well.
    if (purse.free(holdAsset) < need + (position === undefined ? 0n : need)) return;
    const sums = { filled: 0n, value: 0n, profit: 0n, fees: new Map<string, Amount>() };
    const fresh = { ...sums, status: 'open' as const, age: 0 };
    const ids = { id: nextId(), clientId: nextId(), createdAt: now, updatedAt: now };
    const order: AccountOrder = { ...wish, ...ids, ...fresh, holdAsset, hold: need };
    open = [...open, order];
    purse.lock(holdAsset, need);
    if (position !== undefined && closes) positions.claim({ listing, side: position.side }, size ?? 0n);
    // The venues tell of a position before the order that opens it, and after the order that closes it.
    if (!closes) tellPositions(listing);
    tellOrder(order, undefined);
    if (closes) tellPositions(listing);
    tellBalances(new Set([holdAsset]), 'order');
  }

  function end(order: AccountOrder, status: 'cancelled' | 'filled'): void {
    const { listing, position, size } = order;
    order.status = status;
    purse.lock(order.holdAsset, -order.hold);
    order.hold = 0n;
    if (position?.opens === false && status === 'cancelled') {
      positions.claim({ listing, side: position.side }, -((size ?? 0n) - order.filled));
    }
  }

  function cancel(order: AccountOrder): void {
    end(order, 'cancelled');
    tellOrder(order, undefined);
    tellBalances(new Set([order.holdAsset]), 'order');
    tellPositions(order.listing);
  }

  function fill(order: AccountOrder, size: Amount, price: Amount, liquidity: 'maker' | 'taker', lot: Amount): void {
    const { listing, position, side } = order;
    const value = times(size, price);
    const rest = restOf(order);
    const spends = order.size === undefined;
    const done = spends ? rest - value < times(lot, price) : size === rest;
    const release = least(order.hold, rest === 0n ? 0n : (order.hold * (spends ? value : size)) / rest);
    order.filled += size;
    order.value += value;
    order.hold -= release;
    purse.lock(order.holdAsset, -release);
    let feeAsset = side === 'buy' ? listing.base : listing.quote;
    let fee = times(side === 'buy' ? size : value, SPOT_FEE);
    let realized: Amount | undefined;
    let closed: Extract<AccountNews, { type: 'closed' }> | undefined;
    if (position === undefined) {
      purse.add(listing.base, side === 'buy' ? size : -size);
      purse.add(listing.quote, side === 'buy' ? -value : value);
    } else {
      feeAsset = marginAssetOf(listing);
      fee = times(isInverse(listing) ? size : value, liquidity === 'maker' ? MAKER_FEE : TAKER_FEE);
      const key = { listing, side: position.side };
      const facts = { size, price, value, fee, at: now };
      realized = 0n;
      if (position.opens) positions.open(key, facts);
      else {
        const story = positions.close(key, facts);
        realized = story.realized;
        if (story.closed !== undefined) closed = { type: 'closed', position: story.closed };
      }
      order.profit += realized;
      purse.add(feeAsset, realized);
    }
    purse.add(feeAsset, -fee);
    order.fees.set(feeAsset, (order.fees.get(feeAsset) ?? 0n) + fee);
    order.status = 'partially-filled';
    if (done) end(order, 'filled');
    order.updatedAt = now;
    const row = fillRow(order, { id: nextId(), price, size, value, liquidity, feeAsset, fee, realized }, stamp);
    fills.push(row);
    if (fills.length > KEPT) fills.shift();
    const told = tellOrder(order, row);
    news.push({ type: 'fill', fill: row, order: told });
    tellBalances(new Set(position === undefined ? [listing.base, listing.quote] : [feeAsset]), 'fill');
    tellPositions(listing);
    if (closed !== undefined) news.push(closed);
  }

  function advance(order: AccountOrder, { bid, ask, lot }: Prices): void {
    order.age += 1;
    const { side, price, timeInForce, size } = order;
    const best = side === 'buy' ? ask : bid;
    const crosses = price === undefined || (side === 'buy' ? best <= price : best >= price);
    const takes = price === undefined || timeInForce === 'ioc' || timeInForce === 'fok';
    if (takes ? !crosses || (timeInForce === 'fok' && random.chance(0.3)) : !crosses && order.age > order.patience) {
      cancel(order);
      return;
    }
    if (!crosses) return;
    if (timeInForce === 'ioc' && order.age > 1) {
      cancel(order);
      return;
    }
    const at = takes ? best : price;
    const rest = size === undefined ? floorTo(over(restOf(order), at), lot) : restOf(order);
    const part = floorTo((rest * BigInt(random.whole(1, 9))) / 10n, lot);
    const whole = timeInForce === 'fok' || part === 0n || random.chance(0.6);
    // An amount that buys nothing at all, because the price has run away.
    if (rest === 0n) cancel(order);
    else fill(order, whole ? rest : part, at, takes ? 'taker' : 'maker', lot);
  }

  return {
    step(prices, at) {
      now = Math.max(now, at);
      news = [];
      for (const { listing, mark } of prices) marks.set(listing, mark);
      for (const order of open) {
        const here = prices.find(({ listing }) => listing === order.listing);
        if (here !== undefined) advance(order, here);
      }
      open = open.filter(order => !isFinal(order));
      const here = prices[random.whole(0, prices.length - 1)];
      if (here !== undefined && open.length < MOST && random.chance(0.3)) place(here);
      return news;
    },
    standing: () => ({
      type: 'standing',
      balances: purse.told(stamp),
      orders: [...rows.values()].filter(row => !isFinal(row)),
      positions: held,
      worth: purse.worth(),
    }),
    orders: () => [...rows.values()],
    fills: () => [...fills],
  };
}
