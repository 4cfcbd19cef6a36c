/**
 * What a view is: how values become lines on a terminal.
 * @module
 */
import type { Stamp } from '../../model/market.js';
import type { Paint } from './paint.js';

/** One of the symbols that were asked for. */
export interface Target {
  readonly market: string;
  readonly symbol: string;
  /** How it is called on the screen. */
  readonly label: string;
}

/** Where lines are drawn. */
export interface Frame {
  /** Columns. */
  readonly width: number;
  /** Lines. */
  readonly height: number;
  readonly paint: Paint;
  /** In the order of the command line, those that the venue refused left out. */
  readonly targets: readonly Target[];
}

/** One way to show values. */
export interface View<V> {
  /** Takes a value in; what is shown is never changed, only replaced. */
  fold(shown: readonly V[], value: V): readonly V[];
  /** Draws at most so many lines as the frame has. */
  render(shown: readonly V[], frame: Frame): readonly string[];
}

/** True for values of this symbol. */
export function isOf(target: Target): (value: Stamp) => boolean {
  return ({ market, symbol }) => market === target.market && symbol === target.symbol;
}

/** Keeps the latest value of each symbol. */
export function latestOfEach<V extends Stamp>(shown: readonly V[], value: V): readonly V[] {
  const at = shown.findIndex(isOf({ ...value, label: '' }));
  return at === -1 ? [...shown, value] : shown.with(at, value);
}
