/**
 * What only contracts have as tables, one line per symbol: mark price, open interest, funding rate.
 * @module
 */
import type { FundingRate, MarkPrice, OpenInterest, Stamp } from '../../model/market.js';
import { difference, fixed, mostDecimals, percent, plain } from './number-text.js';
import { tableLines } from './table.js';
import type { Column } from './table.js';
import { clockText, isoText } from './time-text.js';
import { isOf, latestOfEach } from './view.js';
import type { View } from './view.js';

/** The table of mark prices, beside what they follow. */
export const markPriceView: View<MarkPrice> = latestView([
  ['mark', value => priceText(value.price, value)],
  ['index', value => priceText(value.indexPrice, value)],
  ['difference', value => priceText(difference(value.price, value.indexPrice), value)],
]);

/** The table of open interests. */
export const openInterestView: View<OpenInterest> = latestView([
  ['open interest', ({ openInterest }) => plain(openInterest)],
]);

/** The table of funding rates. */
export const fundingRateView: View<FundingRate> = latestView([
  ['funding', ({ rate }) => percent(rate, 4)],
  ['next', ({ nextFundingTime: next }) => (next === undefined ? '' : isoText(next).slice(0, 16).replace('T', ' '))],
]);

function latestView<V extends Stamp>(
  figures: readonly (readonly [title: string, text: (value: V) => string])[],
): View<V> {
  return {
    fold: latestOfEach,
    render: (shown, { width, height, paint, targets }) => {
      const rows = targets
        .slice(0, Math.max(0, height - 1))
        .map(target => ({ target, value: shown.find(isOf(target)) }));
      const cells = (text: (value: V) => string): Column['cells'] =>
        rows.map(({ value }) => (value === undefined ? '' : text(value)));
      return tableLines(
        [
          { title: 'symbol', align: 'left', cells: rows.map(({ target }) => target.label), tint: paint.bold },
          ...figures.map(([title, text], i): Column => ({ title, align: 'point', cells: cells(text), rank: 2 * i })),
          { title: 'time', align: 'left', cells: cells(timeText), rank: 1 },
        ],
        width,
        paint,
      );
    },
  };
}

function timeText({ timestamp, receivedAt }: Stamp): string {
  return clockText(timestamp ?? receivedAt).slice(0, 8);
}

function priceText(price: number | undefined, { price: mark, indexPrice }: MarkPrice): string {
  return fixed(price, mostDecimals([mark, indexPrice]));
}
