/**
 * Market events in the words of Bitget's public channels.
 *
 * @see https://www.bitget.com/api-doc/spot/websocket/public/Order-Book-Channel
 * @module
 */
import type { IndexPrice, Listing, SpeakContext, Utterance, Wish } from '../../contract/counterpart.js';
import type { BookRow, CandleRow, Ticker, Trade } from '../../model/market.js';
import { crc32 } from '../../wire/crc32.js';
import { argumentOf } from './counterpart-hear.js';
import { speakAccount } from './counterpart-speak-private.js';

/**
 * What a book frame carries to be checked by: the checksum until spring 2025, the sequence beside it from then on, the
 * chain of sequences alone since 2026.
 */
export type BitgetIntegrity = 'checksum' | 'checksum+seq' | 'checksum+seq+pseq' | 'seq+pseq';

/** How many levels a side the checksum covers. */
const CHECKSUM_LEVELS = 25;

/** Writes the frame of a market event. */
export function speakBitget(
  wish: Wish,
  utterance: Utterance,
  context: SpeakContext,
  integrity: BitgetIntegrity,
): readonly string[] {
  switch (utterance.type) {
    case 'ticker':
      return [frame('snapshot', wish, [tickerRow(utterance.ticker, listed(context))], context.now)];
    case 'trades': {
      const rows = utterance.trades.map(trade => tradeRow(trade, listed(context))).reverse();
      return [frame(utterance.first ? 'snapshot' : 'update', wish, rows, context.now)];
    }
    case 'book': {
      const action = utterance.event.type === 'book-snapshot' ? 'snapshot' : 'update';
      const row = bookRow(utterance, integrity, context.spoilChecksum === true);
      return [frame(action, wish, [row], context.now)];
    }
    case 'candles': {
      const rows = utterance.rows.map(row => candleRow(row, listed(context)));
      return [frame(utterance.first ? 'snapshot' : 'update', wish, rows, context.now)];
    }
    case 'auction': {
      const { stage, stageEnd, end, price, volume } = utterance.auction;
      const { priceDecimals, sizeDecimals } = listed(context);
      const row = JSON.stringify({
        stage,
        stageEndTime: String(stageEnd),
        estOpeningPrice: price === undefined ? null : plain(price, priceDecimals),
        matchedVolume: volume === undefined ? null : plain(volume, sizeDecimals),
        auctionEndTime: String(end),
      });
      return [frame('snapshot', wish, [row], context.now)];
    }
    case 'indices':
      return [frame('snapshot', wish, utterance.prices.map(indexRow), context.now)];
    case 'account':
      return speakAccount(wish, utterance.news, context.now);
    default:
      return [];
  }
}

function frame(action: 'snapshot' | 'update', wish: Wish, rows: readonly string[], now: number): string {
  const arg = JSON.stringify(argumentOf(wish));
  return `{"action":"${action}","arg":${arg},"data":[${rows.join(',')}],"ts":${now}}`;
}

function listed(context: SpeakContext): Listing {
  if (context.listing === undefined) throw new RangeError('speak needs the listing of the symbol it speaks of');
  return context.listing;
}

/** Text without trailing zeros and without exponent; '0' for what the event does not tell. */
function plain(value: number | undefined, decimals: number): string {
  const text = (value ?? 0).toFixed(decimals);
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return trimmed === '-0' ? '0' : trimmed;
}

