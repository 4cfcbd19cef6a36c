/**
 * How far a recording or a replay is, on stderr.
 * @module
 */
import { createLogUpdate } from 'log-update';
import { Observable, interval } from 'rxjs';
import type { MonoTypeOperatorFunction } from 'rxjs';
import { sizeOf } from './io.js';
import type { Io, Output } from './io.js';
import { clip } from './render/clip.js';

/** ms between two drawings. */
const CALM = 250;

/**
 * Mirrors the source, and meanwhile draws one line in place where stderr is a terminal; elsewhere nothing.
 *
 * @param after - ms before the first drawing: what is over soon needs none
 * @param line - draws
 */
export function withProgress<T>({ stderr }: Io, after: number, line: () => string): MonoTypeOperatorFunction<T> {
  return source =>
    new Observable<T>(subscriber => {
      if (stderr.isTTY === true) subscriber.add(drawing(stderr, after, line));
      return source.subscribe(subscriber);
    });
}

function drawing(stderr: Output, after: number, line: () => string): () => void {
  // The package draws nothing on a terminal that says it is 0 wide, as some do that do not know.
  const paper = {
    get columns() {
      return sizeOf(stderr).width;
    },
    get rows() {
      return sizeOf(stderr).rows;
    },
    write: (text: string) => stderr.write(text),
  };
  const update = createLogUpdate(paper as unknown as NodeJS.WritableStream, { showCursor: true });
  const ticks = interval(CALM).subscribe(tick => {
    if ((tick + 1) * CALM >= after) update(clip(line(), sizeOf(stderr).width - 1));
  });
  return () => {
    ticks.unsubscribe();
    update.clear();
  };
}

/** Draws a share of 1 as a bar. */
export function barOf(share: number, width = 24): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(Math.floor(Math.min(1, share) * 100)).padStart(3)} %`;
}

/** Writes a number of bytes as people say it: "312 B", "4.2 kB", "1.3 MB". */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}
