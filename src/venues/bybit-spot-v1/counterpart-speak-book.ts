/**
 * Books in the words of the legacy stream: whole, by changes, and put together at fewer decimals.
 *
 * @see https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md
 * @module
 */
import type { Listing, Utterance } from '../../contract/counterpart.js';
import type { BookRow } from '../../model/market.js';
import type { Asked } from './counterpart-hear.js';

type Row = Readonly<Record<string, unknown>>;
type LevelText = readonly [price: string, size: string];

/**
 * The row of a book.
 *
 * @param countsFirst - whether the first book by changes bears the number that the first change follows on
 */
export function bookRow(
  { event, sequence, after }: Extract<Utterance, { type: 'book' }>,
  { form, topic, symbol, details }: Asked,
  { sizeDecimals }: Listing,
  countsFirst: boolean,
): Row {
  const t = event.timestamp ?? 0;
  const levels = (rows: readonly BookRow[]): readonly LevelText[] => rows.map(row => row.text);
  const [b, a] = [levels(event.bids), levels(event.asks)];
  if (form === 'v2') return { s: symbol, t, v: `${sequence}_2`, b, a };
  const scale = details['dumpScale'];
  if (scale !== undefined) {
    const terms = { decimals: Number(scale), sizeDecimals };
    const sides = { b: merged(after.bids, terms, Math.floor), a: merged(after.asks, terms, Math.ceil) };
    return { e: EXCHANGE, s: symbol, t, v: `${sequence}_${scale}`, ...sides, o: 0 };
  }
  const v = `${sequence}_18`;
  if (event.type === 'book-delta') return { e: 0, t, v, b, a, o: Number(event.sequence ?? 0) };
  return { e: EXCHANGE, s: symbol, t, v, b, a, o: topic === 'diffDepth' && countsFirst ? Number(event.sequence) : 0 };
}

const EXCHANGE = 301;
const MERGED_LEVELS = 40;

interface Terms {
  readonly decimals: number;
  readonly sizeDecimals: number;
}

/** Bids are put down and asks up, so that the merged book is never crossed. */
function merged(
  rows: readonly BookRow[],
  { decimals, sizeDecimals }: Terms,
  round: (value: number) => number,
): readonly LevelText[] {
  const sizes = new Map<string, number>();
  for (const { level, text } of rows) {
    const fraction = text[0].split('.')[1] ?? '';
    // What has no more decimals than that stays where it is, whatever a product of numbers says.
    const ticks = level[0] * 10 ** decimals;
    const whole = fraction.length <= decimals ? Math.round(ticks) : round(ticks);
    const price = (whole / 10 ** decimals).toFixed(decimals);
    const known = sizes.get(price);
    if (known === undefined && sizes.size === MERGED_LEVELS) break;
    sizes.set(price, (known ?? 0) + level[1]);
  }
  return [...sizes].map(([price, size]) => [price, size.toFixed(sizeDecimals)]);
}
