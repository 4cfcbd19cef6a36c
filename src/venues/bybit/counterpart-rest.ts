/**
 * The REST interface of Bybit's simulated half, as far as a client of its streams needs it.
 * @module
 */
import type { RestContext } from '../../contract/counterpart.js';
import type { Trade } from '../../model/market.js';
import { tradeRow } from './counterpart-speak.js';

/** @see https://bybit-exchange.github.io/docs/v5/market/recent-trade */
export function tradesAnswer({ query, now, listings, trades }: RestContext): string {
  const { category = '', symbol, baseCoin = 'BTC', limit } = query;
  const [usual, most] = category === 'spot' ? [60, 60] : [500, 1_000];
  const isMeant = (name: string): boolean =>
    symbol === undefined ? category === 'option' && name.startsWith(`${baseCoin}-`) : name === symbol;
  const found = listings.filter(one => one.market === category && isMeant(one.symbol));
  if (found.length === 0)
    return answered(10001, symbol === undefined ? 'Illegal category' : 'Not supported symbols', {}, now);
  const all = found.flatMap(listing =>
    (trades(category, listing.symbol) ?? []).map((trade, i, those) =>
      rowOf(trade, tradeRow(trade, those[i - 1], listing)),
    ),
  );
  const newest = all.sort((a, b) => Number(a.time) - Number(b.time)).slice(-Math.min(Number(limit ?? usual), most));
  return answered(0, 'OK', { category, list: newest.reverse() }, now);
}

/** The words of REST for a row of the socket. */
function rowOf({ timestamp = 0 }: Trade, { i, s, p, v, S, BT, RPI, seq }: ReturnType<typeof tradeRow>) {
  const flags = { isBlockTrade: BT, isRPITrade: RPI };
  return { execId: i, symbol: s, price: p, size: v, side: S, time: String(timestamp), ...flags, seq: String(seq) };
}

function answered(retCode: number, retMsg: string, result: object, now: number): string {
  return JSON.stringify({ retCode, retMsg, result, retExtInfo: {}, time: now });
}
