/**
 * Market events in the words of the legacy stream, in both forms.
 *
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md
 * @module
 */
import type { Listing, SpeakContext, Utterance, Wish } from '../../contract/counterpart.js';
import type { CandleRow, Quote, Ticker, Trade } from '../../model/market.js';
import { askedIn } from './counterpart-hear.js';
import type { Asked } from './counterpart-hear.js';
import { bookRow } from './counterpart-speak-book.js';
import { speakAccount } from './counterpart-speak-account.js';

type Row = Readonly<Record<string, unknown>>;

/** The frames of an event. */
export function speak(
  wish: Wish,
  utterance: Utterance,
  context: SpeakContext,
  countsFirst: boolean,
): readonly string[] {
  if (utterance.type === 'account') return speakAccount(wish, utterance.news);
  const { listing } = context;
  if (listing === undefined) throw new RangeError('speak needs the listing of the symbol it speaks of');
  const asked = askedIn(wish);
  const [rows, first] = rowsOf(utterance, asked, listing, countsFirst);
  if (asked.form === 'v1') {
    return rows.length === 0 ? [] : perFrame(asked, rows).map(data => v1Frame(asked, data, first, context.now));
  }
  // V2 has no first push: a book is told when it changes, a trade when it happens.
  const waits = first && (asked.topic === 'trade' || asked.topic === 'depth');
  return waits ? [] : rows.map(data => v2Frame(asked, data));
}

function rowsOf(
  utterance: Exclude<Utterance, { type: 'account' }>,
  asked: Asked,
  listing: Listing,
  countsFirst: boolean,
): readonly [rows: readonly Row[], first: boolean] {
  switch (utterance.type) {
    case 'ticker':
      return [[tickerRow(utterance.ticker, asked, listing)], utterance.previous === undefined];
    case 'trades':
      return [utterance.trades.map(trade => tradeRow(trade, asked, listing)), utterance.first];
    case 'book': {
      // Among changes a whole book is always one to begin with.
      const first = utterance.first || (asked.topic === 'diffDepth' && utterance.event.type === 'book-snapshot');
      return [[bookRow(utterance, asked, listing, countsFirst)], first];
    }
    case 'candles':
      // The first push has no history.
      return [
        (utterance.first ? utterance.rows.slice(-1) : utterance.rows).map(row => candleRow(row, listing)),
        utterance.first,
      ];
    case 'quote':
      return [[quoteRow(utterance.quote, listing)], false];
    default:
      return [[], false];
  }
}

/** A frame has one row, but for trades. */
function perFrame({ topic }: Asked, rows: readonly Row[]): readonly (readonly Row[])[] {
  return topic === 'trade' ? [rows] : rows.map(row => [row]);
}

function v1Frame({ symbol, topic, details }: Asked, data: readonly Row[], f: boolean, sendTime: number): string {
  const params = { realtimeInterval: '24h', ...details };
  return JSON.stringify({ symbol, symbolName: symbol, topic, params, data, f, sendTime });
}

function v2Frame({ symbol, topic, details }: Asked, data: Row): string {
  return JSON.stringify({ topic, params: { symbol, ...details, symbolName: symbol }, data });
}

function plain(value: number | undefined, decimals: number): string {
  return (value ?? 0).toFixed(decimals);
}

function tickerRow(ticker: Ticker, { form }: Asked, { symbol, priceDecimals, sizeDecimals }: Listing): Row {
  const price = (value: number | undefined): string => plain(value, priceDecimals);
  return {
    t: ticker.timestamp ?? 0,
    s: symbol,
    ...(form === 'v1' ? { sn: symbol } : {}),
    c: price(ticker.price),
    h: price(ticker.high24h),
    l: price(ticker.low24h),
    o: price(ticker.open24h),
    v: plain(ticker.volume24h, sizeDecimals),
    qv: plain(ticker.turnover24h, 8),
    m: plain(ticker.change24h, 4),
    ...(form === 'v1' ? { e: EXCHANGE } : {}),
    xp: price(ticker.price),
  };
}

const EXCHANGE = 301;

function tradeRow({ id, timestamp, price, size, side }: Trade, { form }: Asked, listing: Listing): Row {
  return {
    v: id,
    t: timestamp ?? 0,
    p: plain(price, listing.priceDecimals),
    q: plain(size, listing.sizeDecimals),
    m: side === 'buy',
    ...(form === 'v2' ? { type: '0' } : {}),
  };
}

function candleRow(row: CandleRow, { symbol, priceDecimals, sizeDecimals }: Listing): Row {
  const price = (value: number): string => plain(value, priceDecimals);
  return {
    t: row.start,
    s: symbol,
    sn: symbol,
    c: price(row.close),
    h: price(row.high),
    l: price(row.low),
    o: price(row.open),
    v: plain(row.volume, sizeDecimals),
  };
}

function quoteRow(quote: Quote, { symbol, priceDecimals, sizeDecimals }: Listing): Row {
  return {
    symbol,
    bidPrice: plain(quote.bid, priceDecimals),
    bidQty: plain(quote.bidSize, sizeDecimals),
    askPrice: plain(quote.ask, priceDecimals),
    askQty: plain(quote.askSize, sizeDecimals),
    time: quote.timestamp ?? 0,
  };
}
