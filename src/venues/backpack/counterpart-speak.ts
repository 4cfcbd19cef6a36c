/**
 * Market events in the words of Backpack's streams.
 *
 * @see https://docs.backpack.exchange/#tag/Streams/Public
 * @module
 */
import type { Listing, SpeakContext, Utterance, Wish } from '../../contract/counterpart.js';
import type { BookRow, CandleRow, Liquidation, Quote, Ticker, Trade } from '../../model/market.js';
import { backpackCandleAt } from './counterpart-calendar.js';
import { engineTime, frameOf, padded, plain, sentAt, textOf } from './counterpart-frame.js';
import type { Fields } from './counterpart-frame.js';
import { speakAccount } from './counterpart-speak-account.js';

/** The frames of an event on the stream that was wished for. */
export function speakBackpack(wish: Wish, utterance: Utterance, context: SpeakContext): readonly string[] {
  const { now } = context;
  const say = (fields: Fields): string => frameOf(wish.key, { E: sentAt(now), ...fields });
  switch (utterance.type) {
    case 'ticker':
      return [say(tickerFields(wish, utterance.ticker, listed(context)))];
    case 'trades':
      return utterance.trades.map(trade => say(tradeFields(trade, listed(context))));
    case 'book':
      // As it stands it is told over HTTP only.
      return utterance.event.type === 'book-snapshot' ? [] : [say(depthFields(utterance.event, listed(context)))];
    case 'quote':
      return [say(quoteFields(utterance.quote, listed(context)))];
    case 'candles': {
      const { rows } = utterance;
      return rows.flatMap((row, i) => {
        const fields = klineFields(row, i < rows.length - 1, listed(context));
        return fields === undefined ? [] : [say(fields)];
      });
    }
    case 'liquidations':
      return utterance.rows.map(row => say(liquidationFields(row)));
    case 'account':
      return speakAccount(wish, utterance.news, now);
    default:
      return [];
  }
}

function listed(context: SpeakContext): Listing {
  if (context.listing === undefined) throw new RangeError('speak needs the listing of the symbol it speaks of');
  return context.listing;
}

function depthFields(
  event: Extract<Extract<Utterance, { type: 'book' }>['event'], { type: 'book-delta' }>,
  { symbol, priceDecimals, sizeDecimals }: Listing,
): Fields {
  // Prices are padded here, and over HTTP they are not.
  const levels = (rows: readonly BookRow[]): string =>
    `[${rows.map(({ level: [price, size] }) => `[${padded(price, priceDecimals)},${padded(size, sizeDecimals)}]`).join(',')}]`;
  return {
    e: '"depth"',
    T: engineTime(event.timestamp),
    s: textOf(symbol),
    // In no order that can be relied on.
    a: levels([...event.asks].reverse()),
    b: levels([...event.bids].reverse()),
    // Where the numbers begin anew, nothing says so.
    U: event.previous === '0' ? (event.sequence ?? '0') : String(BigInt(event.previous ?? '0') + 1n),
    u: event.sequence ?? '0',
  };
}

function quoteFields(quote: Quote, { symbol, priceDecimals, sizeDecimals }: Listing): Fields {
  const price = (value: number | undefined): string => (value === undefined ? 'null' : padded(value, priceDecimals));
  const size = (value: number | undefined): string => (value === undefined ? 'null' : padded(value, sizeDecimals));
  return {
    e: '"bookTicker"',
    T: engineTime(quote.timestamp),
    s: textOf(symbol),
    ...{ a: price(quote.ask), A: size(quote.askSize), b: price(quote.bid), B: size(quote.bidSize) },
    u: quote.sequence ?? '0',
  };
}

function tradeFields(trade: Trade, { symbol, priceDecimals, sizeDecimals }: Listing): Fields {
  const id = trade.id ?? '0';
  return {
    e: '"trade"',
    // Of trades it is a whole millisecond.
    T: `${trade.timestamp ?? 0}000`,
    s: textOf(symbol),
    p: padded(trade.price, priceDecimals),
    q: padded(trade.size, sizeDecimals),
    ...{ a: textOf(`59${id}1`), b: textOf(`59${id}2`), t: id },
    m: String(trade.side === 'sell'),
  };
}

/** Undefined where nothing is told: a candle without trades is silent until it ends. */
function klineFields(row: CandleRow, closed: boolean, listing: Listing): Fields | undefined {
  const { symbol, priceDecimals, sizeDecimals } = listing;
  const isEmpty = row.volume === 0;
  if (isEmpty && !closed) return undefined;
  const price = (value: number): string => (isEmpty ? 'null' : padded(value, priceDecimals));
  const dateOf = (time: number): string => textOf(new Date(time).toISOString().slice(0, 19));
  return {
    e: '"kline"',
    s: textOf(symbol),
    t: dateOf(row.start),
    T: dateOf(backpackCandleAt(row.interval, row.start).end),
    ...{ o: price(row.open), h: price(row.high), l: price(row.low), c: price(row.close) },
    v: isEmpty ? 'null' : padded(row.volume, sizeDecimals),
    // How many there were, nobody has counted.
    n: isEmpty ? '0' : '1',
    X: String(closed),
  };
}

/** One state of a symbol, of which each of four streams tells a part. */
function tickerFields({ key }: Wish, ticker: Ticker, { symbol, priceDecimals, sizeDecimals }: Listing): Fields {
  const [type = ''] = key.split('.');
  const s = textOf(symbol);
  if (type === 'openInterest') return { e: '"openInterest"', s, o: plain(ticker.openInterest, sizeDecimals + 4) };
  if (type === 'markPrice') {
    return {
      e: '"markPrice"',
      T: engineTime(ticker.timestamp),
      s,
      p: plain(ticker.markPrice, priceDecimals),
      f: plain(ticker.fundingRate, 7),
      i: plain(ticker.indexPrice, priceDecimals + 3),
      n: String(ticker.nextFundingTime ?? 0),
    };
  }
  const price = (value: number | undefined): string => plain(value, priceDecimals);
  return {
    e: textOf(type),
    s,
    ...{ o: price(ticker.open24h), c: price(ticker.price), h: price(ticker.high24h), l: price(ticker.low24h) },
    ...{ v: plain(ticker.volume24h, sizeDecimals), V: plain(ticker.turnover24h, 6), n: '6796' },
  };
}

/** Of many symbols, whose decimals are not at hand. */
function liquidationFields(row: Liquidation): Fields {
  return {
    e: '"liquidation"',
    T: engineTime(row.timestamp),
    s: textOf(row.symbol),
    S: row.side === 'buy' ? '"Bid"' : '"Ask"',
    p: textOf(String(row.price)),
    q: textOf(String(row.size)),
  };
}
