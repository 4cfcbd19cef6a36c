/**
 * The venue's clock.
 * @module
 */

/**
 * Reads the answer `{"data":{"serverTime":"1688008631614"}}`, ms since the epoch.
 *
 * @see https://www.bitget.com/api-doc/common/public/Get-Server-Time
 * @returns undefined where it is no such answer
 */
export function serverTimeOf(body: unknown): number | undefined {
  const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : undefined;
  const time = typeof data === 'object' && data !== null && 'serverTime' in data ? Number(data.serverTime) : NaN;
  return Number.isSafeInteger(time) && time > 0 ? time : undefined;
}
