/**
 * A part of the terminal that is drawn anew in place.
 * @module
 */
import { createLogUpdate } from 'log-update';
import { sizeOf } from './io.js';
import type { Io } from './io.js';

/** What is drawn on. */
export interface Screen {
  /** Puts these lines in the place of the ones before. */
  draw(lines: readonly string[]): void;
  /** Writes a line to stderr that stays, above what is drawn. */
  note(line: string): void;
  /** Leaves what was drawn last where it is, and gives the cursor back. */
  done(): void;
}

/** Opens a screen on stdout. It hides the cursor until `done`. */
export function openScreen({ stdout, stderr }: Io): Screen {
  let written = '';
  let drawn: readonly string[] = [];
  // The cursor is ours to hide: the package would hide that of the process, whatever the stream.
  const paper = {
    get columns() {
      return sizeOf(stdout).width;
    },
    get rows() {
      return sizeOf(stdout).rows;
    },
    write(text: string) {
      written += text;
      return true;
    },
  };
  const update = createLogUpdate(paper as unknown as NodeJS.WritableStream, { showCursor: true });
  const flush = (): void => {
    // A terminal that knows these two shows the frame at once, the others pass them over.
    if (written !== '') stdout.write(`${BEGIN}${written}${END}`);
    written = '';
  };
  stdout.write(HIDE);
  return {
    draw(lines) {
      drawn = lines;
      update(lines.join('\n'));
      flush();
    },
    note(line) {
      update.clear();
      flush();
      stderr.write(`${line}\n`);
      if (drawn.length > 0) update(drawn.join('\n'));
      flush();
    },
    done() {
      update.done();
      stdout.write(SHOW);
    },
  };
}

const BEGIN = '\u001B[?2026h';
const END = '\u001B[?2026l';
const HIDE = '\u001B[?25l';
const SHOW = '\u001B[?25h';
