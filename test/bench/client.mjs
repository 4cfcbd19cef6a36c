/**
 * The client process: takes one feed in one way, and says how long it took.
 *
 * Told in its arguments: who, the url, the feed, and the counts at which it begins to measure and has seen everything.
 * @module
 */
import { contenders } from './contenders.mjs';
import { createTally } from './tally.mjs';

const [who, url, feed, ...marks] = process.argv.slice(2);
const withHeap = typeof globalThis.gc === 'function';
/** @type {{ usage: NodeJS.CpuUsage, at: number } | undefined} */
let start;
/** @type {number[]} */
const heaps = [];

const tally = createTally(marks.map(Number), mark => {
  if (withHeap) heaps.push(heapNow());
  if (mark === 0) start = { usage: process.cpuUsage(), at: performance.now() };
  if (mark === marks.length - 1) {
    const wall = performance.now() - start.at;
    const { user, system } = process.cpuUsage(start.usage);
    // Whatever comes now is too much.
    setTimeout(() => tell(wall, (user + system) / 1000), 30);
  }
});
const end = await contenders[who](url, feed, tally);

// Asked for when nothing comes any more and the last mark was not reached.
process.on('message', () => tell(NaN, NaN));

function tell(wall, cpu) {
  process.send({ type: 'done', wall, cpu, count: tally.count(), digest: tally.digest(), heaps }, () => {
    end();
    process.exit();
  });
}

function heapNow() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
