/**
 * The positions of a simulated account, long and short ones apart.
 * @module
 */
import type { AccountLine, ClosedPosition } from '../contract/account-news.js';
import type { Listing } from '../contract/counterpart.js';
import type { Position } from '../model/account.js';
import { amountOf, moneyOf, over, textOf, times } from './amount.js';
import type { Amount } from './amount.js';
import type { LineStamp } from './account-order.js';

/** What the positions of a line stand on. */
export type Margin = NonNullable<AccountLine['margin']>;

/** What they stand on where the line does not say. */
export const USUAL_MARGIN: Margin = { mode: 'cross', leverage: 20 };

/** Where a position is. */
export interface PositionKey {
  readonly listing: Listing;
  readonly side: 'long' | 'short';
}

/** What a fill does to a position; `fee` and `realized` are in the margin asset. */
export interface PositionFill {
  readonly size: Amount;
  readonly price: Amount;
  readonly value: Amount;
  readonly fee: Amount;
  readonly at: number;
}

/** The open positions of a line. */
export interface Positions {
  size(key: PositionKey): Amount;
  /** What no order to close has claimed. */
  free(key: PositionKey): Amount;
  claim(key: PositionKey, size: Amount): void;
  open(key: PositionKey, fill: PositionFill): void;
  /** Gives what was realised without the fee, and the whole story where nothing is left. */
  close(
    key: PositionKey,
    fill: PositionFill,
  ): { readonly realized: Amount; readonly closed: ClosedPosition | undefined };
  /** In this margin asset. */
  margin(asset: string): Amount;
  /** In this margin asset, at these prices. */
  unrealized(asset: string, markOf: (listing: Listing) => Amount): Amount;
  rows(stamp: LineStamp, markOf: (listing: Listing) => Amount, at: number): readonly Position[];
}

interface Slot extends PositionKey {
  size: Amount;
  /** Quote units that the open part was entered for. */
  cost: Amount;
  claimed: Amount;
  realized: Amount;
  entered: Amount;
  entryValue: Amount;
  entryFee: Amount;
  exitValue: Amount;
  exitFee: Amount;
  readonly createdAt: number;
  updatedAt: number;
}

/** The asset that a future is margined and settled in: of inverse ones the base. */
export function marginAssetOf(listing: Listing): string {
  return isInverse(listing) ? listing.base : listing.quote;
}

/** Whether it is settled in its base. */
export function isInverse({ quote }: Listing): boolean {
  return quote === 'USD';
}

/** The margin of so much. */
export function marginOf(listing: Listing, size: Amount, value: Amount, { leverage }: Margin): Amount {
  return (isInverse(listing) ? size : value) / BigInt(leverage);
}

/** Makes the positions of a line that has none yet. */
export function createPositions(margin: Margin = USUAL_MARGIN): Positions {
  const slots = new Map<string, Slot>();
  const nameOf = ({ listing, side }: PositionKey): string => `${listing.symbol}:${side}`;
  const slotOf = (key: PositionKey): Slot | undefined => slots.get(nameOf(key));
  const all = (): readonly Slot[] => [...slots.values()];

  return {
    size: key => slotOf(key)?.size ?? 0n,
    free: key => (slotOf(key)?.size ?? 0n) - (slotOf(key)?.claimed ?? 0n),
    claim(key, size) {
      const slot = slotOf(key);
      if (slot !== undefined) slot.claimed += size;
    },
    open(key, { size, value, fee, at }) {
      const slot = slotOf(key) ?? emptySlot(key, at);
      slots.set(nameOf(key), slot);
      slot.size += size;
      slot.cost += value;
      slot.entered += size;
      slot.entryValue += value;
      slot.entryFee += fee;
      slot.updatedAt = at;
    },
    close(key, { size, price, value, fee, at }) {
      const slot = slotOf(key);
      if (slot === undefined || slot.size < size) throw new RangeError(`${nameOf(key)} is smaller than what is closed`);
      // The last part takes what rounding has left.
      const cost = size === slot.size ? slot.cost : (slot.cost * size) / slot.size;
      const gain = key.side === 'long' ? value - cost : cost - value;
      const realized = isInverse(key.listing) ? over(gain, price) : gain;
      slot.size -= size;
      slot.cost -= cost;
      slot.claimed -= size;
      slot.realized += realized;
      slot.exitValue += value;
      slot.exitFee += fee;
      slot.updatedAt = at;
      if (slot.size > 0n) return { realized, closed: undefined };
      slots.delete(nameOf(key));
      return { realized, closed: closedRow(slot) };
    },
    margin: asset => sum(all().map(slot => (marginAssetOf(slot.listing) === asset ? marginHere(slot, margin) : 0n))),
    unrealized: (asset, markOf) =>
      sum(all().map(slot => (marginAssetOf(slot.listing) === asset ? gainOf(slot, markOf(slot.listing)) : 0n))),
    rows: (stamp, markOf, at) => all().map(slot => positionRow(slot, stamp, markOf(slot.listing), margin, at)),
  };
}

