/**
 * Starts a simulated exchange on this machine.
 * @module
 */
import type { Counterpart } from '../contract/counterpart.js';
import { counterparts } from '../venues/counterparts.js';
import { createExchange } from './exchange.js';
import type { Exchange, ExchangeOptions } from './exchange.js';
import { serve } from './server.js';
import type { ServerOptions } from './server.js';

/** The venues that can be simulated. */
export type SimulatedVenue = keyof typeof counterparts;

/** What can be switched at this venue only. */
export type SwitchesOf<V extends SimulatedVenue> = NonNullable<Parameters<(typeof counterparts)[V]>[0]>;

/** All that can be said to {@link simulate}. */
export type SimulateOptions<V extends SimulatedVenue = SimulatedVenue> = ExchangeOptions &
  ServerOptions &
  SwitchesOf<V>;

/** A running simulation. */
export interface Simulation extends Omit<Exchange, 'connect' | 'close' | 'rest' | 'restAnswer'> {
  /** Where clients connect: the origin only, e.g. "ws://127.0.0.1:40123"; the paths are the venue's own. */
  readonly url: string;
  /** Where the venue's REST interface is, as far as it is simulated: the origin only. */
  readonly restUrl: string;
  readonly port: number;
  /** Ends everything; after it nothing of the simulation keeps the process alive. Calling it again changes nothing. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a simulated exchange, which speaks the venue's own protocol on a loopback WebSocket.
 *
 * @example
 * ```ts
 * const exchange = await simulate('bitget', { seed: 7, faults: ['drop-frame'] });
 * // connect your client to exchange.url, then compare what it has with exchange.book('BTCUSDT')
 * await exchange.close();
 * ```
 * @returns rejects with `RangeError` where the venue is unknown or an option makes no sense, and where the port is taken
 */
export async function simulate<V extends SimulatedVenue>(
  venue: V,
  options: SimulateOptions<V> = {},
): Promise<Simulation> {
  if (!Object.hasOwn(counterparts, venue)) {
    throw new RangeError(`venue "${venue}" cannot be simulated; possible are ${Object.keys(counterparts).join(', ')}`);
  }
  // The switches are the venue's own, which the table's union of functions cannot say.
  const counterpartOf = counterparts[venue] as (switches: object) => Counterpart;
  const exchange = createExchange(counterpartOf(options), options);
  const server = await serve(exchange, options);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    exchange.close();
    closing ??= server.close();
    return closing;
  };
  const { connect: _connect, rest: _rest, restAnswer: _answer, ...rest } = exchange;
  return {
    ...rest,
    get clients() {
      return exchange.clients;
    },
    url: `ws://${server.host}:${server.port}`,
    restUrl: `http://${server.host}:${server.port}`,
    port: server.port,
    close,
    [Symbol.asyncDispose]: close,
  };
}
