/**
 * What the fields of a ticker are called at Bybit, market by market.
 * @module
 */
import type { TickerFields } from '../../model/market.js';
import { numberIfAny } from '../../wire/number.js';
import type { TradedMarket } from './markets.js';

/** A ticker's row by the wire's names; what is not there was not told. */
export type TickerRow = Readonly<Record<string, string | undefined>>;

type Names = { readonly [F in keyof TickerFields]?: string };

const everywhere = { price: 'lastPrice', high24h: 'highPrice24h', low24h: 'lowPrice24h' } as const satisfies Names;
const sinceYesterday = { open24h: 'prevPrice24h', change24h: 'price24hPcnt' } as const satisfies Names;
const volumes = { volume24h: 'volume24h', turnover24h: 'turnover24h' } as const satisfies Names;
const marks = {
  markPrice: 'markPrice',
  indexPrice: 'indexPrice',
  openInterest: 'openInterest',
} as const satisfies Names;
const contract = {
  ...everywhere,
  ...sinceYesterday,
  ...marks,
  bid: 'bid1Price',
  bidSize: 'bid1Size',
  ask: 'ask1Price',
  askSize: 'ask1Size',
  fundingRate: 'fundingRate',
  nextFundingTime: 'nextFundingTime',
} as const satisfies Names;

const names: Readonly<Record<TradedMarket, Names>> = {
  spot: { ...everywhere, ...sinceYesterday, ...volumes },
  linear: { ...contract, ...volumes },
  // In contracts of one USD, which are quote, come the volume and the open interest, in coins the turnover and its value.
  inverse: { ...contract, volume24h: 'turnover24h', turnover24h: 'volume24h', openInterest: 'openInterestValue' },
  option: {
    ...everywhere,
    ...volumes,
    ...marks,
    ...{ bid: 'bidPrice', bidSize: 'bidSize', ask: 'askPrice', askSize: 'askSize', change24h: 'change24h' },
  },
};

const fields = new Map(
  Object.entries(names).map(([market, of]) => [
    market,
    new Map(Object.entries(of).map(([field, name]) => [name, field as keyof TickerFields])),
  ]),
);

/**
 * Reads all fields of a whole ticker; one that is missing, or empty, is not known.
 *
 * @throws RangeError where neither a price nor a side of the book is told, or a field is no number
 */
export function wholeOf(row: TickerRow, market: string): TickerFields {
  const of = (names as Readonly<Record<string, Names>>)[market];
  const read = (field: keyof TickerFields): number | undefined => {
    const name = of?.[field];
    return name === undefined ? undefined : numberIfAny(row[name], name);
  };
  const isTold = (field: keyof TickerFields): boolean => row[of?.[field] ?? ''] !== undefined;
  // Without all of these it would be told as a ticker that knows nothing.
  if (!isTold('price') && !isTold('bid') && !isTold('ask')) {
    const instead = of?.bid === undefined ? '' : ', and a bid or ask in its place';
    throw new RangeError(`${of?.price ?? 'price'} is missing${instead}`);
  }
  const whole: TickerFields = {
    price: read('price'),
    bid: read('bid'),
    bidSize: read('bidSize'),
    ask: read('ask'),
    askSize: read('askSize'),
    open24h: read('open24h'),
    high24h: read('high24h'),
    low24h: read('low24h'),
    change24h: read('change24h'),
    volume24h: read('volume24h'),
    turnover24h: read('turnover24h'),
    openUtc: undefined,
    changeUtc: undefined,
    markPrice: read('markPrice'),
    indexPrice: read('indexPrice'),
    fundingRate: read('fundingRate'),
    nextFundingTime: read('nextFundingTime'),
    openInterest: read('openInterest'),
  };
  return market === 'option' ? withoutEmptySides(whole) : whole;
}

/**
 * Reads the fields that a delta tells; one that is empty is known no more.
 *
 * @throws RangeError where one is no number
 */
export function changesOf(row: TickerRow, market: string): Partial<TickerFields> {
  const of = fields.get(market);
  const changes: { -readonly [F in keyof TickerFields]?: number | undefined } = {};
  for (const name in row) {
    const field = of?.get(name);
    if (field !== undefined) changes[field] = numberIfAny(row[name], name);
  }
  return changes;
}

/** On options a side without orders has a price of "0" and a size of "0". */
function withoutEmptySides(whole: TickerFields): TickerFields {
  const noBid = (whole.bid ?? 0) === 0 && (whole.bidSize ?? 0) === 0 ? { bid: undefined, bidSize: undefined } : {};
  const noAsk = (whole.ask ?? 0) === 0 && (whole.askSize ?? 0) === 0 ? { ask: undefined, askSize: undefined } : {};
  return { ...whole, ...noBid, ...noAsk };
}
