/**
 * Whether each of a list of things came just once, or is missing inside a break that was told.
 * @module
 */

/** Something that came, by its name, or a break. */
export type Arrival = { readonly name: string } | 'break';

/**
 * Compares what came with what there was. The first that came is the first that had to come; what is the same by name
 * counts as often as it is there.
 *
 * @param truth - names, in the order in which they happened
 * @param isOpen - whether what came last need not have come yet
 * @returns what is wrong, each in a sentence
 */
export function onceEach(truth: readonly string[], arrivals: readonly Arrival[], isOpen: boolean): readonly string[] {
  const wrong: string[] = [];
  const places = new Map<string, number[]>();
  truth.forEach((name, i) => {
    const known = places.get(name);
    if (known === undefined) places.set(name, [i]);
    else known.push(i);
  });
  const free = new Map([...places].map(([name, list]) => [name, [...list]]));
  /** Where in the stream each came, by its place in the truth. */
  const came = new Map<number, number>();
  const breaks: number[] = [];
  arrivals.forEach((arrival, position) => {
    if (arrival === 'break') {
      breaks.push(position);
      return;
    }
    const { name } = arrival;
    const place = free.get(name)?.shift();
    if (place !== undefined) came.set(place, position);
    else wrong.push(places.has(name) ? `${name} came more often than it happened` : `${name} never happened`);
  });
  const seen = [...came.keys()].sort((a, b) => a - b);
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined) return wrong;
  let before = first;
  const end = isOpen ? last : truth.length - 1;
  const missing: number[] = [];
  const judge = (after: number | undefined): void => {
    if (missing.length === 0) return;
    const [a = 0, b = Infinity] = [came.get(before), after === undefined ? Infinity : came.get(after)];
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    if (!breaks.some(position => position > low && position < high)) {
      const names = missing.slice(0, 3).map(i => truth[i]);
      wrong.push(`${missing.length} missing without a break: ${names.join(', ')}`);
    }
    missing.length = 0;
  };
  for (let i = first; i <= end; i++) {
    if (came.has(i)) {
      judge(i);
      before = i;
    } else missing.push(i);
  }
  judge(undefined);
  return wrong;
}
