/**
 * Where the venue described the stream; its own site has taken the pages down.
 * @module
 */

/** The chapter on the WebSocket of spot V1 and V2, with private topics. */
export const docs =
  'https://github.com/bybit-exchange/docs-legacy/blob/292e50b4/source/includes/spot/v1/_websockets.md';
