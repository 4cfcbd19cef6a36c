/**
 * Breaks of a stream as rows of a CSV file.
 * @module
 */
import type { Gap } from '../model/gap.js';
import { isGap } from '../operators/is-gap.js';
import type { CsvRecord } from '../sinks/csv.js';
import { isoText } from './render/time-text.js';

interface Columns<V> {
  readonly header: readonly string[];
  columns(value: V): CsvRecord;
}

/**
 * Makes room for breaks beside the values: a first column `type`, which is `gap` in their rows, and three last ones that tell
 * when a break began and ended (our clock, ms since the epoch), and why. Without breaks to tell, the columns stay as they are.
 */
export function gapColumns<V extends { readonly type: string }>(
  { header, columns }: Columns<V>,
  gaps: boolean,
): Columns<V | Gap> {
  const valueOf = (value: V | Gap): CsvRecord => (isGap(value) ? {} : columns(value));
  if (!gaps) return { header, columns: valueOf };
  return {
    header: ['type', ...header, 'gap_from', 'gap_to', 'gap_reason'],
    columns: value => {
      if (!isGap(value)) return { type: value.type, ...columns(value) };
      const { type, market, symbol, from, to, reason } = value;
      const stands = { market, symbol, timestamp: undefined, local_time: isoText(to) };
      const own = Object.entries(stands).filter(([name]) => header.includes(name));
      return { type, ...Object.fromEntries(own), gap_from: from, gap_to: to, gap_reason: reason };
    },
  };
}
