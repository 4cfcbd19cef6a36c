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
  readonly connections: number;
  /** Each in a sentence. */
  readonly divergences: readonly string[];
  /** The longest time in which a stream was behind, outages and the venue's limits included, ms; and which it was. */
  readonly worstRecovery: { readonly ms: number; readonly what: string };
  /** What was left when nobody listened any more. */
  readonly left: { readonly clients: number; readonly timers: number; readonly heap: number | undefined };
}

/** The figures in lines for people. */
export function figuresText(figures: Figures): string {
  const { name, faults, checked, divergences, worstRecovery, left } = figures;
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([what, count]) => `${what} ${count}`)
      .join(', ');
  const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);
  const heap = left.heap === undefined ? 'heap not measured' : `heap ${(left.heap / 1_048_576).toFixed(1)} MiB`;
  return [
    name,
    `  faults injected   ${sum(faults)}: ${list(faults)}`,
    `  values checked    ${sum(checked)}: ${list(checked)}`,
    `  settled moments   ${figures.settled}; breaks told ${figures.gaps}, connections ${figures.connections}, streams ended by a refusal ${figures.ended}`,
    `  worst recovery    ${(worstRecovery.ms / 1_000).toFixed(1)} s (${worstRecovery.what})`,
    `  left over         ${left.clients} sockets, ${left.timers} timers, ${heap}`,
    `  divergences       ${divergences.length}${divergences
      .slice(0, 10)
      .map(one => `\n    ! ${one}`)
      .join('')}`,
  ].join('\n');
}