function tickerRow(ticker: Ticker, listing: Listing): string {
  const { kind, symbol, priceDecimals, sizeDecimals } = listing;
  const price = (value: number | undefined): string => plain(value, priceDecimals);
  const size = (value: number | undefined): string => plain(value, sizeDecimals);
  const turnover = plain(ticker.turnover24h, 6);
  const range = {
    open24h: price(ticker.open24h),
    high24h: price(ticker.high24h),
    low24h: price(ticker.low24h),
    change24h: plain(ticker.change24h, 5),
  };
  const top = {
    bidPr: price(ticker.bid),
    askPr: price(ticker.ask),
    bidSz: size(ticker.bidSize),
    askSz: size(ticker.askSize),
  };
  const volume = { baseVolume: size(ticker.volume24h), quoteVolume: turnover, openUtc: price(ticker.openUtc) };
  const ts = String(ticker.timestamp ?? 0);
  const head = { instId: symbol, lastPr: price(ticker.price) };
  if (kind === 'spot') {
    return JSON.stringify({ ...head, ...range, ...top, ...volume, changeUtc24h: plain(ticker.changeUtc, 5), ts });
  }
  return JSON.stringify({
    ...head,
    ...top,
    ...range,
    fundingRate: plain(ticker.fundingRate, 6),
    nextFundingTime: String(ticker.nextFundingTime ?? 0),
    markPrice: price(ticker.markPrice),
    indexPrice: plain(ticker.indexPrice, priceDecimals + 3),
    holdingAmount: plain(ticker.openInterest, sizeDecimals + 4),
    ...volume,
    symbolType: kind === 'delivery' ? '2' : '1',
    symbol,
    ts,
  });
}

/** Writes a trade; `more` is what REST tells of it beside that. */
export function tradeRow(trade: Trade, { priceDecimals, sizeDecimals }: Listing, more: object = {}): string {
  return JSON.stringify({
    ...more,
    ts: String(trade.timestamp ?? 0),
    price: plain(trade.price, priceDecimals),
    size: plain(trade.size, sizeDecimals),
    side: trade.side,
    tradeId: trade.id ?? '0',
  });
}

function candleRow(row: CandleRow, { priceDecimals, sizeDecimals }: Listing): string {
  const prices = [row.open, row.high, row.low, row.close].map(price => plain(price, priceDecimals));
  const turnover = plain(row.turnover, 6);
  return JSON.stringify([String(row.start), ...prices, plain(row.volume, sizeDecimals), turnover, turnover]);
}

function indexRow({ listing, price, timestamp }: IndexPrice): string {
  return JSON.stringify({
    symbol: listing.symbol,
    baseCoin: listing.base,
    quoteCoin: listing.quote,
    indexPrice: plain(price, listing.priceDecimals + 3),
    ts: String(timestamp),
  });
}

/** Written by hand: the sequences are JSON integers beyond what a double holds. */
function bookRow(
  { event, after }: Extract<Utterance, { type: 'book' }>,
  integrity: BitgetIntegrity,
  spoil: boolean,
): string {
  const sides = `"asks":${levels(event.asks)},"bids":${levels(event.bids)}`;
  const ts = `"ts":"${event.timestamp ?? 0}"`;
  const delta = event.type === 'book-delta';
  const checksum = `"checksum":${delta ? bitgetChecksumOf(after.bids, after.asks, spoil) : 0}`;
  const seq = `"seq":${event.sequence ?? '0'}`;
  const pseq = `"pseq":${delta ? (event.previous ?? '0') : '0'}`;
  switch (integrity) {
    case 'checksum':
      return `{${sides},${checksum},${ts}}`;
    case 'checksum+seq':
      return `{${sides},${ts},${checksum},${seq}}`;
    case 'checksum+seq+pseq':
      return `{${sides},${ts},${checksum},${seq},${pseq}}`;
    case 'seq+pseq':
      return `{${sides},${ts},${seq},${pseq}}`;
  }
}

function levels(rows: readonly BookRow[]): string {
  return JSON.stringify(rows.map(row => row.text));
}

function bitgetChecksumOf(bids: readonly BookRow[], asks: readonly BookRow[], spoil: boolean): number {
  const parts: string[] = [];
  for (let i = 0; i < CHECKSUM_LEVELS; i++) {
    for (const row of [bids[i], asks[i]]) if (row !== undefined) parts.push(row.text[0], row.text[1]);
  }
  const signed = crc32(parts.join(':')) | 0;
  if (!spoil) return signed;
  // Zero would say that there is no checksum.
  return signed === -1 ? 1 : signed + 1 === 0 ? 2 : (signed + 1) | 0;
}
