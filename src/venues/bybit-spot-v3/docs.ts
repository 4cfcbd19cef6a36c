/**
 * Where the stream is described: its own pages are gone, their source is not.
 * @module
 */

/** The last edition but one, whole on one page. */
export const docs =
  'https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v3/_websockets.md';
