/**
 * The command that shows in twenty seconds what rxtape does.
 * @module
 */
import {
  NEVER,
  concat,
  defer,
  ignoreElements,
  interval,
  merge,
  mergeMap,
  scan,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import type { Simulation } from '../../simulator/index.js';
import type { Command } from '../command.js';
import { CommandError, reading } from '../command-error.js';
import { demoEvents, demoSymbols } from '../demo-events.js';
import { foldDemo, noDemoState } from '../demo-state.js';
import type { DemoState } from '../demo-state.js';
import type { Io } from '../io.js';
import { liveView } from '../live-view.js';
import { positive } from '../number-option.js';
import { demoIntroduction, demoLine, demoSummary } from '../render/demo-summary.js';
import { demoView } from '../render/demo-view.js';
import { createPaint } from '../render/paint.js';
import { simulated } from '../simulated.js';

/** `rxtape demo` */
export const demoCommand: Command = {
  name: 'demo',
  summary: 'Show what rxtape does, with a simulated exchange: no network, no keys.',
  parameters: '',
  options: [
    { flags: '--seconds <s>', summary: 'how long', fallback: '20' },
    { flags: '--seed <n>', summary: 'of the simulated exchange', fallback: '7' },
  ],
  examples: ['rxtape demo', 'rxtape demo --seconds 60'],
  notes: "Exit code 1 says that a book was not equal to the exchange's own.",
  run: ({ options }, io) =>
    defer(() => {
      const text = (name: string, fallback: string): string =>
        typeof options[name] === 'string' ? options[name] : fallback;
      const seconds = reading(() => positive('seconds', text('seconds', '20'), 's'));
      return simulated('bitget', { seed: text('seed', '7') }).pipe(
        mergeMap(exchange => play(exchange, seconds * 1_000, io)),
        take(1),
      );
    }),
};

/** Emits once, when it is over. */
function play(exchange: Simulation, length: number, io: Io): Observable<unknown> {
  return defer(() => {
    const since = io.now();
    let state = noDemoState(since);
    const paint = createPaint(io.colour);
    const over$ = merge(io.stop$, timer(length));
    const state$ = demoEvents(exchange, length, io.now).pipe(
      scan(foldDemo, state),
      tap(next => (state = next)),
      takeUntil(over$),
    );
    const shown$ = io.live
      ? liveView(io, state$, NEVER, room => demoView(state, { ...room, symbols: demoSymbols, now: io.now(), length }))
      : merge(
          state$.pipe(ignoreElements()),
          spoken(() => state, io),
        ).pipe(takeUntil(merge(io.stop$, timer(length))));
    const summary$ = defer(() => {
      io.stdout.write(`${demoSummary(state, demoSymbols, io.now() - since, paint).join('\n')}\n`);
      if (state.equal === state.checked) return [true];
      return throwError(
        () => new CommandError(`${state.checked - state.equal} books were not equal to the exchange's own`, 1),
      );
    });
    return concat(shown$.pipe(ignoreElements()), summary$);
  });
}

/** Without a terminal: the introduction, then a line a second and each occurrence. */
function spoken(state: () => DemoState, io: Io): Observable<unknown> {
  return defer(() => {
    io.stdout.write(`${demoIntroduction.join('\n')}\n\n`);
    let told = 0;
    return interval(1_000).pipe(
      tap(() => {
        const { occurrences } = state();
        for (const { at, words, onPurpose } of occurrences.slice(told))
          io.stdout.write(`${demoLine(at - state().since, words, onPurpose)}\n`);
        told = occurrences.length;
        io.stdout.write(`${demoLine(io.now() - state().since, pricesText(state()), false)}\n`);
      }),
    );
  });
}

function pricesText({ tickers, checked, equal }: DemoState): string {
  const prices = demoSymbols.map(symbol => `${symbol} ${tickers[symbol]?.price ?? '…'}`);
  return `${prices.join('  ')}  books ${equal}/${checked} true`;
}
