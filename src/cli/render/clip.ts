/**
 * Lines that are no longer than the terminal is wide.
 * @module
 */

/** Counts the columns of a line; colours take none. */
export function widthOf(line: string): number {
  return line.replace(COLOUR, '').length;
}

/** Cuts a line after so many columns; colours that were begun are ended. */
export function clip(line: string, width: number): string {
  if (widthOf(line) <= width) return line;
  let left = Math.max(0, width - 1);
  let cut = '';
  for (const part of line.split(PARTS)) {
    if (part.startsWith('\u001B')) cut += part;
    else {
      cut += part.slice(0, left);
      left -= Math.min(left, part.length);
    }
  }
  return `${cut}…`;
}

const COLOUR = /\u001B\[\d+m/g;
const PARTS = /(\u001B\[\d+m)/;
