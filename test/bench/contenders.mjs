/**
 * rxtape as its users take it, for the clients of the bench.
 * @module
 */
import { feeds, symbols } from './frames.mjs';
import { runFloor, runWs } from './floor.mjs';

/** Who can be measured: each opens its connection and gives back what ends it. */
export const contenders = { floor: runFloor, ws: runWs, rxtape: runRxtape };

/** The library as it was built, or another build of it to compare. */
export function loadLibrary() {
  return import(process.env.RXTAPE_DIST ?? '../../dist/index.js');
}

async function runRxtape(url, feed, tally) {
  const { createFeeds } = await loadLibrary();
  const { ticker$, trades$, book$, problems$ } = createFeeds({ urls: { bitget: url } });
  const market = 'usdt-futures';
  const streams = {
    ticker: symbol => ticker$('bitget', symbol, { market }).subscribe(tally.ticker),
    trade: symbol => trades$('bitget', symbol, { market }).subscribe(tally.trade),
    books: symbol => book$('bitget', symbol, { market }).subscribe(tally.book),
  };
  const told = problems$().subscribe(({ error, mending }) => {
    process.send({ type: 'problem', text: `${error.message} (${mending})` });
  });
  const subscriptions = feeds[feed].flatMap(({ channel, symbols: count }) =>
    symbols.slice(0, count).map(streams[channel]),
  );
  return () => {
    for (const subscription of [...subscriptions, told]) subscription.unsubscribe();
  };
}
