/**
 * The public face of `rxtape/simulator`: an exchange of your own, for tests.
 *
 * ```ts
 * import { simulate } from 'rxtape/simulator';
 *
 * const exchange = await simulate('bitget', { seed: 7, faults: ['drop-frame'] });
 * // … run your client against exchange.url …
 * exchange.inject('close-1001');
 * exchange.book('BTCUSDT'); // what is really so
 * await exchange.close();
 * ```
 * @module
 */
export { simulate } from './simulate.js';
export type { SimulatedVenue, SimulateOptions, Simulation, SwitchesOf } from './simulate.js';
export { createExchange } from './exchange.js';
export type { Connection, Exchange, ExchangeOptions, HeardText, Refused } from './exchange.js';
export { demoCredentials } from './login.js';
export type { AccountKeys } from './login.js';
export type { AccountTruth } from './accounts.js';
export { counterparts } from '../venues/counterparts.js';
export { FAULTS } from './faults.js';
export { parseFaultScript } from './fault-script.js';
export type { Fault, FaultName, FaultRule, FaultScope, InjectOptions } from './faults.js';
export type { Violation } from './gatekeeper.js';
export type { Client } from './line.js';
export type { SymbolSpec } from './listings.js';
export type { Truth, Where, WhereDeep } from './truth.js';
