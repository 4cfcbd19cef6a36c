/**
 * What the demo says in plain lines: at the beginning, on the way where there is no terminal, and at the end.
 * @module
 */
import type { DemoState } from '../demo-state.js';
import { difference, fixed, mostDecimals } from './number-text.js';
import type { Paint } from './paint.js';
import { tableLines } from './table.js';
import { durationText, secondsText } from './time-text.js';

/** What is seen. */
export const demoIntroduction: readonly string[] = [
  'rxtape gives live exchange data as RxJS streams. Here a simulated Bitget runs inside this process and speaks the',
  'protocol of the real one over a WebSocket; rxtape reads its tickers, trades, books and candles. On the way the',
  'exchange loses a frame and cuts the connection, and rxtape mends both.',
];

/** Writes a line of the way: the time since the beginning, then the words. */
export function demoLine(elapsed: number, words: string, onPurpose: boolean): string {
  return `${secondsText(elapsed).padStart(8)}  ${onPurpose ? `(on purpose) ${words}` : words}`;
}

/** Writes what there was. */
export function demoSummary(
  state: DemoState,
  symbols: readonly string[],
  elapsed: number,
  paint: Paint,
): readonly string[] {
  const { counts, checked, equal, problems, connections, closed } = state;
  const all = counts.ticker + counts.trades + counts.book + counts.candles;
  const books = `${equal} of ${checked} books equal to the exchange's own of the same sequence number`;
  return [
    '',
    `${paint.bold('In')} ${paint.bold(durationText(elapsed))}: ${all} values over ${times(connections, 'connection')}`,
    `  ticker ${counts.ticker} · trades ${counts.trades} · book ${counts.book} · candles ${counts.candles} (${closed} closed meanwhile)`,
    '',
    ...pricesTable(state, symbols, paint).map(line => `  ${line}`),
    '',
    `  ${equal === checked ? paint.good(books) : paint.bad(books)}`,
    `  ${problemsText(problems)}`,
    '',
    'Next:',
    '  rxtape ticker bitget BTCUSDT ETHUSDT     the real exchange, live',
    '  rxtape ticker bitget BTCUSDT --csv       the same, kept in a file',
    '  rxtape --help                            everything else',
  ];
}

function pricesTable({ tickers, books }: DemoState, symbols: readonly string[], paint: Paint): readonly string[] {
  const rows = symbols.map(symbol => {
    const [last, bid, ask] = [tickers[symbol]?.price, books[symbol]?.bids[0]?.[0], books[symbol]?.asks[0]?.[0]];
    return { last, bid, ask, decimals: mostDecimals([last, bid, ask]) };
  });
  const column = (title: string, value: (row: (typeof rows)[number]) => number | undefined) => ({
    title,
    align: 'point' as const,
    cells: rows.map(row => fixed(value(row), row.decimals)),
  });
  return tableLines(
    [
      { title: 'symbol', align: 'left', cells: symbols },
      column('last', ({ last }) => last),
      column('best bid', ({ bid }) => bid),
      column('best ask', ({ ask }) => ask),
      column('spread', ({ bid, ask }) => difference(ask, bid)),
    ],
    78,
    paint,
  );
}

function times(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function problemsText(problems: DemoState['problems']): string {
  const each = problems.map(({ error, mending }) => `${error.code} (${mending})`);
  return each.length === 0 ? 'no problem told' : `${times(each.length, 'problem')} told: ${each.join(', ')}`;
}
