/**
 * How much of the heap is held on to.
 * @module
 */

/** The heap in use once all that is garbage is gone, bytes; undefined where the collector cannot be called. */
export async function heapUsed(): Promise<number | undefined> {
  const collect = (globalThis as { gc?: () => void }).gc;
  if (collect === undefined) return undefined;
  // The engine holds the last text that a regular expression was tried on, and that may be a frame of 20 MiB.
  /^$/.exec('');
  // A collection that is under way already leaves what became garbage since: the least of several is what is held.
  let least = Infinity;
  for (let n = 0; n < 8; n++) {
    // Virtual time may run: a turn is waited for, not a time.
    await new Promise(resolve => setImmediate(resolve));
    collect();
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
}
