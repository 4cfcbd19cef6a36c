/**
 * The bench: rxtape against what somebody would write by hand, in the same run on the same machine.
 *
 *     npm run bench -- [--rounds 5] [--seconds 1.5] [--only ticker,book,heap] [--json]
 *
 * A feed process and a fresh client process for each measurement, on loopback; the contenders take turns, and a ratio is
 * that of two neighbours. What is missed or differs makes the exit code 1; a target that is not met does not.
 * @module
 */
import { parseArgs } from 'node:util';
import { feeds } from './frames.mjs';
import { measureHeap, measureIdle, measureSpeed } from './measure.mjs';
import { printReport } from './report.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1.5' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
/** The venues whose idle subscriptions are weighed, by the name of the measurement. */
const idle = { idle: 'bitget', 'bybit-idle': 'bybit' };
const everything = [...Object.keys(feeds), 'heap', ...Object.keys(idle)];
const chosen = values.only?.split(',') ?? everything;
const unknown = chosen.find(name => !everything.includes(name));
if (unknown !== undefined || !(rounds >= 1) || !(seconds > 0)) {
  process.stderr.write(
    unknown === undefined
      ? '--rounds must be 1 or more, --seconds more than 0\n'
      : `--only ${unknown} is not one of ${everything.join(', ')}\n`,
  );
  process.exit(2);
}

const say = text => {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
};
const result = { node: process.version, rounds, seconds, speed: [], heap: undefined, idle: [] };
for (const name of chosen.filter(each => each in feeds)) {
  result.speed.push(await measureSpeed(name, { rounds, seconds, say }));
}
if (chosen.includes('heap')) result.heap = await measureHeap(say);
for (const [name, venue] of Object.entries(idle)) {
  if (chosen.includes(name)) result.idle.push(await measureIdle(venue, say));
}
say('');

if (values.json) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
else printReport(result);
if (result.speed.some(({ faults }) => faults.length > 0) || (result.heap?.faults.length ?? 0) > 0) process.exitCode = 1;