function emptySlot(key: PositionKey, createdAt: number): Slot {
  const sums = { size: 0n, cost: 0n, claimed: 0n, realized: 0n, entered: 0n };
  const parts = { entryValue: 0n, entryFee: 0n, exitValue: 0n, exitFee: 0n };
  return { ...key, ...sums, ...parts, createdAt, updatedAt: createdAt };
}

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((a, b) => a + b, 0n);
}

function marginHere({ listing, size, cost }: Slot, margin: Margin): Amount {
  return marginOf(listing, size, cost, margin);
}

function gainOf({ listing, side, size, cost }: Slot, mark: Amount): Amount {
  const worth = times(size, mark);
  const gain = side === 'long' ? worth - cost : cost - worth;
  return isInverse(listing) ? over(gain, mark) : gain;
}

function positionRow(slot: Slot, { venue, market }: LineStamp, mark: Amount, terms: Margin, at: number): Position {
  const { listing, side, size, cost, claimed, realized, createdAt, updatedAt } = slot;
  const { symbol, priceDecimals, sizeDecimals } = listing;
  const entry = over(cost, size);
  const distance = entry / BigInt(terms.leverage);
  const edge = ((side === 'long' ? entry - distance : entry + distance) / 1_000n) * 1_000n;
  return {
    type: 'position',
    ...{ venue, market, symbol, timestamp: at, receivedAt: at },
    side,
    size: textOf(size, sizeDecimals),
    available: textOf(size - claimed, sizeDecimals),
    entryPrice: textOf(entry, priceDecimals),
    markPrice: textOf(mark, priceDecimals),
    liquidationPrice: textOf(edge, priceDecimals),
    leverage: textOf(amountOf(terms.leverage)),
    marginMode: terms.mode,
    marginAsset: marginAssetOf(listing),
    margin: moneyOf(marginHere(slot, terms)),
    unrealizedPnl: moneyOf(gainOf(slot, mark)),
    realizedPnl: moneyOf(realized),
    createdAt,
    updatedAt,
    raw: undefined,
  };
}

function closedRow(slot: Slot): ClosedPosition {
  const { listing, side, entered, entryValue, exitValue, realized, entryFee, exitFee, createdAt, updatedAt } = slot;
  return {
    ...{ symbol: listing.symbol, side, marginAsset: marginAssetOf(listing) },
    size: textOf(entered, listing.sizeDecimals),
    entryPrice: textOf(over(entryValue, entered), listing.priceDecimals),
    exitPrice: textOf(over(exitValue, entered), listing.priceDecimals),
    profit: moneyOf(realized),
    entryFee: moneyOf(entryFee),
    exitFee: moneyOf(exitFee),
    ...{ createdAt, closedAt: updatedAt },
  };
}
