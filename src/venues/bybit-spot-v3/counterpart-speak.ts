/**
 * Market events in the words of the stream: every push is whole.
 *
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v3/_websockets.md
 * @module
 */
import type { Listing, SpeakContext, Utterance, Wish } from '../../contract/counterpart.js';
import type { BookRow, CandleRow, Quote, Ticker, Trade } from '../../model/market.js';
import { speakAccount } from './counterpart-speak-private.js';

/** The frames of an event; none where the wish is not for it. */
export function speak(wish: Wish, utterance: Utterance, context: SpeakContext): readonly string[] {
  const { now } = context;
  switch (utterance.type) {
    case 'ticker':
      return [push(wish, utterance.ticker.timestamp ?? now, tickerRow(utterance.ticker, context))];
    case 'trades':
      // One at a time.
      return utterance.trades.map(trade => push(wish, now, tradeRow(trade, listed(context))));
    case 'quote':
      return [push(wish, now, quoteRow(utterance.quote, listed(context)))];
    case 'book': {
      const { bids, asks, timestamp, symbol } = utterance.event;
      return [push(wish, now, { s: symbol, t: timestamp ?? now, b: levels(bids), a: levels(asks) })];
    }
    case 'candles': {
      // There is no history: a new listener hears of the open one.
      const rows = utterance.first ? utterance.rows.slice(-1) : utterance.rows;
      return rows.map(row => push(wish, now, candleRow(row, listed(context))));
    }
    case 'account':
      return speakAccount(wish, utterance.news, now);
    default:
      return [];
  }
}

type Row = Readonly<Record<string, unknown>>;

function push(wish: Wish, ts: number, data: Row): string {
  return JSON.stringify({ topic: wish.key, ts, type: 'snapshot', data });
}

function listed({ listing }: SpeakContext): Listing {
  if (listing === undefined) throw new RangeError('speak needs the listing of the symbol it speaks of');
  return listing;
}

function tickerRow(ticker: Ticker, context: SpeakContext): Row {
  const { symbol, priceDecimals, sizeDecimals } = listed(context);
  return {
    t: ticker.timestamp ?? context.now,
    s: symbol,
    c: plain(ticker.price, priceDecimals),
    h: plain(ticker.high24h, priceDecimals),
    l: plain(ticker.low24h, priceDecimals),
    o: plain(ticker.open24h, priceDecimals),
    v: plain(ticker.volume24h, sizeDecimals),
    qv: plain(ticker.turnover24h, priceDecimals + sizeDecimals),
    m: (ticker.change24h ?? 0).toFixed(4),
    xp: plain(ticker.price, 8),
  };
}

function tradeRow(trade: Trade, { priceDecimals, sizeDecimals }: Listing): Row {
  return {
    v: trade.id,
    t: trade.timestamp,
    p: plain(trade.price, priceDecimals),
    q: plain(trade.size, sizeDecimals),
    m: trade.side === 'buy',
    type: '0',
  };
}

function quoteRow(quote: Quote, { symbol, priceDecimals, sizeDecimals }: Listing): Row {
  return {
    s: symbol,
    bp: plain(quote.bid, priceDecimals),
    bq: plain(quote.bidSize, sizeDecimals),
    ap: plain(quote.ask, priceDecimals),
    aq: plain(quote.askSize, sizeDecimals),
    t: quote.timestamp,
  };
}

function candleRow(row: CandleRow, { symbol, priceDecimals, sizeDecimals }: Listing): Row {
  return {
    t: row.start,
    s: symbol,
    c: plain(row.close, priceDecimals),
    h: plain(row.high, priceDecimals),
    l: plain(row.low, priceDecimals),
    o: plain(row.open, priceDecimals),
    v: plain(row.volume, sizeDecimals),
  };
}

function levels(rows: readonly BookRow[]): readonly (readonly [string, string])[] {
  return rows.map(({ text: [price, size] }) => [trimmed(price), trimmed(size)]);
}

/** Spot writes no trailing zeros; nothing for what there is not. */
function plain(value: number | undefined, decimals: number): string {
  return value === undefined ? '' : trimmed(value.toFixed(decimals));
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
