/**
 * rxtape as its users take it, for the clients of the bench.
 * @module
 */
import { runFloor, runWs } from './floor.mjs';
import { feeds, topicsOf } from './frames.mjs';
import { venues } from './venues.mjs';

/** Who can be measured: each opens its connection and gives back what ends it. */
export const contenders = { floor: runFloor, ws: runWs, rxtape: runRxtape };

/** The library as it was built, or another build of it to compare. */
export function loadLibrary() {
  return import(process.env.RXTAPE_DIST ?? '../../dist/index.js');
}

async function runRxtape(url, feed, tally) {
  const { createFeeds } = await loadLibrary();
  const { venue } = feeds[feed];
  const { market, depth } = venues[venue];
  const { ticker$, trades$, book$, problems$ } = createFeeds({ urls: { [venue]: url } });
  const streams = {
    ticker: symbol => ticker$(venue, symbol, { market }).subscribe(tally.ticker),
    trade: symbol => trades$(venue, symbol, { market }).subscribe(tally.trade),
    book: symbol => book$(venue, symbol, { market, depth }).subscribe(tally.book),
  };
  const told = problems$().subscribe(({ error, mending }) => {
    process.send({ type: 'problem', text: `${error.message} (${mending})` });
  });
  const subscriptions = topicsOf(feed).map(({ channel, symbol }) => streams[channel](symbol));
  return () => {
    for (const subscription of [...subscriptions, told]) subscription.unsubscribe();
  };
}
