/**
 * Market events and an account in the words of the exchange's own legacy stream.
 *
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#public-channels
 * @module
 */
import type { AccountNews } from '../../contract/account-news.js';
import type { Listing, SpeakContext, Utterance, Wish } from '../../contract/counterpart.js';
import type { Balance, Fill, Order } from '../../model/account.js';
import { multiplyDecimal, negateDecimal } from '../../model/decimal.js';
import type { BookRow, CandleRow, Ticker, Trade } from '../../model/market.js';
import { crc32 } from '../../wire/crc32.js';
import { argumentOf, ENDING } from './counterpart-hear.js';

type Row = Readonly<Record<string, unknown>>;

/** The frames of an event. The stream's envelope tells no time. */
export function speakOfficial(wish: Wish, utterance: Utterance, context: SpeakContext): readonly string[] {
  const frame = (action: 'snapshot' | 'update', data: readonly unknown[]): readonly string[] => [
    JSON.stringify({ action, arg: argumentOf(wish), data }),
  ];
  switch (utterance.type) {
    case 'ticker':
      return frame('snapshot', [tickerRow(utterance.ticker, listed(context))]);
    case 'trades': {
      const rows = utterance.trades.map(trade => tradeRow(trade, listed(context))).reverse();
      return frame(utterance.first ? 'snapshot' : 'update', rows);
    }
    case 'book': {
      const action = utterance.event.type === 'book-snapshot' ? 'snapshot' : 'update';
      return frame(action, [bookRow(utterance, wish, context.spoilChecksum === true)]);
    }
    case 'candles': {
      const rows = utterance.rows.map(row => candleRow(row, listed(context)));
      return frame(utterance.first ? 'snapshot' : 'update', rows);
    }
    case 'account': {
      const rows = accountRows(wish, utterance.news);
      return rows === undefined ? [] : frame('snapshot', rows);
    }
    default:
      return [];
  }
}

const CHECKSUM_LEVELS = 25;

function listed({ listing }: SpeakContext): Listing {
  if (listing === undefined) throw new RangeError('speak needs the listing of the symbol it speaks of');
  return listing;
}

function plain(value: number | undefined, decimals: number): string {
  return (value ?? 0).toFixed(decimals);
}

function tickerRow(ticker: Ticker, { symbol, priceDecimals, sizeDecimals }: Listing): Row {
  const price = (value: number | undefined): string => plain(value, priceDecimals);
  return {
    instId: symbol,
    last: price(ticker.price),
    open24h: price(ticker.open24h),
    high24h: price(ticker.high24h),
    low24h: price(ticker.low24h),
    bestBid: price(ticker.bid),
    bestAsk: price(ticker.ask),
    baseVolume: plain(ticker.volume24h, sizeDecimals),
    quoteVolume: plain(ticker.turnover24h, 6),
    ts: ticker.timestamp ?? 0,
    labeId: 0,
    openUtc: price(ticker.openUtc),
    chgUTC: plain(ticker.changeUtc, 5),
    bidSz: plain(ticker.bidSize, sizeDecimals),
    askSz: plain(ticker.askSize, sizeDecimals),
  };
}

function tradeRow(
  { timestamp, price, size, side }: Trade,
  { priceDecimals, sizeDecimals }: Listing,
): readonly string[] {
  return [String(timestamp ?? 0), plain(price, priceDecimals), plain(size, sizeDecimals), side];
}

function candleRow(row: CandleRow, { priceDecimals, sizeDecimals }: Listing): readonly string[] {
  const prices = [row.open, row.high, row.low, row.close].map(price => plain(price, priceDecimals));
  return [String(row.start), ...prices, plain(row.volume, sizeDecimals)];
}

/** The full book's checksum is valid on its snapshot too; small books have none. */
function bookRow({ event, after }: Extract<Utterance, { type: 'book' }>, { depth }: Wish, spoil: boolean): Row {
  const levels = (rows: readonly BookRow[]): readonly unknown[] => rows.map(row => row.text);
  const checksum = depth === undefined ? checksumOf(after.bids, after.asks, spoil) : 0;
  return { asks: levels(event.asks), bids: levels(event.bids), checksum, ts: String(event.timestamp ?? 0) };
}

function checksumOf(bids: readonly BookRow[], asks: readonly BookRow[], spoil: boolean): number {
  const parts: string[] = [];
  for (let i = 0; i < CHECKSUM_LEVELS; i++) {
    for (const row of [bids[i], asks[i]]) if (row !== undefined) parts.push(row.text[0], row.text[1]);
  }
  const signed = crc32(parts.join(':')) | 0;
  if (!spoil) return signed;
  // Zero would say that there is no checksum.
  return signed === -1 ? 1 : (signed + 1) | 0;
}

function accountRows({ feed, symbol }: Wish, news: AccountNews): readonly Row[] | undefined {
  if (feed === 'balances') {
    if (news.type === 'standing') return news.balances.map(balanceRow);
    return news.type === 'balances' ? news.rows.map(balanceRow) : undefined;
  }
  if (news.type !== 'order' || (symbol !== '' && symbol !== news.order.symbol)) return undefined;
  return [orderRow(news.order, news.fill)];
}

function balanceRow({ asset, available }: Balance): Row {
  return { coinId: String((crc32(asset) >>> 0) % 1_000), coinName: asset, available };
}

function orderRow(order: Order, fill: Fill | undefined): Row {
  const { price, size, quoteSize, status } = order;
  const [fee] = fill?.fees ?? [];
  const asked = size ?? quoteSize ?? '0';
  return {
    instId: `${order.symbol}${ENDING}`,
    ordId: order.id,
    clOrdId: order.clientId,
    px: price ?? '0',
    sz: asked,
    notional: quoteSize ?? multiplyDecimal(asked, price ?? order.averagePrice ?? '0'),
    ordType: order.orderType,
    force: FORCES[order.timeInForce ?? 'gtc'],
    side: order.side,
    ...(fill === undefined
      ? {}
      : {
          fillPx: fill.price,
          tradeId: fill.id,
          fillSz: fill.size,
          fillTime: String(fill.timestamp ?? 0),
          fillFee: negateDecimal(fee?.amount ?? '0'),
          fillFeeCcy: fee?.asset,
          execType: fill.liquidity === 'maker' ? 'M' : 'T',
        }),
    accFillSz: order.filled,
    avgPx: order.averagePrice ?? '0.00',
    status: STATUSES[status],
    eps: 'API',
    cTime: order.createdAt,
    uTime: order.updatedAt,
    orderFee: order.fees.map(({ asset, amount }) => ({ feeCcy: asset, fee: negateDecimal(amount) })),
  };
}

const FORCES = { gtc: 'normal', 'post-only': 'post_only', ioc: 'ioc', fok: 'fok' } as const;
const STATUSES = {
  open: 'new',
  'partially-filled': 'partial-fill',
  filled: 'full-fill',
  cancelled: 'cancelled',
  rejected: 'cancelled',
  expired: 'cancelled',
} as const;
