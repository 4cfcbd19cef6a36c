/**
 * Tells a ticker in a tenth of the time that its schema takes, which asks for each of some fifty members by name.
 * @module
 */

/** Whether this is a ticker whose row is text all through, as they all are; `TickerWire` takes whatever this does. */
export function isTicker(body: unknown): boolean {
  if (!isRecord(body)) return false;
  const { topic, type, ts, data } = body;
  if (typeof topic !== 'string' || typeof ts !== 'number' || !Number.isFinite(ts)) return false;
  if ((type !== 'delta' && type !== 'snapshot') || !isRecord(data) || typeof data['symbol'] !== 'string') return false;
  for (const name in data) if (typeof data[name] !== 'string') return false;
  return true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
