/**
 * WebSocket close codes in words.
 * @module
 */

const words: Readonly<Record<number, string>> = {
  1000: 'normal',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1005: 'no code',
  1006: 'no close frame',
  1008: 'policy violation',
  1009: 'message too big',
  1011: 'server error',
  1012: 'service restart',
  1013: 'try again later',
};

/**
 * Says why a connection was closed, e.g. "1001 going away".
 *
 * @param code - the WebSocket close code
 * @param reason - the other side's own words, may be empty
 */
export function closeReason(code: number, reason: string): string {
  return [code, reason === '' ? words[code] : reason].filter(part => part !== undefined).join(' ');
}
