/**
 * Where Bybit tells its time: the interface of this stream is gone, the present one's clock is the same.
 * @see https://bybit-exchange.github.io/docs/v5/market/time
 * @module
 */
import type { ServerTime } from '../../contract/venue.js';

/** Reads `{"retCode":0,"result":{"timeSecond":"1688639403","timeNano":"…"},"time":1688639403423}`. */
export const serverTime: ServerTime = { url: 'https://api.bybit.com/v5/market/time', read };

function read(body: unknown): number | undefined {
  const time = typeof body === 'object' && body !== null && 'time' in body ? body.time : undefined;
  return typeof time === 'number' && Number.isSafeInteger(time) && time > 0 ? time : undefined;
}
