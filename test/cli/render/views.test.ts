import { describe, expect, it } from 'vitest';
import { bookView } from '../../../src/cli/render/book-view.js';
import { candlesView } from '../../../src/cli/render/candles-view.js';
import { clip, widthOf } from '../../../src/cli/render/clip.js';
import { fundingRateView, markPriceView, openInterestView } from '../../../src/cli/render/contract-views.js';
import { createPaint } from '../../../src/cli/render/paint.js';
import { quotesView } from '../../../src/cli/render/quotes-view.js';
import { liquidationsView, tradesView } from '../../../src/cli/render/tape-views.js';
import { tickerView } from '../../../src/cli/render/ticker-view.js';
import type { Frame, View } from '../../../src/cli/render/view.js';
import {
  aBook,
  aCandle,
  aFundingRate,
  aLiquidation,
  aMarkPrice,
  anOpenInterest,
  aQuote,
  aTicker,
  aTrade,
} from '../values.js';

const target = (symbol: string, market = 'spot'): Frame['targets'][number] => ({ market, symbol, label: symbol });

function frame(changes: Partial<Frame> = {}): Frame {
  return { width: 100, height: 20, paint: createPaint(false), targets: [target('BTCUSDT')], ...changes };
}

function shownBy<V>(view: View<V>, values: readonly V[], changes: Partial<Frame> = {}): readonly string[] {
  return view.render(
    values.reduce<readonly V[]>((shown, value) => view.fold(shown, value), []),
    frame(changes),
  );
}

/** Where the points of a column stand, by the texts of it. */
function pointsOf(lines: readonly string[], ...texts: readonly string[]): readonly number[] {
  return texts.map(
    text =>
      lines.map(line => (line.includes(text) ? line.indexOf(text) + text.indexOf('.') : -1)).find(at => at >= 0) ?? NaN,
  );
}

describe('tickerView', () => {
  it('shows a line per symbol in the order asked for, with the points below each other', () => {
    const lines = shownBy(
      tickerView,
      [
        aTicker(),
        aTicker({
          symbol: 'DOGEUSDT',
          price: 0.16835,
          bid: 0.16834,
          ask: 0.16836,
          high24h: 0.2,
          low24h: 0.1,
          fundingRate: undefined,
        }),
      ],
      { targets: [target('DOGEUSDT'), target('BTCUSDT')], width: 140 },
    );
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^DOGEUSDT/);
    expect(lines[2]).toMatch(/^BTCUSDT .*-3\.82% /);
    const [doge, btc] = pointsOf(lines, '0.16835', '88650.0');
    expect(doge).toBe(btc);
  });

  it('keeps the latest value of each symbol', () => {
    const lines = shownBy(tickerView, [aTicker({ price: 1 }), aTicker({ price: 88651.5 })]);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('88651.5');
  });

  it('shows symbols that have told nothing yet, and none that were not asked for', () => {
    expect(shownBy(tickerView, [aTicker({ symbol: 'OTHER' })])).toEqual([expect.stringMatching(/^symbol/), 'BTCUSDT']);
  });

  it('tells the same symbol of two markets apart', () => {
    const lines = shownBy(tickerView, [aTicker(), aTicker({ market: 'usdt-futures', price: 5 })], {
      targets: [target('BTCUSDT'), target('BTCUSDT', 'usdt-futures')],
    });
    expect(lines[1]).toContain('88650.0');
    expect(lines[2]).not.toContain('88650.0 ');
  });

  it.each([60, 80, 100, 200])('leaves columns out until it fits %s columns', width => {
    for (const line of shownBy(tickerView, [aTicker()], { width })) expect(widthOf(line)).toBeLessThanOrEqual(width);
  });

  it('leaves the least important columns out first, and keeps price, bid and ask', () => {
    const titles = (width: number): readonly string[] =>
      (shownBy(tickerView, [aTicker()], { width })[0] ?? '').split(/ {2,}/);
    expect(titles(200)).toEqual([
      'symbol',
      'last',
      '24h',
      'bid',
      'ask',
      'spread',
      'low 24h',
      'high 24h',
      'volume',
      'mark',
      'funding',
      'time',
    ]);
    expect(titles(80)).not.toContain('mark');
    expect(titles(10)).toEqual(['symbol', 'last', '24h', 'bid', 'ask']);
  });

  it('has no colour where none is wanted, and some where they are', () => {
    expect(shownBy(tickerView, [aTicker()]).join('')).not.toContain('\u001B');
    expect(shownBy(tickerView, [aTicker()], { paint: createPaint(true) }).join('')).toContain('\u001B[31m');
  });
});

