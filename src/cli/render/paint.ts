/**
 * Colours of the terminal, or none.
 * @module
 */

/** Gives text a colour; without colours, gives it back. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly accent: (text: string) => string;
}

/** Makes the colours. */
export function createPaint(colour: boolean): Paint {
  const code =
    (on: number, off: number) =>
    (text: string): string =>
      colour && text !== '' ? `\u001B[${on}m${text}\u001B[${off}m` : text;
  return { good: code(32, 39), bad: code(31, 39), bold: code(1, 22), dim: code(2, 22), accent: code(36, 39) };
}
