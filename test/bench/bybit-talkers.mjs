/**
 * What Bybit's v5 stream says in the bench: tickers, trades and books of 50 levels of linear perpetuals.
 * @module
 */
import { walkBook } from './book-walk.mjs';
import { createRandom } from './random.mjs';
import { slot } from './slots.mjs';
import { tickOf } from './symbols.mjs';

const TS = 1_790_134_712_383;

/** The talkers, by channel. */
export const bybitTalkers = {
  /** Whole once, then only what changed: each delta other fields. */
  ticker: ({ symbol, index, frames }) => {
    const random = createRandom(400 + index);
    const market = createMarket(tickOf(index), random);
    let at = 0;
    const said = (type, fields) => {
      const data = JSON.stringify({ symbol, ...fields });
      const counts = [[1_000_000 + at * 7, frames * 7]];
      at++;
      return {
        text: `{"topic":"tickers.${symbol}","type":"${type}","data":${data},"cs":8145${slot(9)},"ts":${TS}}`,
        rows: 1,
        counts,
      };
    };
    return { opening: said('snapshot', market.whole()), next: () => said('delta', market.step()) };
  },

  trade: ({ symbol, index, frames }) => {
    const random = createRandom(500 + index);
    const hex = digits => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
    let price = tickOf(index);
    let at = 0;
    return {
      next: () => {
        const step = Math.round((random() - 0.5) * 8);
        price += step;
        const count = random() < 0.7 ? 1 : 2 + Math.floor(random() * 4);
        const side = random() < 0.5 ? 'Buy' : 'Sell';
        const tick = step > 0 ? 'PlusTick' : step < 0 ? 'MinusTick' : 'ZeroPlusTick';
        const rows = Array.from(
          { length: count },
          () =>
            `{"T":1790${slot(9)},"s":"${symbol}","S":"${side}","v":"${(random() * 3).toFixed(3)}","p":"${(price / 10).toFixed(2)}",` +
            `"L":"${tick}","i":"${hex(8)}-${slot(4)}-5${hex(3)}-9${hex(3)}-${hex(12)}","BT":false,"RPI":false,"seq":8216${slot(9)}}`,
        );
        const counts = rows.flatMap(() => [
          [134_712_381 + at * 3, frames * 3],
          [1001, 1],
          [1_000_000 + at * 7, frames * 7],
        ]);
        at++;
        const text = `{"topic":"publicTrade.${symbol}","type":"snapshot","ts":${TS},"data":[${rows.join(',')}]}`;
        return { text, rows: count, counts };
      },
    };
  },

  /** Each delta is numbered one above the last, in all cycles. */
  book: ({ symbol, index, frames }) => {
    const walk = walkBook(600 + index, tickOf(index), frames, 50);
    let at = 0;
    const said = (type, { bids, asks }) => {
      const sides = `"b":${JSON.stringify(bids.map(written))},"a":${JSON.stringify(asks.map(written))}`;
      const data = `{"s":"${symbol}",${sides},"u":${slot(9)},"seq":8145${slot(9)}}`;
      const counts = [
        [173_678_160 + at, frames],
        [1_000_000 + at * 7, frames * 7],
      ];
      at++;
      const text = `{"topic":"orderbook.50.${symbol}","type":"${type}","ts":${TS},"data":${data},"cts":${TS - 4}}`;
      return { text, rows: 1, counts };
    };
    return { opening: said('snapshot', walk), next: () => said('delta', walk.deltas[at - 1]) };
  },
};

/** Bybit writes prices with the digits of the tick. */
function written([price, size]) {
  return [`${price}0`, size];
}

/** The fields of a ticker as they wander. */
function createMarket(begin, random) {
  let price = begin;
  let volume = 73_191;
  let interest = 58_117;
  const chance = share => random() < share;
  const text = ticks => (ticks / 10).toFixed(2);
  const size = () => (random() * random() * 40 + 0.001).toFixed(3);
  const move = () => {
    price += Math.round((random() - 0.5) * 8);
    volume += random();
    interest += (random() - 0.5) * 3;
  };
  const last = () => ({
    tickDirection: chance(0.5) ? 'PlusTick' : 'ZeroMinusTick',
    price24hPcnt: ((price - begin) / begin - 0.0097).toFixed(6),
    lastPrice: text(price),
  });
  const marks = () => ({ markPrice: text(price + 3), indexPrice: text(price + 286) });
  const open = () => ({ openInterest: interest.toFixed(3) });
  const value = () => ({
    openInterestValue: ((interest * price) / 10).toFixed(2),
    singleOpenInterestValue: ((interest * price) / 20).toFixed(2),
  });
  const day = () => ({ turnover24h: ((volume * begin) / 10).toFixed(4), volume24h: volume.toFixed(4) });
  const bid = () => ({ bid1Price: text(price), bid1Size: size() });
  const ask = () => ({ ask1Price: text(price + 1), ask1Size: size() });
  return {
    whole: () => ({
      ...last(),
      prevPrice24h: text(begin + 606),
      highPrice24h: text(begin + 15_277),
      lowPrice24h: text(begin - 5_712),
      prevPrice1h: text(begin + 27),
      ...marks(),
      ...open(),
      ...value(),
      ...day(),
      fundingIntervalHour: '8',
      fundingCap: '0.005',
      nextFundingTime: '1790140800000',
      fundingRate: '0.00008055',
      ...bid(),
      ...ask(),
      preOpenPrice: '',
      preQty: '',
      curPreListingPhase: '',
    }),
    /** What changed: something traded, the mark moved, the best bid or ask is another. */
    step: () => {
      move();
      const isTraded = chance(0.45);
      const isMarked = chance(0.4);
      const { tickDirection, price24hPcnt, lastPrice } = last();
      const { openInterestValue, singleOpenInterestValue } = value();
      const isBid = chance(0.6);
      return {
        ...(isTraded && chance(0.5) ? { tickDirection } : {}),
        ...(isTraded && chance(0.7) ? { price24hPcnt } : {}),
        ...(isTraded && chance(0.7) ? { lastPrice } : {}),
        ...(isMarked ? marks() : {}),
        ...(isMarked && chance(0.3) ? open() : {}),
        ...(isMarked ? { openInterestValue, singleOpenInterestValue } : {}),
        ...(isTraded ? day() : {}),
        ...(isBid ? bid() : {}),
        ...(chance(0.6) || !(isTraded || isMarked || isBid) ? ask() : {}),
      };
    },
  };
}
