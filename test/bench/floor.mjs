/**
 * The floor: what somebody would write by hand who needs just this. Bare `ws`, `JSON.parse`, the same events, a sorted
 * book; no routing, no sharing, no checks, no reconnection, and the books are changed in place.
 * @module
 */
import WebSocket from 'ws';
import { feeds, symbols } from './frames.mjs';

/**
 * @param {string} url
 * @param {keyof typeof feeds} feed
 * @param {import('./tally.mjs').Tally} tally
 */
export function runFloor(url, feed, tally) {
  const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
  const books = new Map();
  socket.on('open', () => {
    const args = feeds[feed].flatMap(({ channel, symbols: count }) =>
      symbols.slice(0, count).map(instId => ({ instType: 'USDT-FUTURES', channel, instId })),
    );
    for (let i = 0; i < args.length; i += 20)
      socket.send(JSON.stringify({ op: 'subscribe', args: args.slice(i, i + 20) }));
  });
  socket.on('message', data => {
    const receivedAt = Date.now();
    const message = JSON.parse(data.toString());
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
  });
  return () => {
    socket.close();
  };
}

/** `ws` alone: frames are counted, nothing is read. */
export function runWs(url, feed, tally) {
  const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
  socket.on('open', () => {
    const args = feeds[feed].flatMap(({ channel, symbols: count }) =>
      symbols.slice(0, count).map(instId => ({ instType: 'USDT-FUTURES', channel, instId })),
    );
    for (let i = 0; i < args.length; i += 20)
      socket.send(JSON.stringify({ op: 'subscribe', args: args.slice(i, i + 20) }));
  });
  socket.on('message', () => {
    tally.frame();
  });
  return () => {
    socket.close();
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

function place(levels, order, price, size) {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((levels[middle][0] - price) * order < 0) low = middle + 1;
    else high = middle;
  }
  const known = low < levels.length && levels[low][0] === price;
  if (size === 0) {
    if (known) levels.splice(low, 1);
  } else if (known) {
    levels[low][1] = size;
  } else {
    levels.splice(low, 0, [price, size]);
  }
}
