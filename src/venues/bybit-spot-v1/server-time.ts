/**
 * The venue's clock.
 * @module
 */

/**
 * Reads the answer `{"retCode":0,"result":{…},"time":1688639403423}`, ms since the epoch.
 *
 * @see https://bybit-exchange.github.io/docs/v5/market/time
 * @returns undefined where it is no such answer
 */
export function serverTimeOf(body: unknown): number | undefined {
  const time = typeof body === 'object' && body !== null && 'time' in body ? body.time : undefined;
  return typeof time === 'number' && Number.isSafeInteger(time) && time > 0 ? time : undefined;
}
