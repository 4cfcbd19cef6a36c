import { describe, expect, it } from 'vitest';
import { patienceOf } from '../../src/feeds/patience.js';

/** By kind, cadence, messages, the venue's own word, and whether asking anew surely brings something. */
describe('the patience with a topic', () => {
  it.each([
    ['forty times what is usual', ['ticker', 1_000, 50, undefined, true], 40_000],
    ['not less than the least', ['ticker', 10, 50, undefined, true], 15_000],
    ['not more than the most', ['book', 10_000, 50, undefined, true], 300_000],
    [
      'more than that where messages come so seldom that it would be soon',
      ['ticker', 60_000, 50, undefined, true],
      1_200_000,
    ],
    ['learned from twenty messages', ['ticker', 100, 20, undefined, false], 15_000],
    [
      "the venue's own word from the first message on, also with what is silent by nature",
      ['liquidations', 0, 0, 30_000, false],
      30_000,
    ],
    ['longer with trades', ['trades', 1_000, 50, undefined, false], 100_000],
    ["the venue's own word", ['ticker', 1_000, 50, 3_000, true], 3_000],
    ['none where the venue may be silent for ever', ['ticker', 1_000, 50, Infinity, true], undefined],
    ['the longest before the pace is known, where asking brings something', ['ticker', 0, 1, undefined, true], 300_000],
    ['none before the pace is known, where nothing need come', ['trades', 0, 1, undefined, false], undefined],
    ['none with liquidations', ['liquidations', 1_000, 500, undefined, true], undefined],
    ['none with orders', ['orders', 1_000, 500, undefined, true], undefined],
    ['none with fills', ['fills', 1_000, 500, undefined, true], undefined],
    ['none with balances', ['balances', 1_000, 500, undefined, true], undefined],
    ['none with positions', ['positions', 1_000, 500, undefined, true], undefined],
    ["none with a venue's own channel", ['channel', 1_000, 500, undefined, true], undefined],
  ] as const)('is %s', (_, [kind, cadence, messages, quiet, isPrompt], patience) => {
    expect(patienceOf(kind, cadence, messages, quiet, isPrompt)).toBe(patience);
  });
});
