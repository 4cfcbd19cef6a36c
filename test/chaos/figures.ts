/**
 * What a run through chaos came to.
 * @module
 */

/** The figures of one venue. */
export interface Figures {
  readonly name: string;
  readonly seed: string;
  readonly minutes: number;
  /** How often each fault struck, by name. */
  readonly faults: Readonly<Record<string, number>>;
  /** How many values were compared with the truth, by what they are. */
  readonly checked: Readonly<Record<string, number>>;
  /** Moments in which everything had to be settled. */
  readonly settled: number;
  /** Breaks that were told in the streams. */
  readonly gaps: number;
  /** Streams that ended with an error, and were begun anew by their user. */
  readonly ended: number;
  /** What they ended with, and how often. */
  readonly endings: Readonly<Record<string, number>>;
  /** How many problems were told. */
  readonly problems: number;
  readonly connections: number;
  /** Each in a sentence. */
  readonly divergences: readonly string[];
  /** The longest time in which a stream was behind, outages and the venue's limits included, ms; and which it was. */
  readonly worstRecovery: { readonly ms: number; readonly what: string };
  /** What was left when nobody listened any more. */
  readonly left: { readonly clients: number; readonly timers: number; readonly heap: number | undefined };
  /** What came of playing the tape of it; undefined where it was not on tape. */
  readonly tape:
    { readonly same: number; readonly shifted: number; readonly bytes: number; readonly answers: number } | undefined;
}

/** The figures in lines for people. */
export function figuresText(figures: Figures): string {
  const { name, faults, checked, divergences, worstRecovery, left, tape, endings } = figures;
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([what, count]) => `${what} ${count}`)
      .join(', ');
  const heap = left.heap === undefined ? 'heap not measured' : `heap ${(left.heap / 1_048_576).toFixed(1)} MiB`;
  return [
    name,
    `  faults injected   ${sum(faults)}: ${list(faults)}`,
    `  values checked    ${sum(checked)}: ${list(checked)}`,
    `  settled moments   ${figures.settled}; breaks told ${figures.gaps}, problems ${figures.problems}, connections ${figures.connections}, streams ended by a refusal ${figures.ended}`,
    ...Object.entries(endings).map(([error, times]) => `    ${times} × ${error}`),
    `  worst recovery    ${(worstRecovery.ms / 1_000).toFixed(1)} s (${worstRecovery.what})`,
    tape === undefined
      ? '  tape              none'
      : `  tape              ${(tape.bytes / 1e6).toFixed(1)} MB with ${tape.answers} answers over HTTP; replayed, ${tape.same} values the same to the byte, ${tape.shifted} of them at another ms`,
    `  left over         ${left.clients} sockets, ${left.timers} timers, ${heap}`,
    `  divergences       ${divergences.length}${divergences
      .slice(0, 10)
      .map(one => `\n    ! ${one}`)
      .join('')}`,
  ].join('\n');
}

/**
 * The figures of all runs in lines for people.
 *
 * @param wanted - how many runs there should have been
 * @param wrong - what is wrong beside divergences
 */
export function summaryText(
  results: readonly Figures[],
  wanted: number,
  seconds: number,
  wrong: readonly string[],
): string {
  const all = (of: (figures: Figures) => number): number => results.reduce((total, one) => total + of(one), 0);
  const worst = results.reduce((most, { worstRecovery: { ms } }) => Math.max(most, ms), 0);
  const divergences = all(one => one.divergences.length);
  return [
    `${results.length} of ${wanted} runs in ${seconds.toFixed(1)} s: ${all(one => sum(one.faults))} faults, ${all(one => sum(one.checked))} values checked, ${all(one => one.tape?.same ?? 0)} replayed the same`,
    `worst recovery ${(worst / 1_000).toFixed(1)} s; ${divergences} divergences`,
    ...wrong.map(one => `wrong: ${one}`),
    divergences + wrong.length === 0 && results.length === wanted ? 'all is well' : 'NOT WELL',
  ].join('\n');
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}
