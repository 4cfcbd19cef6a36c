/**
 * Where Bybit tells its time.
 * @see https://bybit-exchange.github.io/docs/v5/market/time
 * @module
 */
import type { ServerTime } from '../../contract/venue.js';

/** Reads `{"retCode":0,"result":{"timeSecond":"1688639403","timeNano":"1688639403423213947"},"time":1688639403423}`. */
export const serverTime: ServerTime = { url: 'https://api.bybit.com/v5/market/time', read };

function read(body: unknown): number | undefined {
  if (memberOf(body, 'retCode') !== 0) return undefined;
  const result = memberOf(body, 'result');
  const nano = memberOf(result, 'timeNano');
  return (
    msOf(memberOf(body, 'time'), 1) ??
    // A number cannot hold so many digits: the last six are cut off as text.
    msOf(typeof nano === 'string' ? nano.slice(0, -6) : undefined, 1) ??
    msOf(memberOf(result, 'timeSecond'), 1_000)
  );
}

function msOf(value: unknown, factor: number): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || !/^\d+$/.test(value))) return undefined;
  const ms = Number(value) * factor;
  return Number.isSafeInteger(ms) && ms > 0 ? ms : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
