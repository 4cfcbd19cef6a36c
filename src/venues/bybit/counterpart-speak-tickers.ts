/**
 * Tickers in the words of Bybit: whole on spot and options, first whole and then what changed on futures.
 *
 * @see https://bybit-exchange.github.io/docs/v5/websocket/public/ticker
 * @module
 */
import type { Listing, Utterance, Wish } from '../../contract/counterpart.js';
import type { Ticker } from '../../model/market.js';
import { plain, priceText, sizesOf } from './counterpart-amounts.js';
import { topicOf } from './counterpart-topics.js';

type Row = Readonly<Record<string, string>>;

/** Every so many pushes one tells a field again that did not change. */
const RESTATED = 7;
/** What a future's delivery costs and brings; contracts of quarters are delivered at eight. */
const DELIVERY = Date.UTC(2026, 11, 25, 8);

/** The frames of a ticker; none where nothing changed. */
export function speakTicker(
  wish: Wish,
  { ticker, previous }: Extract<Utterance, { type: 'ticker' }>,
  listing: Listing,
  now: number,
): readonly string[] {
  const topic = topicOf(wish);
  const { market, symbol } = listing;
  if (topic.startsWith('priceLimit.')) return [priceLimit(topic, ticker, listing, now)];
  const cs = Number(BigInt(listing.sequence)) + now;
  if (market === 'spot') {
    return [JSON.stringify({ topic, ts: now, type: 'snapshot', cs, data: spotRow(ticker, listing) })];
  }
  if (market === 'option') {
    const id = `${topic}-${cs}-${now}`;
    return [JSON.stringify({ id, topic, ts: now, data: optionRow(ticker, listing), type: 'snapshot' })];
  }
  const row = futureRow(ticker, previous, listing);
  if (previous === undefined) return [JSON.stringify({ topic, type: 'snapshot', data: row, cs, ts: now })];
  const before = futureRow(previous, undefined, listing);
  const again = Math.floor(now / 100) % RESTATED === 0 ? ['price24hPcnt', 'fundingRate'] : [];
  const changed = Object.entries(row).filter(([name, value]) => before[name] !== value || again.includes(name));
  const moved = changed.filter(([name]) => name !== 'tickDirection');
  if (moved.length === 0) return [];
  const told = ticker.price === previous.price ? moved : changed;
  return [JSON.stringify({ topic, type: 'delta', data: { symbol, ...Object.fromEntries(told) }, cs, ts: now })];
}

function priceLimit(topic: string, ticker: Ticker, { symbol, priceDecimals }: Listing, now: number): string {
  const at = (ratio: number): string => ((ticker.price ?? 0) * ratio).toFixed(priceDecimals);
  return JSON.stringify({ topic, data: { symbol, buyLmt: at(1.05), sellLmt: at(0.95) }, ts: now });
}

function spotRow(ticker: Ticker, listing: Listing): Row {
  const { symbol, priceDecimals, sizeDecimals } = listing;
  const price = (value: number | undefined): string => priceText(value, listing);
  return {
    symbol,
    lastPrice: price(ticker.price),
    highPrice24h: price(ticker.high24h),
    lowPrice24h: price(ticker.low24h),
    prevPrice24h: price(ticker.open24h),
    volume24h: plain(ticker.volume24h, sizeDecimals),
    turnover24h: plain(ticker.turnover24h, 6),
    price24hPcnt: plain(ticker.change24h, 6),
    usdIndexPrice: plain(ticker.price, priceDecimals + 4),
  };
}

