/**
 * What the help says about the commands that watch.
 * @module
 */
import type { Venue } from '../contract/venue.js';
import { venues } from '../index.js';
import type { CommandOption } from './command.js';
import { requestOptions } from './request-options.js';
import type { WatchedKind } from './render/views.js';

/** What is peculiar to each. */
export const watchWords: Readonly<
  Record<
    WatchedKind,
    { readonly summary: string; readonly own?: readonly CommandOption[]; readonly examples: readonly string[] }
  >
> = {
  ticker: {
    summary: 'Watch last price, best bid and ask, and the last 24 hours.',
    examples: [
      'bitget BTCUSDT',
      'bitget BTCUSDT ETHUSDT --market usdt-futures',
      'bitget BTCUSDT --csv --timeout 60',
      'bitget BTCUSDT --json | jq .price',
      'bitget BTCUSDT ETHUSDT --simulate',
      'bybit BTCUSDT --market linear --simulate',
      'backpack SOL_USDC BTC_USDC_PERP --simulate',
    ],
  },
  trades: {
    summary: 'Watch trades, one by one.',
    examples: ['bitget BTCUSDT', 'bitget BTCUSDT ETHUSDT --json > trades.jsonl', 'bitget BTCUSDT --csv trades.csv'],
  },
  book: {
    summary:
      'Watch the order book; without --depth as deep as the venue tells it, kept true by its checksum or its numbering.',
    own: [
      {
        flags: '--depth <n>',
        summary: 'levels of each side, one of those that the venue has',
        fallback: 'the deepest book',
      },
    ],
    examples: [
      'bitget BTCUSDT',
      'bitget BTCUSDT --depth 15',
      'backpack SOL_USDC --window 200ms',
      'bge BTC_USDT --level 9',
      'bitget BTCUSDT --json | jq .bids[0]',
    ],
  },
  candles: {
    summary: 'Watch candles: the history, where the venue sends one, then each change.',
    own: [{ flags: '--interval <i>', summary: 'length of a candle', fallback: '1m' }],
    examples: ['bitget BTCUSDT', 'bitget BTCUSDT ETHUSDT --interval 5m', 'bitget BTCUSDT --csv candles.csv'],
  },
  quotes: {
    summary: 'Watch the best bid and the best ask.',
    examples: ['bitget BTCUSDT', 'bitget BTCUSDT ETHUSDT SOLUSDT', 'bitget BTCUSDT --json | jq -c "[.bid, .ask]"'],
  },
  markPrice: {
    summary: 'Watch the price that margin and liquidation are reckoned with.',
    examples: ['bybit BTCUSDT', 'bitget BTCUSDT ETHUSDT', 'bybit BTCUSDT --simulate'],
  },
  openInterest: {
    summary: 'Watch all open contracts of a symbol.',
    examples: ['bybit BTCUSDT', 'bitget BTCUSDT ETHUSDT --csv', 'bybit BTCUSDT --simulate'],
  },
  fundingRate: {
    summary: 'Watch what longs pay shorts at the next funding.',
    examples: ['bybit BTCUSDT', 'bitget BTCUSDT ETHUSDT', 'bybit BTCUSDT --simulate'],
  },
  liquidations: {
    summary: 'Watch positions that the venue closes by force, one by one.',
    examples: [
      'bybit BTCUSDT ETHUSDT',
      'bybit BTCUSD --market inverse',
      'backpack default',
      'bybit BTCUSDT --csv liquidations.csv',
      'bybit BTCUSDT --simulate',
    ],
  },
};

const all: readonly Venue[] = Object.values(venues);
const checked = all.flatMap(({ id, symbolList }) => (symbolList === undefined ? [] : [id])).join(', ');
const restUrlSummary =
  "use this HTTP address instead, for the venue's time, its list of symbols, the first state of a book";

/** What all of them take. */
export const watchOptions: readonly CommandOption[] = [
  {
    flags: '--market <m>',
    summary: 'product line of the venue',
    fallback: "the venue's own, or the first that has this",
  },
  ...requestOptions(all),
  { flags: '--timeout <s>', summary: 'stop after so many seconds' },
  { flags: '--json', summary: 'print each value as a line of JSON, the whole of it' },
  { flags: '--raw', summary: 'print the rows of the venue as lines of JSON, in its own words', conflicts: ['csv'] },
  {
    flags: '--gaps',
    summary: 'tell breaks as well, each before the first value after it: as lines, as rows, as JSON of type "gap"',
    conflicts: ['raw'],
  },
  {
    flags: '--csv [file]',
    summary: 'write a CSV file as well; one that exists is continued',
    fallback: '<venue>_data_<date>.csv',
  },
  { flags: '--url <url>', summary: 'connect to this WebSocket address instead' },
  { flags: '--host <name>', summary: 'connect to another host of the venue, as "rxtape venues" lists them' },
  { flags: '--rest-url <url>', summary: restUrlSummary },
  {
    flags: '--no-check-symbols',
    summary: `do not ask ${checked} first, which is silent about a symbol it does not have, whether it has the symbols`,
  },
  {
    flags: '--simulate',
    summary: 'use a simulated exchange in this very process: no network',
    conflicts: ['url', 'restUrl', 'host'],
  },
  { flags: '--seed <n>', summary: 'of the simulated exchange: the same seed, the same market', fallback: '1' },
  { flags: '--verbose', summary: 'tell on stderr what the connections do, and every problem' },
];

/** Those of them that are named, and what single venues have. */
export function optionsOf(names: readonly string[]): readonly CommandOption[] {
  const single = requestOptions(all);
  return [
    ...watchOptions.filter(({ flags }) => names.some(name => new RegExp(`^--${name}(?![-\\w])`).test(flags))),
    ...single,
  ];
}

/** What all of them do. */
export const watchNotes = `"rxtape venues" lists venues, markets, intervals and depths. On a terminal the values are shown in one view;
elsewhere each is a line. A CSV file of books has the best 5 levels of each side, or as many as --depth says.

Ctrl-C, --timeout and the end of a pipe end it with exit code 0. A wrong word on the command line is exit code 2;
when the venue refuses every symbol, it is 1. No value is ever dropped: up to 64 MiB wait for a slow reader, more
end it with exit code 1.`;
