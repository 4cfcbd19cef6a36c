/**
 * The ticker of a simulated symbol: 24 hours, the UTC day, and for futures mark, index, funding and open interest.
 * @module
 */
import type { Listing } from '../contract/counterpart.js';
import type { TickerFields, Trade } from '../model/market.js';
import type { Random } from './random.js';

/** The best bid and ask with their sizes. */
export interface Top {
  readonly bid: number;
  readonly bidSize: number;
  readonly ask: number;
  readonly askSize: number;
}

/** What is told of a day, as it grows. */
export interface DayStatistics {
  add(trade: Trade): void;
  /** Lets time pass and moves what the trades do not. */
  advance(now: number): void;
  indexPrice(): number;
  /** Every number as rounded as the wire writes it. */
  fields(top: Top): TickerFields;
}

const DAY = 86_400_000;
const FUNDING_EVERY = 28_800_000;
const DELIVERY_TURNOVER = 1_600_000;
const DAILY_TURNOVER = 220_000_000;

/** Makes the statistics of a symbol whose last price is `price`. */
export function createDayStatistics(listing: Listing, random: Random, birth: number, price: number): DayStatistics {
  const { kind, priceDecimals, sizeDecimals } = listing;
  const atPrice = (value: number): number => round(value, priceDecimals);
  const turnoverBefore = (kind === 'delivery' ? DELIVERY_TURNOVER : DAILY_TURNOVER) * (0.5 + random.next());

  const open24h = atPrice(price * (1 + 0.015 * random.bell()));
  let openUtc = atPrice(price * (1 + 0.008 * random.bell()));
  let day = Math.floor(birth / DAY);
  let last = price;
  let high24h = atPrice(Math.max(price, open24h, openUtc) * (1 + 0.01 * random.next()));
  let low24h = atPrice(Math.min(price, open24h, openUtc) * (1 - 0.01 * random.next()));
  let volume24h = turnoverBefore / price;
  let turnover24h = turnoverBefore;
  let premium = 0.0001 * random.bell();
  let fundingRate = 0.0001;
  let openInterest = (turnoverBefore / price) * (0.5 + random.next());
  let nextFundingTime = 0;

  const indexPrice = (): number => round(last * (1 - premium), priceDecimals + 3);
  const advance = (now: number): void => {
    if (Math.floor(now / DAY) > day) {
      day = Math.floor(now / DAY);
      openUtc = last;
    }
    premium = clamp(premium + 0.00001 * random.bell(), 0.0008);
    if (random.chance(0.02)) fundingRate = clamp(0.0001 + premium, 0.003);
    openInterest *= 1 + 0.00002 * random.bell();
    nextFundingTime = (Math.floor(now / FUNDING_EVERY) + 1) * FUNDING_EVERY;
  };
  advance(birth);

  return {
    advance,
    indexPrice,
    add(trade) {
      last = trade.price;
      high24h = Math.max(high24h, last);
      low24h = Math.min(low24h, last);
      volume24h += trade.size;
      turnover24h += trade.size * trade.price;
    },
    fields(top) {
      const futures = kind === 'perpetual' || kind === 'delivery';
      const marked = kind !== 'spot';
      const funded = kind === 'perpetual';
      return {
        price: last,
        ...top,
        open24h,
        high24h,
        low24h,
        change24h: round(last / open24h - 1, 5),
        volume24h: round(volume24h, sizeDecimals),
        turnover24h: round(turnover24h, 6),
        openUtc,
        // Futures tell the day's open, and leave the reckoning to the reader.
        changeUtc: marked ? undefined : round(last / openUtc - 1, 5),
        markPrice: marked ? atPrice((top.bid + top.ask) / 2) : undefined,
        indexPrice: futures ? indexPrice() : undefined,
        fundingRate: futures ? (funded ? round(fundingRate, 6) : 0) : undefined,
        nextFundingTime: funded ? nextFundingTime : undefined,
        openInterest: marked ? round(openInterest, sizeDecimals + 4) : undefined,
      };
    },
  };
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals)) + 0;
}
