/**
 * One value as one line for people, where there is no terminal to draw on.
 * @module
 */
import type { Gap } from '../../model/gap.js';
import type { MarketKind, ValueOf } from '../../model/kinds.js';
import { gapLine } from './gap-text.js';
import { closedSide } from './closed-side.js';
import { difference, fixed, mostDecimals, percent, plain } from './number-text.js';
import { clockText, isoText } from './time-text.js';

/** What can be watched. */
export type Watched = ValueOf<MarketKind>;

/** Writes the time, the symbol, and what there is to say. */
export function lineOf(value: Watched): string {
  const time = clockText(value.timestamp ?? value.receivedAt);
  return `${time} ${value.symbol} ${wordsOf(value)
    .filter(word => word !== '')
    .join('  ')}`;
}

/** Writes a value, or a break before it. */
export function watchedLine(value: Watched | Gap): string {
  return value.type === 'gap' ? gapLine(value) : lineOf(value);
}

function wordsOf(value: Watched): readonly string[] {
  switch (value.type) {
    case 'ticker': {
      const { price, bid, bidSize, ask, askSize, change24h, volume24h, fundingRate } = value;
      const decimals = mostDecimals([price, bid, ask]);
      return [
        fixed(price, decimals),
        best('bid', fixed(bid, decimals), bidSize),
        best('ask', fixed(ask, decimals), askSize),
        said('24h', percent(change24h)),
        said('volume', plain(volume24h)),
        said('funding', percent(fundingRate, 4)),
      ];
    }
    case 'trade':
      return [value.side.padEnd(4), plain(value.price), `× ${plain(value.size)}`];
    case 'quote':
      return quoteWords(value.bid, value.bidSize, value.ask, value.askSize);
    case 'book': {
      const [bid, ask] = [value.bids[0], value.asks[0]];
      return [
        ...quoteWords(bid?.[0], bid?.[1], ask?.[0], ask?.[1]),
        `levels ${value.bids.length}+${value.asks.length}`,
      ];
    }
    case 'candle': {
      const { interval, start, open, high, low, close, volume, closed } = value;
      const decimals = mostDecimals([open, high, low, close]);
      const [o, h, l, c] = [open, high, low, close].map(price => fixed(price, decimals));
      return [
        interval,
        isoText(start).slice(0, 16),
        `O ${o} H ${h} L ${l} C ${c}`,
        `volume ${plain(volume)}`,
        closed ? 'closed' : 'open',
      ];
    }
    case 'mark-price': {
      const { price, indexPrice } = value;
      return [`mark ${plain(price)}`, said('index', plain(indexPrice))];
    }
    case 'open-interest':
      return [`open interest ${plain(value.openInterest)}`];
    case 'funding-rate': {
      const { rate, nextFundingTime: next } = value;
      return [`funding ${percent(rate, 4)}`, next === undefined ? '' : `next ${isoText(next).slice(0, 16)}`];
    }
    case 'liquidation':
      return [
        value.side.padEnd(4),
        plain(value.price),
        `× ${plain(value.size)}`,
        `closes a ${closedSide(value.side)} position`,
      ];
  }
}

function quoteWords(
  bid: number | undefined,
  bidSize: number | undefined,
  ask: number | undefined,
  askSize: number | undefined,
): readonly string[] {
  const decimals = mostDecimals([bid, ask]);
  return [
    best('bid', fixed(bid, decimals), bidSize),
    best('ask', fixed(ask, decimals), askSize),
    said('spread', fixed(difference(ask, bid), decimals)),
  ];
}

function best(name: string, price: string, size: number | undefined): string {
  if (price === '') return '';
  return size === undefined ? `${name} ${price}` : `${name} ${price} × ${plain(size)}`;
}

function said(name: string, text: string): string {
  return text === '' ? '' : `${name} ${text}`;
}
