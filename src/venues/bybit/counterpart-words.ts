/**
 * The words in which Bybit refuses; these sockets have no codes.
 *
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */

/** What the venue says where it says no more. */
export const PARAMS_ERROR = 'Params Error';

/** The refusal of a topic that the socket does not have. */
export function noHandler(topic: string): string {
  return `error:handler not found,topic:${topic}`;
}

/** The refusal of a topic that stands. */
export function alreadyThere(topic: string): string {
  return `error:already subscribed,topic:${topic}`;
}