describe('quotesView', () => {
  it('shows bid, ask, spread and basis points', () => {
    const [, line] = shownBy(quotesView, [aQuote()]);
    expect(line).toMatch(/^BTCUSDT +0\.0002 +88649\.6 +88650\.3 +1\.6412 +0\.7 +0\.079 /);
  });

  it('leaves out a side that is not there', () => {
    const [, line] = shownBy(quotesView, [aQuote({ bid: undefined, bidSize: undefined })]);
    expect(line).toMatch(/^BTCUSDT +88650\.3 +1\.6412 /);
  });
});

describe('bookView', () => {
  const book = aBook(
    [
      [100.5, 2],
      [100.25, 1],
      [99, 4],
    ],
    [
      [101, 1.5],
      [102, 0.125],
    ],
  );

  it('shows asks above bids, best next to the spread, with sums from the best on', () => {
    const lines = shownBy(bookView(2), [book]).map(line => line.replace(/ *▇*$/, ''));
    expect(lines.slice(1)).toEqual([
      '  102.00  0.125  1.625',
      '  101.00  1.5    1.500',
      '  spread 0.50 · middle 100.750',
      '  100.50  2      2.000',
      '  100.25  1      3.000',
    ]);
    expect(lines[0]).toContain('3 bids, 2 asks');
  });

  it('draws the longest bar for the largest sum', () => {
    const bars = shownBy(bookView(3), [book]).map(line => line.replace(/[^▇]/g, '').length);
    expect(Math.max(...bars)).toBe(bars.at(-1));
    expect(Math.max(...bars)).toBe(40);
  });

  it('says when a side is empty, and when there is no book yet', () => {
    expect(shownBy(bookView(2), [aBook([], [[101, 1]])]).join('\n')).toContain('one side is empty');
    expect(shownBy(bookView(2), [])).toEqual(['BTCUSDT  waiting for the first book']);
  });

  it.each([4, 8, 12, 30])('fits two books into %s lines', height => {
    const levels = Array.from({ length: 50 }, (_, i) => i + 1);
    const deep = (symbol: string): ReturnType<typeof aBook> =>
      aBook(
        levels.map(i => [1000 - i, i]),
        levels.map(i => [1000 + i, i]),
        { symbol },
      );
    const lines = shownBy(bookView(12), [deep('A'), deep('B')], { height, targets: [target('A'), target('B')] });
    expect(lines.length).toBeLessThanOrEqual(height);
  });
});

describe('candlesView', () => {
  it('shows the newest at the bottom, the change in per cent, and which one is open', () => {
    const start = aCandle().start;
    const lines = shownBy(candlesView, [aCandle(), aCandle({ start: start + 60_000, close: 95, closed: false })]);
    expect(lines[0]).toBe('BTCUSDT  1m');
    expect(lines[2]).toMatch(/100\.00 +110\.50 +99\.00 +105\.25 +\+5\.250% +12\.50$/);
    expect(lines[3]).toMatch(/95\.00 +-5\.000% +12\.50 +open$/);
  });

  it('replaces a candle by its next state', () => {
    const lines = shownBy(candlesView, [aCandle({ closed: false }), aCandle({ close: 101, closed: true })]);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain(' 101.0 ');
  });

  it('keeps as many of each symbol as a screen shows', () => {
    const many = Array.from({ length: 200 }, (_, i) => aCandle({ start: i * 60_000 }));
    expect(
      many.reduce<ReturnType<typeof candlesView.fold>>((shown, candle) => candlesView.fold(shown, candle), []),
    ).toHaveLength(60);
  });
});

