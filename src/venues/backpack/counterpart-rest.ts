/**
 * The REST interface of Backpack's simulated half, as far as a client of its streams needs it.
 *
 * @see https://docs.backpack.exchange/#tag/Markets
 * @module
 */
import type { Listing, RestContext, RestRefusal } from '../../contract/counterpart.js';
import type { BookRow } from '../../model/market.js';
import { trimmed } from './counterpart-frame.js';
import { CLOSED_MARKET } from './counterpart-listings.js';
import { lineOf } from './counterpart-streams.js';

/** What a GET of each path is answered with. */
export const backpackRest: Readonly<Record<string, (context: RestContext) => string | RestRefusal | undefined>> = {
  '/api/v1/time': ({ now }) => String(now),
  '/api/v1/markets': ({ listings }) => JSON.stringify([...listings.map(row => marketRow(row)), closedRow()]),
  '/api/v1/depth': depthAnswer,
  '/api/v1/trades': tradesAnswer,
};

const LIMITS: readonly string[] = ['5', '10', '20', '50', '100', '500', '1000'];
/** How many levels a side are told where nothing is said. */
const USUAL_LIMIT = '1000';

function depthAnswer({ query, book }: RestContext): string | RestRefusal {
  const { symbol = '', limit = USUAL_LIMIT } = query;
  // The text is not JSON, alone among all refusals.
  if (!LIMITS.includes(limit)) return { status: 400, body: `failed to parse parameter "limit": ${limit}` };
  if (symbol === CLOSED_MARKET.symbol) return refusal(404, 'RESOURCE_NOT_FOUND', 'Order book not found');
  const found = book(lineOf(symbol), symbol);
  if (found === undefined) return refusal(400, 'INVALID_CLIENT_REQUEST', 'Invalid market symbol');
  const side = (rows: readonly BookRow[]): readonly (readonly string[])[] =>
    rows.slice(0, Number(limit)).map(({ text }) => text.map(trimmed));
  return JSON.stringify({
    asks: side(found.asks),
    // The best comes last.
    bids: [...side(found.bids)].reverse(),
    lastUpdateId: found.sequence,
    timestamp: found.timestamp * 1_000 + 81,
  });
}

function tradesAnswer({ query, listings, trades }: RestContext): string | RestRefusal {
  const { symbol = '', limit = '100' } = query;
  const count = Number(limit);
  const listing = listings.find(one => one.symbol === symbol);
  const found = trades(lineOf(symbol), symbol);
  if (listing === undefined || found === undefined)
    return refusal(400, 'INVALID_CLIENT_REQUEST', 'Invalid market symbol');
  if (!(count >= 1 && count <= 1_000)) return refusal(400, 'INVALID_CLIENT_REQUEST', 'Invalid limit');
  const rows = found.slice(-count).map(({ id = '0', price, size, side, timestamp = 0 }) => {
    const [priced, sized] = [price.toFixed(listing.priceDecimals), size.toFixed(listing.sizeDecimals)].map(trimmed);
    const quote = trimmed((price * size).toFixed(listing.priceDecimals + listing.sizeDecimals));
    const texts = `"price":"${priced}","quantity":"${sized}","quoteQuantity":"${quote}"`;
    // The id is a number, of whatever length.
    return `{"id":${id},${texts},"timestamp":${timestamp},"isBuyerMaker":${side === 'sell'}}`;
  });
  return `[${rows.reverse().join()}]`;
}

function refusal(status: number, code: string, message: string): RestRefusal {
  return { status, body: JSON.stringify({ code, message }) };
}

function marketRow({ symbol, base, quote, market, priceDecimals, sizeDecimals }: Listing): object {
  const smallest = (decimals: number): string => (10 ** -decimals).toFixed(decimals);
  return {
    ...{ symbol, baseSymbol: base, quoteSymbol: quote, marketType: market.toUpperCase(), orderBookState: 'Open' },
    filters: { price: { tickSize: smallest(priceDecimals) }, quantity: { stepSize: smallest(sizeDecimals) } },
  };
}

function closedRow(): object {
  const { symbol, base, quote, market } = CLOSED_MARKET;
  const names = { symbol, baseSymbol: base, quoteSymbol: quote, marketType: market.toUpperCase() };
  return { ...names, orderBookState: 'Closed' };
}
