/**
 * Books in the words of BGE's public channels: as they are, gathered in steps, or as the grid of a chart.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/_ws-public-v2.md
 * @module
 */
import type { BookRow, BookSnapshot, LevelText } from '../../model/market.js';
import { LEVELS } from './counterpart-words.js';

/** A whole book, best first. */
export interface Sides {
  readonly bids: readonly BookRow[];
  readonly asks: readonly BookRow[];
}

/** The sides of a level: `seen` as it is, or `whole` gathered in the level's steps. */
export function orderbookOf(level: string, seen: BookSnapshot, whole: Sides): string {
  const { decimals, rows } = LEVELS[level] ?? { decimals: undefined, rows: 150 };
  if (decimals === undefined) return sidesOf(seen.bids.map(textOf), seen.asks.map(textOf));
  const bids = gathered(whole.bids, decimals, Math.floor);
  const asks = gathered(whole.asks, decimals, Math.ceil);
  return sidesOf(bids.slice(0, rows), asks.slice(0, rows));
}

/**
 * The grid of a chart: up to 200 points a side, each a step of 0.05 % of the middle further away, with what stands up to
 * there. Inside the spread that is nothing, which is told as well.
 */
export function chartOf({ bids, asks }: Sides): string {
  const bid = bids[0]?.level[0];
  const ask = asks[0]?.level[0];
  if (bid === undefined || ask === undefined) return sidesOf([], []);
  const middle = (bid + ask) / 2;
  const points = (side: readonly BookRow[], sign: 1 | -1): readonly LevelText[] => {
    let reached = 0;
    let sum = 0;
    return Array.from({ length: POINTS }, (_, i) => {
      const price = middle * (1 + sign * STEP * (i + 1));
      for (let row = side[reached]; row !== undefined && sign * (price - row.level[0]) >= 0; row = side[reached]) {
        sum += row.level[1];
        reached += 1;
      }
      return [cut(price), sized(sum)];
    });
  };
  return sidesOf(points(bids, -1), points(asks, 1));
}

const POINTS = 200;
const STEP = 0.0005;
/** Decimals of a point; what is beyond is cut off. */
const FINEST = 7;

function sidesOf(bids: readonly LevelText[], asks: readonly LevelText[]): string {
  return `"bids":${JSON.stringify(bids)},"asks":${JSON.stringify(asks)}`;
}

function textOf({ text }: BookRow): LevelText {
  return text;
}

/** Away from the middle, so that the sides do not meet. */
function gathered(rows: readonly BookRow[], decimals: number, round: (steps: number) => number): readonly LevelText[] {
  const sums = new Map<string, number>();
  for (const { level } of rows) {
    const [price, size] = level;
    // A price that is a whole number of steps must not be taken for a little more or less.
    const steps = Number((price * 10 ** decimals).toFixed(6));
    const step = (round(steps) / 10 ** decimals).toFixed(decimals);
    sums.set(step, (sums.get(step) ?? 0) + size);
  }
  return [...sums].map(([price, size]) => [trimmed(price), sized(size)]);
}

function cut(price: number): string {
  const [whole = '0', rest = ''] = price.toFixed(FINEST + 3).split('.');
  return trimmed(`${whole}.${rest.slice(0, FINEST)}`);
}

function sized(size: number): string {
  return trimmed(size.toFixed(8));
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
