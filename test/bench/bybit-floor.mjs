/**
 * Bybit by hand: rows to events, tickers merged.
 * @module
 */
import { place } from './floor-book.mjs';

/** @param {import('./tally.mjs').Tally} tally */
export function createBybitFloor(tally) {
  const tickers = new Map();
  const books = new Map();
  return (message, receivedAt) => {
    const { topic, type, ts, data } = message;
    if (topic === undefined) return;
    switch (topic.slice(0, topic.indexOf('.'))) {
      case 'tickers': {
        const last = type === 'snapshot' ? emptyTicker : tickers.get(data.symbol);
        const ticker = tickerOf(last, data, ts, receivedAt);
        tickers.set(data.symbol, ticker);
        tally.ticker(ticker);
        break;
      }
      case 'publicTrade':
        for (const row of data) tally.trade(tradeOf(row, receivedAt));
        break;
      default:
        tally.book(bookOf(books, message, receivedAt));
    }
  };
}

const emptyTicker = {
  type: 'ticker',
  venue: 'bybit',
  market: 'linear',
  symbol: '',
  timestamp: 0,
  receivedAt: 0,
  price: undefined,
  bid: undefined,
  bidSize: undefined,
  ask: undefined,
  askSize: undefined,
  open24h: undefined,
  high24h: undefined,
  low24h: undefined,
  change24h: undefined,
  volume24h: undefined,
  turnover24h: undefined,
  openUtc: undefined,
  changeUtc: undefined,
  markPrice: undefined,
  indexPrice: undefined,
  fundingRate: undefined,
  nextFundingTime: undefined,
  openInterest: undefined,
  raw: undefined,
};

function tickerOf(last, row, timestamp, receivedAt) {
  const ticker = { ...last, symbol: row.symbol, timestamp, receivedAt, raw: row };
  if (row.lastPrice !== undefined) ticker.price = +row.lastPrice;
  if (row.bid1Price !== undefined) ticker.bid = +row.bid1Price;
  if (row.bid1Size !== undefined) ticker.bidSize = +row.bid1Size;
  if (row.ask1Price !== undefined) ticker.ask = +row.ask1Price;
  if (row.ask1Size !== undefined) ticker.askSize = +row.ask1Size;
  if (row.prevPrice24h !== undefined) ticker.open24h = +row.prevPrice24h;
  if (row.highPrice24h !== undefined) ticker.high24h = +row.highPrice24h;
  if (row.lowPrice24h !== undefined) ticker.low24h = +row.lowPrice24h;
  if (row.price24hPcnt !== undefined) ticker.change24h = +row.price24hPcnt;
  if (row.volume24h !== undefined) ticker.volume24h = +row.volume24h;
  if (row.turnover24h !== undefined) ticker.turnover24h = +row.turnover24h;
  if (row.markPrice !== undefined) ticker.markPrice = +row.markPrice;
  if (row.indexPrice !== undefined) ticker.indexPrice = +row.indexPrice;
  if (row.fundingRate !== undefined) ticker.fundingRate = +row.fundingRate;
  if (row.nextFundingTime !== undefined) ticker.nextFundingTime = +row.nextFundingTime;
  if (row.openInterest !== undefined) ticker.openInterest = +row.openInterest;
  return ticker;
}

function tradeOf(row, receivedAt) {
  return {
    type: 'trade',
    venue: 'bybit',
    market: 'linear',
    symbol: row.s,
    timestamp: row.T,
    receivedAt,
    id: row.i,
    price: +row.p,
    size: +row.v,
    side: row.S === 'Buy' ? 'buy' : 'sell',
    raw: row,
  };
}

function bookOf(books, { type, data: row, cts }, receivedAt) {
  let book = books.get(row.s);
  if (type === 'snapshot') {
    book = {
      type: 'book',
      venue: 'bybit',
      market: 'linear',
      symbol: row.s,
      timestamp: 0,
      receivedAt,
      bids: [],
      asks: [],
      sequence: 0,
    };
    books.set(row.s, book);
  }
  book.timestamp = cts;
  book.receivedAt = receivedAt;
  book.sequence = row.u;
  for (const level of row.b) place(book.bids, -1, +level[0], +level[1]);
  for (const level of row.a) place(book.asks, 1, +level[0], +level[1]);
  return book;
}
