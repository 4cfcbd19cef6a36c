/**
 * A view on a terminal that is drawn anew in place.
 * @module
 */
import { Observable, Subject, ignoreElements, interval, merge, startWith, takeUntil, tap } from 'rxjs';
import { conflate } from '../operators/conflate.js';
import { sizeOf } from './io.js';
import type { Io } from './io.js';
import { clip } from './render/clip.js';
import { createPaint } from './render/paint.js';
import type { Paint } from './render/paint.js';
import { openScreen } from './screen.js';

/** ms between two drawings: no eye reads faster. */
const calm = 125;

/** How much room there is. */
export interface Room {
  /** Columns. */
  readonly width: number;
  /** Lines. */
  readonly height: number;
  readonly paint: Paint;
}

/**
 * Draws a view after each change and every second, but at most eight times a second. At the end it is drawn once more,
 * and the terminal given back with the view left standing.
 *
 * @param change$ - emits when something changed; ends the view with its own end
 * @param note$ - lines for stderr, which stand above the view
 * @param lines - draws
 */
export function liveView(
  io: Io,
  change$: Observable<unknown>,
  note$: Observable<string>,
  lines: (room: Room) => readonly string[],
): Observable<never> {
  return new Observable(subscriber => {
    const screen = openScreen(io);
    const paint = createPaint(io.colour);
    const changed$ = new Subject<unknown>();
    const draw = (): void => {
      const { width, rows } = sizeOf(io.stdout);
      // The last line is where the cursor stands.
      const height = Math.max(1, rows - 1);
      screen.draw(
        lines({ width, height, paint })
          .slice(0, height)
          .map(line => clip(line, width)),
      );
    };
    const beside$ = merge(
      note$.pipe(
        tap(note => {
          screen.note(note);
        }),
      ),
      merge(changed$, interval(1_000)).pipe(startWith(undefined), conflate(calm), tap(draw)),
    );
    // Added before the work begins: what is drawn last comes after it.
    subscriber.add(() => {
      draw();
      screen.done();
    });
    return change$
      .pipe(
        tap(change => {
          changed$.next(change);
        }),
        ignoreElements(),
        takeUntil(beside$.pipe(ignoreElements())),
      )
      .subscribe(subscriber);
  });
}
