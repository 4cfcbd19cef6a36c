/**
 * The demo's screen: three kinds of streams, and what went on.
 * @module
 */
import type { DemoState } from '../demo-state.js';
import { ladderLines } from './book-view.js';
import { clip, widthOf } from './clip.js';
import { candlesView } from './candles-view.js';
import { stateText } from './footer.js';
import type { Paint } from './paint.js';
import { tickerView } from './ticker-view.js';
import { durationText, secondsText } from './time-text.js';

/** Where and when it is drawn. */
export interface DemoFrame {
  readonly width: number;
  readonly height: number;
  readonly paint: Paint;
  readonly symbols: readonly string[];
  /** ms since the epoch */
  readonly now: number;
  /** How long the demo takes, ms. */
  readonly length: number;
}

/** Draws the demo. What does not fit is made smaller: fewer levels, fewer candles, fewer occurrences. */
export function demoView(state: DemoState, frame: DemoFrame): readonly string[] {
  const { width, height, paint, symbols, now, length } = frame;
  const targets = symbols.map(symbol => ({ market: 'spot', symbol, label: symbol }));
  const room = { width: width - 2, paint, targets };
  const elapsed = now - state.since;
  // Titles, tickers, spread and empty lines take 14; levels, candles and occurrences share the rest.
  const spare = Math.max(0, height - 14 - symbols.length);
  const levels = Math.max(1, Math.min(8, Math.floor((spare * 2) / 7)));
  const candleCount = Math.max(1, Math.min(5, Math.floor((spare - 2 * levels) / 2)));
  const occurrenceCount = Math.max(1, spare - 2 * levels - candleCount);
  const first = targets.slice(0, 1);
  const candles = state.candles[first[0]?.symbol ?? ''] ?? [];
  const lines = [
    `${paint.bold('rxtape')}: live exchange data as RxJS streams, here from a Bitget that is simulated`,
    `${stateText('Bitget', state.status, paint)}${paint.dim(` · ${durationText(elapsed)} of ${durationText(length)} · Ctrl-C ends`)}`,
    '',
    title("ticker$('bitget', 'BTCUSDT')", 'the whole state, at each change', paint),
    ...indent(tickerView.render(Object.values(state.tickers), { ...room, height: symbols.length + 1 })),
    '',
    title("book$('bitget', 'BTCUSDT')", `${state.equal} of ${state.checked} equal to the exchange's own`, paint),
    ...ladders(state, symbols, levels, width, paint),
    '',
    title("candles$('bitget', 'BTCUSDT', { interval: '1m' })", 'the history, then each change', paint),
    ...indent(
      candlesView.render(candles.slice(-candleCount), { ...room, targets: first, height: candleCount + 3 }).slice(1),
    ),
    '',
    title("status$('bitget'), problems$('bitget')", 'what went wrong, and was mended', paint),
    ...state.occurrences.slice(-occurrenceCount).map(({ at, words, onPurpose }) => {
      const time = secondsText(at - state.since).padStart(7);
      return `  ${paint.dim(time)}  ${onPurpose ? paint.accent(words) : words}`;
    }),
  ];
  return lines.map(line => clip(line, width));
}

function title(code: string, words: string, paint: Paint): string {
  return `${paint.accent(code)}  ${paint.dim(words)}`;
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map(line => `  ${line}`);
}

/** One ladder beside the other. */
function ladders(
  state: DemoState,
  symbols: readonly string[],
  levels: number,
  width: number,
  paint: Paint,
): readonly string[] {
  const each = Math.floor(width / symbols.length);
  const columns = symbols.map(symbol => {
    const book = state.books[symbol];
    return book === undefined ? [] : ladderLines(symbol, book, levels, each, paint).slice(1);
  });
  const rows = Math.max(1, ...columns.map(({ length }) => length));
  return Array.from({ length: rows }, (_, row) =>
    columns
      .map(column => {
        const line = clip(column[row] ?? '', each - 1);
        return line + ' '.repeat(Math.max(0, each - widthOf(line)));
      })
      .join('')
      .trimEnd(),
  );
}
