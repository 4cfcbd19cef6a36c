/**
 * Where Bitget tells its time.
 * @see https://www.bitget.com/api-doc/common/public/Get-Server-Time
 * @module
 */
import type { ServerTime } from '../../contract/venue.js';

/** Reads `{"code":"00000","data":{"serverTime":"1688008631614"}}`. */
export const serverTime: ServerTime = { url: 'https://api.bitget.com/api/v2/public/time', read };

function read(body: unknown): number | undefined {
  const data = memberOf(body, 'data');
  const time = memberOf(data, 'serverTime');
  if (typeof time !== 'string' && typeof time !== 'number') return undefined;
  const ms = Number(time);
  return Number.isSafeInteger(ms) && ms > 0 ? ms : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