describe('tradesView', () => {
  it('shows the last fifteen, the newest at the bottom', () => {
    const trades = Array.from({ length: 20 }, (_, i) =>
      aTrade({ id: String(i), price: 100 + i, side: i % 2 === 0 ? 'buy' : 'sell' }),
    );
    const lines = shownBy(tradesView, trades);
    expect(lines).toHaveLength(16);
    expect(lines[1]).toContain('105');
    expect(lines.at(-1)).toMatch(/BTCUSDT +sell +119 +0\.25$/);
  });

  it("writes a symbol's prices with the same decimals", () => {
    const lines = shownBy(tradesView, [aTrade({ price: 83715 }), aTrade({ price: 83715.25 })]);
    expect(lines[1]).toContain('83715.00');
  });
});

describe('liquidationsView', () => {
  it('shows the side of the order, and which position it closes', () => {
    const lines = shownBy(liquidationsView, [aLiquidation(), aLiquidation({ side: 'buy', price: 88700 })]);
    expect(lines[1]).toMatch(/BTCUSDT +sell +88650\.1 +0\.25 +long$/);
    expect(lines[2]).toMatch(/BTCUSDT +buy +88700\.0 +0\.25 +short$/);
  });

  it('waits for the first one, and keeps fifteen', () => {
    expect(shownBy(liquidationsView, [])).toEqual(['waiting for the first liquidation']);
    expect(shownBy(liquidationsView, new Array<ReturnType<typeof aLiquidation>>(20).fill(aLiquidation()))).toHaveLength(
      16,
    );
  });
});

describe('the views of contracts', () => {
  it('show the latest figures of each symbol', () => {
    expect(shownBy(markPriceView, [aMarkPrice({ price: 1 }), aMarkPrice()])[1]).toMatch(
      /^BTCUSDT +88677\.50 +88719\.25 +-41\.75 +\d\d:\d\d:56$/,
    );
    expect(shownBy(openInterestView, [anOpenInterest()])[1]).toMatch(/^BTCUSDT +47519\.4904 +\d\d:\d\d:56$/);
    expect(shownBy(fundingRateView, [aFundingRate()])[1]).toMatch(
      /^BTCUSDT +\+0\.0050% +2025-02-2\d \d\d:\d\d +\d\d:\d\d:56$/,
    );
  });

  it('leave out what the venue does not tell', () => {
    const lines = shownBy(markPriceView, [aMarkPrice({ indexPrice: undefined })]);
    expect(lines[0]).toMatch(/^symbol +mark +time$/);
    expect(lines[1]).toMatch(/^BTCUSDT +88677\.5 +\d\d:\d\d:56$/);
    expect(shownBy(fundingRateView, [aFundingRate({ nextFundingTime: undefined })])[0]).toMatch(
      /^symbol +funding +time$/,
    );
  });

  it.each([20, 30, 40])('fit %s columns', width => {
    for (const line of shownBy(markPriceView, [aMarkPrice()], { width }))
      expect(widthOf(line)).toBeLessThanOrEqual(width);
  });
});

describe('clip', () => {
  it('cuts what is too long, and ends its colours', () => {
    const paint = createPaint(true);
    expect(clip('abcdef', 4)).toBe('abc…');
    expect(clip('abcd', 4)).toBe('abcd');
    const cut = clip(`ab${paint.bad('cdef')}gh`, 4);
    expect(widthOf(cut)).toBe(4);
    expect(cut).toMatch(/\u001B\[39m…$/);
  });
});
