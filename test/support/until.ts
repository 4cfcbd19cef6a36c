/**
 * Waits for something that real sockets bring about.
 * @module
 */

/**
 * Resolves as soon as it is so.
 *
 * @param patience - ms; then it rejects, with what `tell` says
 */
export async function until(isSo: () => boolean, patience = 8_000, tell: () => string = () => ''): Promise<void> {
  const end = Date.now() + patience;
  while (!isSo()) {
    if (Date.now() > end) throw new Error(`waited ${patience} ms in vain for ${isSo.toString()} ${tell()}`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
