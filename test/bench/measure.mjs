/**
 * The measurements: speed of a feed, the heap over a million messages, the weight of an idle subscription.
 * @module
 */
import { start } from './processes.mjs';

/** How many messages tell how fast the floor is, before anything is measured. */
const TRIAL = 60_000;
/** What is not measured at the beginning of each run: the code is still cold. */
const WARM_UP_SECONDS = 0.6;
/** How long a client may be silent after everything was sent, ms. */
const PATIENCE = 5_000;

const MILLION = 1_000_000;
const HEAP_SAMPLES = 10;
/** Until then the memories of trade ids, 2,000 to 4,000 a symbol, fill up at the quietest symbols too. */
const FILLED = 600_000;

/**
 * Measures one feed: `ws` alone once, then floor and rxtape by turns.
 *
 * @param {string} name
 * @param {{ rounds: number, seconds: number, say: (text: string) => void }} options
 */
export async function measureSpeed(name, { rounds, seconds, say }) {
  const feed = start('feed.mjs', [name]);
  const { url, topics, bytes } = await feed.next('ready');
  const run = runner(feed, url, name);

  say(`${name}: how fast is the floor?`);
  const trial = await run('floor', [TRIAL / 2, TRIAL]);
  const warm = Math.round(trial.rate * WARM_UP_SECONDS);
  const messages = warm + Math.round(trial.rate * seconds);
  say(`${name}: ws alone`);
  const ws = await run('ws', [warm, messages]);

  const measured = { floor: [], rxtape: [] };
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? ['floor', 'rxtape'] : ['rxtape', 'floor'];
    for (const who of order) {
      say(`${name}: round ${round + 1} of ${rounds}, ${who}`);
      measured[who].push(await run(who, [warm, messages]));
    }
  }
  await feed.end();

  const ratiosOf = pick => measured.rxtape.map((each, round) => pick(each, measured.floor[round]));
  return {
    name,
    topics,
    bytes,
    messages,
    ratios: ratiosOf((mine, floor) => mine.rate / floor.rate),
    cpuRatios: ratiosOf((mine, floor) => floor.cpu / mine.cpu),
    ws,
    floor: middle(measured.floor),
    rxtape: middle(measured.rxtape),
    faults: [
      ...new Set([
        ...faultsOf(measured.floor, 'floor'),
        ...faultsOf(measured.rxtape, 'rxtape'),
        ...differences(measured),
      ]),
    ],
  };
}

/**
 * Runs a million messages of the mixed feed through rxtape, once it has what it keeps, and weighs the heap on the way; what
 * it has grown is the mean of the last three weights less that of the first three.
 */
export async function measureHeap(say) {
  say('heap over a million messages');
  const feed = start('feed.mjs', ['mixed']);
  const { url } = await feed.next('ready');
  const step = MILLION / HEAP_SAMPLES;
  const marks = Array.from({ length: HEAP_SAMPLES + 1 }, (_, sample) => FILLED + sample * step);
  const done = await runner(feed, url, 'mixed')('rxtape', marks, true);
  await feed.end();
  const { heaps } = done;
  const grown = mean(heaps.slice(-3)) - mean(heaps.slice(0, 3));
  return { from: FILLED, messages: MILLION, step, heaps, grown, faults: faultsOf([done], 'rxtape') };
}

/**
 * Weighs what an idle subscription costs, from the difference between few and many.
 *
 * @param {string} venue
 * @param {(text: string) => void} say
 */
export async function measureIdle(venue, say) {
  // So many that what the engine compiles meanwhile, some 200 kB, weighs little in the difference.
  const few = 450;
  const many = 1_800;
  say(`${venue}: ${many} idle subscriptions`);
  const feed = start('feed.mjs', ['idle', venue], {
    heard: message => {
      if (message.type === 'acknowledged') client?.send(message);
    },
  });
  const { url } = await feed.next('ready');
  const client = start('idle.mjs', [venue, url, few, many], { execArgv: ['--expose-gc'] });
  const { heap, all } = await client.next('done');
  await feed.end();
  return { venue, few, many, heap, all };
}

/** Runs one client against the feed. */
function runner(feed, url, name) {
  return async (who, marks, weighed = false) => {
    feed.send({ marks });
    const plan = await feed.next('plan');
    /** @type {string[]} */
    const problems = [];
    const client = start('client.mjs', [who, url, name, ...(who === 'ws' ? plan.frames : plan.events)], {
      execArgv: weighed ? ['--expose-gc'] : [],
      heard: message => {
        if (message.type === 'problem') problems.push(message.text);
      },
    });
    const sent = await feed.next('sent');
    let done = await client.next('done', PATIENCE);
    if (done === undefined) {
      client.send({});
      done = await client.next('done', PATIENCE);
    }
    await client.end();
    const expected = (who === 'ws' ? plan.frames : plan.events).at(-1);
    const messages = marks.at(-1);
    const measured = messages - marks[0];
    return {
      rate: (measured / done.wall) * 1000,
      /** µs a message */
      cpu: (done.cpu / measured) * 1000,
      /** How busy client and feed were, 1 = one core. */
      load: done.cpu / done.wall,
      feedLoad: sent.cpu / sent.wall,
      feedCpu: (sent.cpu / messages) * 1000,
      expected,
      count: done.count,
      digest: done.digest,
      heaps: done.heaps,
      problems,
    };
  };
}

function faultsOf(runs, who) {
  return runs.flatMap(({ count, expected, problems }) => [
    ...(count === expected ? [] : [`${who}: ${expected} values expected, ${count} told`]),
    ...problems.map(problem => `${who}: ${problem}`),
  ]);
}

/** The same frames must say the same to both. */
function differences({ floor, rxtape }) {
  const off = rxtape.find(({ digest }) => Math.abs(digest - floor[0].digest) > 1);
  return off === undefined ? [] : [`rxtape: values add up to ${off.digest}, those of the floor to ${floor[0].digest}`];
}

function middle(runs) {
  const keys = ['rate', 'cpu', 'load', 'feedLoad', 'feedCpu'];
  return Object.fromEntries(keys.map(key => [key, median(runs.map(run => run[key]))]));
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
