import { describe, expect, it } from 'vitest';
import { csvColumns } from '../../src/cli/csv-columns.js';
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
} from './values.js';

describe('csvColumns', () => {
  it('has the columns of the guide for a ticker, in their order', () => {
    const { header, columns } = csvColumns('ticker');
    expect(header.join(',')).toBe(
      'symbol,price,bid,ask,bid_size,ask_size,spread,24h_change,24h_volume,funding_rate,mark_price,index_price,timestamp,local_time',
    );
    const row = columns(aTicker());
    expect(row).toMatchObject({
      symbol: 'BTCUSDT',
      price: 88650,
      spread: 0.7,
      '24h_change': -0.03817,
      funding_rate: 0.00005,
    });
    expect(row['timestamp']).toBe(aTicker().timestamp);
    expect(new Date(String(row['local_time'])).getTime()).toBe(aTicker().receivedAt);
  });

  it.each([
    ['trades', aTrade(), 'symbol,market,id,side,price,size,timestamp,local_time'],
    ['quotes', aQuote(), 'symbol,market,bid,ask,bid_size,ask_size,spread,sequence,timestamp,local_time'],
    [
      'candles',
      aCandle(),
      'symbol,market,interval,start,open,high,low,close,volume,turnover,closed,timestamp,local_time',
    ],
    ['markPrice', aMarkPrice(), 'symbol,market,mark_price,index_price,timestamp,local_time'],
    ['openInterest', anOpenInterest(), 'symbol,market,open_interest,timestamp,local_time'],
    ['fundingRate', aFundingRate(), 'symbol,market,funding_rate,next_funding_time,timestamp,local_time'],
    ['liquidations', aLiquidation(), 'symbol,market,side,price,size,timestamp,local_time'],
    ['ticker', aTicker(), csvColumns('ticker').header.join(',')],
    ['book', aBook([], []), csvColumns('book').header.join(',')],
  ] as const)('fills every column of %s', (kind, value, header) => {
    const found = csvColumns(kind);
    expect(found.header.join(',')).toBe(header);
    expect(Object.keys(found.columns(value))).toEqual(found.header);
  });

  it('takes the figures of contracts from where they are told', () => {
    expect(csvColumns('markPrice').columns(aMarkPrice())).toMatchObject({ mark_price: 88677.5, index_price: 88719.25 });
    expect(csvColumns('openInterest').columns(anOpenInterest())).toMatchObject({ open_interest: 47519.4904 });
    expect(csvColumns('fundingRate').columns(aFundingRate({ nextFundingTime: undefined }))).toMatchObject({
      funding_rate: 0.00005,
      next_funding_time: undefined,
    });
    expect(csvColumns('liquidations').columns(aLiquidation())).toMatchObject({
      side: 'sell',
      price: 88650.1,
      size: 0.25,
    });
  });

  it('has as many levels of a book as were asked for', () => {
    const { header, columns } = csvColumns('book', 2);
    expect(header).toEqual([
      'symbol',
      'market',
      'sequence',
      'spread',
      'bid_1',
      'bid_size_1',
      'ask_1',
      'ask_size_1',
      'bid_2',
      'bid_size_2',
      'ask_2',
      'ask_size_2',
      'timestamp',
      'local_time',
    ]);
    const row = columns(
      aBook(
        [
          [100, 1],
          [99, 2],
          [98, 3],
        ],
        [[101, 4]],
      ),
    );
    expect(row).toMatchObject({ bid_1: 100, bid_2: 99, ask_1: 101, ask_size_1: 4, ask_2: undefined, spread: 1 });
    expect(row).not.toHaveProperty('bid_3');
  });
});
