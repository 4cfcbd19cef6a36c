/**
 * Market events in the words of Bybit's public topics.
 *
 * @see https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook
 * @module
 */
import type { Listing, SpeakContext, Utterance, Wish } from '../../contract/counterpart.js';
import type { BookRow, CandleRow, Liquidation, Trade } from '../../model/market.js';
import { plain, priceText, sizesOf } from './counterpart-amounts.js';
import { bybitCandleAt } from './counterpart-calendar.js';
import { speakAccount } from './counterpart-speak-private.js';
import { optionGreeks, speakTicker } from './counterpart-speak-tickers.js';
import { topicOf } from './counterpart-topics.js';

/** Writes the frames of an event; none where nothing is said of it. */
export function speakBybit(wish: Wish, utterance: Utterance, context: SpeakContext): readonly string[] {
  switch (utterance.type) {
    case 'ticker':
      return speakTicker(wish, utterance, listed(context), context.now);
    case 'trades':
      return utterance.trades.length === 0 ? [] : [tradesFrame(wish, utterance.trades, listed(context), context.now)];
    case 'book':
      return [bookFrame(wish, utterance, listed(context), context.now)];
    case 'candles': {
      // No history is told, and each candle has a push of its own.
      const rows = utterance.first ? utterance.rows.slice(-1) : utterance.rows;
      return rows.map(row => candleFrame(wish, row, row === utterance.rows.at(-1), listed(context), context.now));
    }
    case 'liquidations':
      return liquidationFrames(wish, utterance.rows, listed(context), context.now);
    case 'account':
      return speakAccount(wish, utterance.news, context.now);
    default:
      return [];
  }
}

function listed({ listing }: SpeakContext): Listing {
  if (listing === undefined) throw new RangeError('speak needs the listing of the symbol it speaks of');
  return listing;
}

/** Written by hand: the numbers stay as exact as they are. */
function bookFrame(
  wish: Wish,
  { event, sequence }: Extract<Utterance, { type: 'book' }>,
  listing: Listing,
  now: number,
): string {
  const topic = topicOf(wish);
  const type = event.type === 'book-snapshot' ? 'snapshot' : 'delta';
  const sides = `"b":${levels(event.bids, topic, listing)},"a":${levels(event.asks, topic, listing)}`;
  const data = `{"s":"${listing.symbol}",${sides},"u":${event.sequence ?? 0},"seq":${sequence}}`;
  const cts = event.timestamp ?? now;
  if (listing.market === 'option') {
    const id = `${topic}-${sequence}-${now}`;
    return `{"id":"${id}","topic":"${topic}","ts":${now},"data":${data},"cts":${cts},"type":"${type}"}`;
  }
  const early = listing.market === 'spot' || wish.depth === 1;
  const head = early ? `"ts":${now},"type":"${type}"` : `"type":"${type}","ts":${now}`;
  return `{"topic":"${topic}",${head},"data":${data},"cts":${cts}}`;
}

function levels(rows: readonly BookRow[], topic: string, listing: Listing): string {
  const sizes = sizesOf(listing);
  const sizeOf = (row: BookRow): string => (listing.market === 'inverse' ? sizes.number(row.level[1]) : row.text[1]);
  // Nobody here trades with retail only.
  const rest = topic.startsWith('orderbook.rpi.') ? ['0'] : [];
  return JSON.stringify(rows.map(row => [row.text[0], sizeOf(row), ...rest]));
}

function tradesFrame(wish: Wish, trades: readonly Trade[], listing: Listing, now: number): string {
  const topic = topicOf(wish);
  const data = trades.map((trade, i) => tradeRow(trade, trades[i - 1], listing));
  if (listing.market === 'spot') return JSON.stringify({ topic, ts: now, type: 'snapshot', data });
  const id = listing.market === 'option' ? { id: `${topic}-${trades.at(-1)?.id ?? 0}-${now}` } : {};
  return JSON.stringify({ ...id, topic, type: 'snapshot', ts: now, data });
}

/** What every row of a trade has. */
interface TradeRow {
  readonly i: string;
  readonly T: number;
  readonly p: string;
  readonly v: string;
  readonly S: string;
  readonly s: string;
  readonly BT: boolean;
  readonly RPI: boolean;
  readonly seq: number;
}

/** Makes the row of a trade; `before` is the trade before it. */
export function tradeRow(trade: Trade, before: Trade | undefined, listing: Listing): TradeRow {
  const { market, symbol } = listing;
  const [p, v] = [priceText(trade.price, listing), sizesOf(listing).number(trade.size)];
  const [T, S] = [trade.timestamp ?? 0, trade.side === 'buy' ? 'Buy' : 'Sell'];
  const i = trade.id ?? '0';
  // Fills of one moment share their number.
  const seq = Number(BigInt(listing.sequence) % 1_000_000_000n) + T;
  if (market === 'spot') return { i, T, p, v, S, s: symbol, BT: false, RPI: false, seq };
  if (market === 'option') {
    const { markIv } = optionGreeks(listing, trade.price);
    const option = { mP: p, iP: '0', mIv: markIv, iv: markIv, seq };
    return { p, v, i, T, BT: false, RPI: false, s: symbol, S, ...option };
  }
  const step = Math.sign(trade.price - (before?.price ?? trade.price));
  const L = step > 0 ? 'PlusTick' : step < 0 ? 'MinusTick' : S === 'Buy' ? 'ZeroPlusTick' : 'ZeroMinusTick';
  const tick = { L };
  return { T, s: symbol, S, v, p, ...tick, i, BT: false, RPI: false, seq };
}

function candleFrame(wish: Wish, row: CandleRow, isLast: boolean, listing: Listing, now: number): string {
  const price = (value: number): string => priceText(value, listing);
  const volume = sizesOf(listing).number(row.volume);
  // The other unit: dollars on most markets, coins on the inverse one.
  const turnover = listing.market === 'inverse' ? plain(row.volume, 8) : plain(row.turnover, 6);
  const confirm = row.closed ?? !isLast;
  const end = bybitCandleAt(row.interval, row.start).end - 1;
  const data = {
    start: row.start,
    end,
    interval: topicOf(wish).split('.')[1],
    open: price(row.open),
    close: price(row.close),
    high: price(row.high),
    low: price(row.low),
    volume,
    turnover,
    confirm,
    timestamp: confirm ? Math.min(now, end) : now,
  };
  return JSON.stringify({ topic: topicOf(wish), data: [data], ts: now, type: 'snapshot' });
}

function liquidationFrames(wish: Wish, rows: readonly Liquidation[], listing: Listing, now: number): readonly string[] {
  const topic = topicOf(wish);
  const sizes = sizesOf(listing);
  const told = rows.map(row => ({
    time: row.timestamp ?? now,
    // The side of the position, not of the order that closes it.
    side: row.side === 'sell' ? 'Buy' : 'Sell',
    size: sizes.number(row.size),
    price: priceText(row.price, listing),
  }));
  const frame = (data: object): string => JSON.stringify({ topic, type: 'snapshot', ts: now, data });
  if (topic.startsWith('allLiquidation.')) {
    const data = told.map(({ time: T, side: S, size: v, price: p }) => ({ T, s: listing.symbol, S, v, p }));
    return data.length === 0 ? [] : [frame(data)];
  }
  // The older topic tells one of them a second.
  return told
    .slice(-1)
    .map(({ time, side, size, price }) => frame({ updatedTime: time, symbol: listing.symbol, side, size, price }));
}
