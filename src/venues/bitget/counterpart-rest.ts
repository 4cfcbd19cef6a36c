/**
 * The REST interface of Bitget's simulated half, as far as a client of its streams needs it.
 * @module
 */
import type { RestContext, RestRefusal } from '../../contract/counterpart.js';
import { instTypes } from './markets.js';
import { tradeRow } from './counterpart-speak.js';

/** What a GET of each path is answered with. */
export const bitgetRest: Readonly<Record<string, (context: RestContext) => string | RestRefusal | undefined>> = {
  '/api/v2/public/time': timeAnswer,
  '/api/v2/spot/market/fills-history': context => tradesAnswer(context, 'spot'),
  '/api/v2/mix/market/fills-history': context => tradesAnswer(context, productOf(context.query['productType'])),
};

/** How many rows are told where nothing is said, and at most. */
const USUAL_LIMIT = 500;
const LIMIT = 1_000;

/** @see https://www.bitget.com/api-doc/common/public/Get-Server-Time */
function timeAnswer({ now }: RestContext): string {
  return granted(now, JSON.stringify({ serverTime: String(now) }));
}

/** @see https://www.bitget.com/api-doc/spot/market/Get-Market-Trades */
function tradesAnswer({ query, now, listings, trades }: RestContext, market: string): string | RestRefusal {
  const { symbol = '', idLessThan, limit = String(USUAL_LIMIT) } = query;
  const listing = listings.find(one => one.market === market && one.symbol === symbol);
  const all = trades(market, symbol);
  if (listing === undefined || all === undefined) {
    const body = JSON.stringify({
      code: '40034',
      msg: `Parameter ${symbol} does not exist`,
      requestTime: now,
      data: null,
    });
    return { status: 400, body };
  }
  const until = idLessThan === undefined ? undefined : BigInt(idLessThan);
  const earlier = until === undefined ? all : all.filter(({ id = '0' }) => BigInt(id) < until);
  const count = Math.min(Number(limit), LIMIT);
  const rows = earlier.slice(-count).map(trade => tradeRow(trade, listing, { symbol }));
  return granted(now, `[${rows.reverse().join()}]`);
}

function productOf(productType = ''): string {
  const name = productType.toUpperCase();
  return Object.entries(instTypes).find(([, instType]) => instType === name)?.[0] ?? '';
}

function granted(now: number, data: string): string {
  return `{"code":"00000","msg":"success","requestTime":${now},"data":${data}}`;
}