/** A perpetual or a dated future; fields that the other one has are left out. */
function futureRow(ticker: Ticker, previous: Ticker | undefined, listing: Listing): Row {
  const { symbol, market, kind, priceDecimals } = listing;
  const sizes = sizesOf(listing);
  const price = (value: number | undefined): string => priceText(value, listing);
  const inverse = market === 'inverse';
  const interest = ticker.openInterest ?? 0;
  const worth = inverse ? plain(interest, 4) : plain(interest * (ticker.markPrice ?? 0), 2);
  const step = Math.sign((ticker.price ?? 0) - (previous?.price ?? ticker.price ?? 0));
  const head = {
    symbol,
    tickDirection: step > 0 ? 'PlusTick' : step < 0 ? 'MinusTick' : 'ZeroPlusTick',
    price24hPcnt: plain(ticker.change24h, 6),
    lastPrice: price(ticker.price),
    prevPrice24h: price(ticker.open24h),
    highPrice24h: price(ticker.high24h),
    lowPrice24h: price(ticker.low24h),
    prevPrice1h: price(ticker.openUtc),
    markPrice: price(ticker.markPrice),
    indexPrice: plain(ticker.indexPrice, priceDecimals + 3),
    openInterest: inverse ? sizes.number(interest) : plain(interest, listing.sizeDecimals + 4),
    openInterestValue: worth,
    turnover24h: inverse ? plain(ticker.volume24h, 8) : plain(ticker.turnover24h, 6),
    volume24h: sizes.number(ticker.volume24h),
  };
  const top = {
    bid1Price: price(ticker.bid),
    bid1Size: sizes.number(ticker.bidSize),
    ask1Price: price(ticker.ask),
    ask1Size: sizes.number(ticker.askSize),
  };
  return kind === 'delivery'
    ? { ...head, ...deliveryPart(ticker, listing), ...top }
    : { ...head, ...fundingPart(ticker), ...top, preOpenPrice: '', preQty: '', curPreListingPhase: '' };
}

function fundingPart(ticker: Ticker): Row {
  return {
    fundingIntervalHour: '8',
    fundingCap: '0.005',
    nextFundingTime: String(ticker.nextFundingTime ?? ''),
    fundingRate: plain(ticker.fundingRate, 8),
  };
}

function deliveryPart(ticker: Ticker, { priceDecimals }: Listing): Row {
  const basis = (ticker.markPrice ?? 0) - (ticker.indexPrice ?? 0);
  const rate = basis / (ticker.indexPrice ?? 1);
  return {
    deliveryTime: new Date(DELIVERY).toISOString().replace('.000Z', 'Z'),
    basisRate: rate.toFixed(8),
    deliveryFeeRate: '0.0005',
    predictedDeliveryPrice: '0.00',
    basis: basis.toFixed(priceDecimals + 1),
    basisRateYear: (rate * 4).toFixed(8),
    nextFundingTime: '',
    fundingRate: '',
  };
}

function optionRow(ticker: Ticker, listing: Listing): Row {
  const { symbol, sizeDecimals } = listing;
  const price = (value: number | undefined): string => priceText(value, listing);
  const size = (value: number | undefined): string => plain(value, sizeDecimals);
  const { markIv, ...greeks } = optionGreeks(listing, ticker.markPrice ?? ticker.price ?? listing.price);
  const underlying = Number(symbol.split('-')[2]);
  return {
    symbol,
    bidPrice: price(ticker.bid),
    bidSize: size(ticker.bidSize),
    bidIv: markIv,
    askPrice: price(ticker.ask),
    askSize: size(ticker.askSize),
    askIv: markIv,
    lastPrice: price(ticker.price),
    highPrice24h: price(ticker.high24h),
    lowPrice24h: price(ticker.low24h),
    markPrice: plain(ticker.markPrice, 8),
    indexPrice: plain(ticker.indexPrice ?? underlying * 0.998, 2),
    markPriceIv: markIv,
    underlyingPrice: plain(underlying * 0.999, 2),
    openInterest: plain(ticker.openInterest, sizeDecimals + 4),
    turnover24h: plain(ticker.turnover24h, 6),
    volume24h: size(ticker.volume24h),
    totalVolume: size((ticker.volume24h ?? 0) * 12),
    totalTurnover: plain((ticker.turnover24h ?? 0) * 12, 0),
    ...greeks,
    predictedDeliveryPrice: '0',
    change24h: plain(ticker.change24h, 8),
  };
}

/** Numbers of an option that look like those of one; they follow its price, and no model. */
export function optionGreeks(
  { symbol, price: home }: Listing,
  price: number,
): { readonly [K in 'markIv' | 'delta' | 'gamma' | 'vega' | 'theta']: string } {
  const ratio = price / home;
  const sign = /-C(-|$)/.test(symbol) ? 1 : -1;
  return {
    markIv: (0.46 * ratio).toFixed(4),
    delta: (0.45 * sign * ratio).toFixed(8),
    gamma: (0.00002 * ratio).toFixed(8),
    vega: (60 * ratio).toFixed(8),
    theta: (-40 * ratio).toFixed(8),
  };
}
