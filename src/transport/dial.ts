/**
 * Calls a WebSocket constructor, and says in our words that an address is none.
 * @module
 */
import { ConnectionError } from '../model/errors.js';
import { hostOf } from './host.js';

/**
 * Makes a socket.
 *
 * @throws ConnectionError, not retryable, where the constructor does not take the address
 */
export function dial<S>(url: string, make: () => S): S {
  try {
    return make();
  } catch {
    // The constructor's own message repeats the whole address, and with it whatever secret it holds.
    throw new ConnectionError(`connection to ${hostOf(url)} cannot be made: an address begins with ws:// or wss://`, {
      retryable: false,
    });
  }
}
