/**
 * The idle client: subscribes to topics that never say anything, and weighs what that costs.
 *
 * Told in its arguments: the venue, the url and two numbers of topics. What both have in common falls out of their difference.
 * @module
 */
import { loadLibrary } from './contenders.mjs';
import { venues } from './venues.mjs';

const [venue, url] = process.argv.slice(2);
const [few, many] = process.argv.slice(4).map(Number);
const { market } = venues[venue];
const { createFeeds } = await loadLibrary();
const { ticker$ } = createFeeds({ urls: { [venue]: url } });
let subscribed = 0;
/** @type {{ heap: number, all: number }[]} */
const weights = [];

process.on('message', ({ topics }) => {
  if (topics !== subscribed) return;
  setTimeout(() => {
    weights.push(weigh());
    if (subscribed === few) subscribe(many);
    else tell();
  }, 300);
});
subscribe(few);

function subscribe(upTo) {
  for (; subscribed < upTo; subscribed++) {
    ticker$(venue, `IDLE${subscribed}USDT`, { market }).subscribe(() => {});
  }
}

function weigh() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, all: heapUsed + external };
}

function tell() {
  const [less, more] = weights;
  const count = many - few;
  const done = { type: 'done', heap: (more.heap - less.heap) / count, all: (more.all - less.all) / count };
  process.send(done, () => process.exit());
}
