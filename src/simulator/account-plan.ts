/**
 * What a simulated account decides to ask for next.
 * @module
 */
import type { AccountLine } from '../contract/account-news.js';
import type { Listing } from '../contract/counterpart.js';
import type { TimeInForce } from '../model/account.js';
import type { Side } from '../model/market.js';
import type { OrderWish } from './account-order.js';
import type { PositionKey, Positions } from './account-positions.js';
import { amountOf, floorTo, over, times } from './amount.js';
import type { Amount } from './amount.js';
import type { Market } from './market.js';
import type { Random } from './random.js';

/** The prices of a symbol now, and its smallest steps. */
export interface Prices {
  readonly listing: Listing;
  readonly bid: Amount;
  readonly ask: Amount;
  readonly mark: Amount;
  readonly tick: Amount;
  readonly lot: Amount;
}

/** Reads the prices of a market. */
export function pricesOf(market: Market): Prices {
  const { listing } = market;
  const { price = 0, bid = price, ask = price, markPrice = (bid + ask) / 2 } = market.ticker();
  const tick = amountOf(10 ** -listing.priceDecimals);
  const lot = amountOf(10 ** -listing.sizeDecimals);
  const mark = floorTo(amountOf(markPrice), tick);
  return { listing, bid: amountOf(bid), ask: amountOf(ask), mark, tick, lot };
}

/** Decides on an order; whether there is money for it is for others to say. */
export function planOrder(line: AccountLine, prices: Prices, positions: Positions, random: Random): OrderWish {
  return line.kind === 'spot' ? planSpot(line, prices, random) : planFuture(line, prices, positions, random);
}

/** Quote units of the smallest and the largest order. */
const SMALLEST = 50;
const LARGEST = 1_500;
/** No position grows beyond this many quote units. */
const POSITION = amountOf(12_000);

function planSpot(line: AccountLine, prices: Prices, random: Random): OrderWish {
  const side: Side = random.chance(0.5) ? 'buy' : 'sell';
  const size = sizeFor(prices, random);
  const terms = termsOf(line, prices, side, random);
  if (terms.price === undefined && side === 'buy' && line.marketBuys === 'quote') {
    const quoteSize = floorTo(times(size, prices.ask) + 1_000_000n, 1_000_000n);
    return { listing: prices.listing, side, ...terms, size: undefined, quoteSize, position: undefined };
  }
  return { listing: prices.listing, side, ...terms, size, quoteSize: undefined, position: undefined };
}

function planFuture(line: AccountLine, prices: Prices, positions: Positions, random: Random): OrderWish {
  const { listing } = prices;
  const chosen = random.chance(0.5) ? 'long' : 'short';
  const key: PositionKey = { listing, side: line.netted === true ? usualSide(listing) : chosen };
  const held = positions.size(key);
  const free = positions.free(key);
  const full = times(held, prices.mark) > POSITION;
  const opens = free === 0n ? !full : !full && random.chance(0.5);
  const side: Side = (key.side === 'long') === opens ? 'buy' : 'sell';
  const wanted = sizeFor(prices, random);
  // Half of what closes closes all.
  const size = opens ? wanted : random.chance(0.5) || wanted > free ? free : wanted;
  const position = { side: key.side, opens };
  return { listing, side, ...termsOf(line, prices, side, random), size, quoteSize: undefined, position };
}

/** Where positions are netted, a symbol is always held on the same side. */
function usualSide({ symbol }: Listing): PositionKey['side'] {
  return symbol.charCodeAt(0) % 2 === 0 ? 'long' : 'short';
}

function sizeFor({ ask, lot }: Prices, random: Random): Amount {
  const size = floorTo(over(amountOf(random.whole(SMALLEST, LARGEST)), ask), lot);
  return size > 0n ? size : lot;
}

function termsOf(
  { marketBuys }: AccountLine,
  prices: Prices,
  side: Side,
  random: Random,
): Pick<OrderWish, 'price' | 'timeInForce' | 'patience'> {
  const style = random.next();
  const patience = random.whole(20, 120);
  const atAnyPrice = side === 'sell' || marketBuys !== 'never';
  if (style < 0.25 && atAnyPrice) return { price: undefined, timeInForce: 'gtc', patience };
  const taking: TimeInForce | undefined = style < 0.38 ? 'ioc' : style < 0.45 ? 'fok' : undefined;
  const { bid, ask, tick } = prices;
  const grid = floorTo(ask / 200_000n, tick) + tick;
  const away = grid * BigInt(random.whole(0, 3));
  if (taking !== undefined) return { price: side === 'buy' ? ask + away : bid - away, timeInForce: taking, patience };
  const price = side === 'buy' ? bid - away : ask + away;
  return { price, timeInForce: style < 0.6 ? 'post-only' : 'gtc', patience };
}
