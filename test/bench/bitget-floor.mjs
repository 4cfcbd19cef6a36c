/**
 * Bitget by hand: rows to events.
 * @module
 */
import { place } from './floor-book.mjs';

/** @param {import('./tally.mjs').Tally} tally */
export function createBitgetFloor(tally) {
  const books = new Map();
  return (message, receivedAt) => {
    if (message.action === undefined) return;
    const { channel, instId } = message.arg;
    switch (channel) {
      case 'ticker':
        for (const row of message.data) tally.ticker(tickerOf(row, instId, receivedAt));
        break;
      case 'trade': {
        const rows = message.data;
        for (let i = rows.length - 1; i >= 0; i--) tally.trade(tradeOf(rows[i], instId, receivedAt));
        break;
      }
      default:
        for (const row of message.data) tally.book(bookOf(books, message.action, row, instId, receivedAt));
    }
  };
}

function tickerOf(row, symbol, receivedAt) {
  return {
    type: 'ticker',
    venue: 'bitget',
    market: 'usdt-futures',
    symbol,
    timestamp: +row.ts,
    receivedAt,
    price: +row.lastPr,
    bid: +row.bidPr,
    bidSize: +row.bidSz,
    ask: +row.askPr,
    askSize: +row.askSz,
    open24h: +row.open24h,
    high24h: +row.high24h,
    low24h: +row.low24h,
    change24h: +row.change24h,
    volume24h: +row.baseVolume,
    turnover24h: +row.quoteVolume,
    openUtc: +row.openUtc,
    changeUtc: undefined,
    markPrice: +row.markPrice,
    indexPrice: +row.indexPrice,
    fundingRate: +row.fundingRate,
    nextFundingTime: +row.nextFundingTime,
    openInterest: +row.holdingAmount,
    raw: row,
  };
}

function tradeOf(row, symbol, receivedAt) {
  return {
    type: 'trade',
    venue: 'bitget',
    market: 'usdt-futures',
    symbol,
    timestamp: +row.ts,
    receivedAt,
    id: row.tradeId,
    price: +row.price,
    size: +row.size,
    side: row.side,
    raw: row,
  };
}

function bookOf(books, action, row, symbol, receivedAt) {
  let book = books.get(symbol);
  if (action === 'snapshot') {
    book = {
      type: 'book',
      venue: 'bitget',
      market: 'usdt-futures',
      symbol,
      timestamp: 0,
      receivedAt,
      bids: [],
      asks: [],
      sequence: 0,
    };
    books.set(symbol, book);
  }
  book.timestamp = +row.ts;
  book.receivedAt = receivedAt;
  book.sequence = row.seq;
  for (const level of row.bids) place(book.bids, -1, +level[0], +level[1]);
  for (const level of row.asks) place(book.asks, 1, +level[0], +level[1]);
  return book;
}
