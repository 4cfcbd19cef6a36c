/**
 * Market events in the words of BGE's public channels.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/_ws-public-v2.md
 * @module
 */
import type { Listing, SpeakContext, Utterance, Wish } from '../../contract/counterpart.js';
import type { CandleRow, Ticker, Trade } from '../../model/market.js';
import { namesIn } from './counterpart-hear.js';
import { speakAccount } from './counterpart-speak-account.js';
import type { AccountWords } from './counterpart-speak-account.js';
import { chartOf, orderbookOf } from './counterpart-speak-book.js';

/** Writes the frames of an event. */
export function speakBge(
  wish: Wish,
  utterance: Utterance,
  context: SpeakContext,
  words: AccountWords,
): readonly string[] {
  const { now } = context;
  switch (utterance.type) {
    case 'ticker':
      return [push(wish, secondOf(now), `[${tickerRow(utterance.ticker, listed(context), now)}]`)];
    case 'trades': {
      const [first] = utterance.trades;
      if (first === undefined) return [];
      // A batch has a number, and its trades theirs in it.
      const batch = (first.id ?? '0').slice(0, -3) || '0';
      return [push(wish, batch, `[${utterance.trades.map(trade => tradeRow(trade, listed(context))).join(',')}]`)];
    }
    case 'book': {
      const { event } = utterance;
      if (event.type === 'book-delta') return [];
      const { type, interval = '' } = namesIn(wish);
      if (type === 'percent10') {
        const sequence = event.sequence ?? '0';
        const data = `{${chartOf(utterance.after)},"seq_id":${sequence}}`;
        return [push(wish, secondOf(now), data, `"seq_id":${sequence},`)];
      }
      const data = `{"seq_id":${event.sequence ?? '0'},${orderbookOf(interval, event, utterance.after)}}`;
      return [push(wish, secondOf(event.timestamp ?? now), data)];
    }
    case 'candles': {
      // Each newest one by itself: no history is ever pushed.
      const rows = utterance.first ? utterance.rows.slice(-1) : utterance.rows;
      return rows.map(row => {
        const numbered = `,"seq_id":${sequenceAt(listed(context), now)}}`;
        return push(wish, secondOf(row.start), candleRow(row, listed(context)).replace(/}$/, numbered));
      });
    }
    case 'account':
      return speakAccount(wish, utterance.news, words);
    default:
      return [];
  }
}

/** A ticker's row, numbered. */
export function tickerRow(ticker: Ticker, listing: Listing, now: number): string {
  const { priceDecimals, sizeDecimals } = listing;
  const price = (value: number | undefined): string => plain(value, priceDecimals);
  const row = JSON.stringify({
    open: price(ticker.open24h),
    close: price(ticker.price),
    high: price(ticker.high24h),
    low: price(ticker.low24h),
    filled_size: plain(ticker.turnover24h, 6),
    vol: plain(ticker.volume24h, sizeDecimals),
    // Nothing else was ever seen.
    count: 0,
    change: price((ticker.price ?? 0) - (ticker.open24h ?? 0)),
    change_percent: plain(ticker.change24h, 5),
  });
  const id = secondOf(ticker.timestamp ?? now);
  return `{"id":${id},"seq_id":${sequenceAt(listing, now)},${row.slice(1)}`;
}

/** A candle's row, without a number: so it stands in a history. */
export function candleRow(row: CandleRow, { priceDecimals, sizeDecimals }: Listing): string {
  const price = (value: number): string => plain(value, priceDecimals);
  return JSON.stringify({
    id: Number(secondOf(row.start)),
    open: price(row.open),
    close: price(row.close),
    high: price(row.high),
    low: price(row.low),
    filled_size: plain(row.turnover, 6),
    vol: plain(row.volume, sizeDecimals),
    count: row.volume === 0 ? 0 : 1,
  });
}

/** The listing, of which there must be one. */
export function listed({ listing }: SpeakContext): Listing {
  if (listing === undefined) throw new RangeError('speak needs the listing of the symbol it speaks of');
  return listing;
}

/** `more` goes between `biz` and `type`. */
function push(wish: Wish, id: string, data: string, more = ''): string {
  const { biz, type, product, interval } = namesIn(wish);
  const end = interval === undefined ? '' : `,"interval":"${interval}"`;
  return `{"id":"${id}","biz":"${biz}",${more}"type":"${type}","data":${data},"product":"${product}"${end}}`;
}

function tradeRow({ id, timestamp, price, size, side }: Trade, { priceDecimals, sizeDecimals }: Listing): string {
  const vol = plain(size, sizeDecimals);
  const text = plain(price, priceDecimals);
  return `{"vol":"${vol}","ts":${timestamp ?? 0},"price":"${text}","direction":"${side}","id":${id ?? 0}}`;
}

function secondOf(ms: number): string {
  return String(Math.floor(ms / 1_000));
}

/** Where the counter of a market stands, which tickers and candles are numbered by as well: it never goes back. */
function sequenceAt({ sequence }: Listing, now: number): string {
  return String(BigInt(sequence) + BigInt(Math.floor(now / 100)));
}

/** Text without trailing zeros and without exponent; '0' for what the event does not tell. */
function plain(value: number | undefined, decimals: number): string {
  const text = (value ?? 0).toFixed(decimals);
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return trimmed === '-0' ? '0' : trimmed;
}
