/**
 * Numbers as people read them.
 * @module
 */

/** More decimals than any venue tells. */
const MOST = 12;

/** Counts the decimals that a number is told with: 2 for 83715.25, 8 for 1e-8. */
export function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  const dot = mantissa.indexOf('.');
  return Math.max(0, (dot === -1 ? 0 : mantissa.length - dot - 1) - Number(exponent));
}

/** The most decimals that any of these is told with. */
export function mostDecimals(values: readonly (number | undefined)[]): number {
  let most = 0;
  for (const value of values) if (value !== undefined) most = Math.max(most, decimalsOf(value));
  return Math.min(most, MOST);
}

/** Writes a number with so many decimals; '' where there is none. */
export function fixed(value: number | undefined, decimals: number): string {
  return value === undefined ? '' : value.toFixed(decimals);
}

/** Writes a number as it was told, never with an exponent; '' where there is none. */
export function plain(value: number | undefined): string {
  return value === undefined ? '' : value.toFixed(Math.min(decimalsOf(value), MOST));
}

/** The difference of two numbers, without the dust of binary fractions: 88650.3 − 88649.6 is 0.7. */
export function difference(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Number((a - b).toFixed(mostDecimals([a, b])));
}

/** Writes a ratio in per cent with its sign: "+1.20%". */
export function percent(ratio: number | undefined, decimals = 2): string {
  return ratio === undefined ? '' : `${ratio >= 0 ? '+' : ''}${(ratio * 100).toFixed(decimals)}%`;
}

/** Writes a quantity in at most seven characters: "1.234", "12.34k", "1.23M". */
export function compact(value: number | undefined): string {
  if (value === undefined) return '';
  const size = Math.abs(value);
  for (const [unit, name] of UNITS) if (size >= unit) return `${digits(value / unit)}${name}`;
  return digits(value);
}

const UNITS = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

function digits(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 3);
}

/** Pads numbers so that their points stand below each other; texts that are empty stay so. */
export function alignAtPoint(texts: readonly string[]): readonly string[] {
  const tails = texts.map(text => (text.includes('.') ? text.length - text.indexOf('.') : 0));
  const longest = Math.max(0, ...tails);
  return texts.map((text, i) => (text === '' ? '' : text + ' '.repeat(longest - (tails[i] ?? 0))));
}
