/**
 * What the bench found, in words and columns.
 * @module
 */
import { median } from './measure.mjs';

const targets = {
  ticker: 0.85,
  trade: 0.85,
  book: 0.8,
  'book-checksum': 0.8,
  'bybit-ticker': 0.85,
  'bybit-trade': 0.85,
  'bybit-book': 0.8,
};
const FLAT = 512 * 1024;
const IDLE = 4 * 1024;

/** Prints the report. */
export function printReport({ node, rounds, seconds, speed, heap, idle }) {
  const lines = [];
  if (speed.length > 0) {
    lines.push(
      `rxtape against a hand-written client, node ${node}: ${rounds} rounds of ${seconds} s, medians`,
      '',
      row(['', 'ratio', 'of rounds', 'target', '', 'by CPU', 'rxtape', 'floor', 'rxtape', 'floor']),
      row(['', '', '', '', '', '', 'msg/s', 'msg/s', 'µs CPU', 'µs CPU']),
      ...speed.map(speedRow),
      '',
      ...speed.map(contextOf),
      '',
      ...speed.map(missedOf),
    );
  }
  if (heap !== undefined) lines.push('', ...heapLines(heap));
  for (const each of idle) lines.push('', ...idleLines(each));
  process.stdout.write(`${lines.join('\n')}\n`);
}

const widths = [-14, 6, 12, 7, -8, 7, 9, 9, 8, 8];

function row(cells) {
  return cells
    .map((cell, i) => (widths[i] < 0 ? ` ${cell}`.padEnd(-widths[i]) : cell.padStart(widths[i])))
    .join('')
    .trimEnd();
}

function speedRow({ name, ratios, cpuRatios, rxtape, floor }) {
  const ratio = median(ratios);
  const target = targets[name];
  return row([
    name,
    ratio.toFixed(2),
    `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`,
    target === undefined ? '–' : target.toFixed(2),
    target === undefined ? '' : verdict(ratio >= target),
    median(cpuRatios).toFixed(2),
    thousands(rxtape.rate),
    thousands(floor.rate),
    rxtape.cpu.toFixed(2),
    floor.cpu.toFixed(2),
  ]);
}

/** Says what limits: the client is busy, the feed is not, and `ws` alone would go faster. */
function contextOf({ name, topics, bytes, ws, rxtape, floor }) {
  const busy = each => `client ${per(each.load)}, feed ${per(each.feedLoad)}`;
  return ` ${name}: ${topics} topics, ${Math.round(bytes)} B a frame; ws alone ${(ws.rate / floor.rate).toFixed(1)} × the floor; busy: ${busy(rxtape)} (floor: ${busy(floor)})`;
}

function missedOf({ name, messages, faults }) {
  return faults.length === 0
    ? ` ${name}: no message missed of ${messages} a run, and the same values`
    : [` ${name}: NOT RIGHT`, ...faults.map(fault => `   ${fault}`)].join('\n');
}

function heapLines({ from, messages, step, heaps, grown, faults }) {
  return [
    `heap after collection, every ${step} of ${messages} mixed messages (after ${from} to fill what is kept), MB:`,
    ` ${heaps.map(each => (each / 1e6).toFixed(2)).join('  ')}`,
    ` from the first three to the last three ${kilobytes(grown)}; flat (under ${kilobytes(FLAT)}): ${verdict(grown < FLAT)}`,
    ...faults.map(fault => ` ${fault}`),
  ];
}

function idleLines({ venue, few, many, heap, all }) {
  return [
    `idle subscription to ${venue}: ${Math.round(heap)} B of heap (${Math.round(all)} B with buffers), connections included, from ${few} to ${many} topics`,
    ` under ${IDLE} B: ${verdict(heap < IDLE)}`,
  ];
}

function verdict(isMet) {
  return isMet ? 'met' : 'not met';
}

function thousands(number) {
  return `${Math.round(number / 1000)}k`;
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1024)} KB`;
}

function per(share) {
  return `${Math.round(share * 100)} %`;
}
