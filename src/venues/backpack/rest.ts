/**
 * Where Backpack's REST interface is, its clock, and its list of markets.
 * @see https://docs.backpack.exchange/#tag/System/operation/get_time
 * @see https://docs.backpack.exchange/#tag/Markets/operation/get_markets
 * @module
 */
import * as z from 'zod';
import type { ServerTime, SymbolList } from '../../contract/venue.js';

/** The origin of the REST interface. */
export const restOrigin = 'https://api.backpack.exchange';

/** The venue's clock: the answer is the ms alone. */
export const serverTime: ServerTime = {
  url: `${restOrigin}/api/v1/time`,
  read: body => {
    const time = typeof body === 'string' ? Number(body) : body;
    return typeof time === 'number' && Number.isSafeInteger(time) && time > 0 ? time : undefined;
  },
};

/** The symbols that can be subscribed to; a market that is closed is as silent as one that does not exist. */
export const symbolList: SymbolList = {
  url: `${restOrigin}/api/v1/markets`,
  read: body => {
    const parsed = MarketsWire.safeParse(body);
    if (!parsed.success) return undefined;
    return parsed.data.filter(one => one.orderBookState !== 'Closed').map(one => one.symbol);
  },
};

const MarketsWire = z.array(z.looseObject({ symbol: z.string(), orderBookState: z.string().optional() }));
