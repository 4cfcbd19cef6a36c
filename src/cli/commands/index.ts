/**
 * All commands, in the order of the help.
 * @module
 */
import type { Command } from '../command.js';
import { accountCommand } from './account.js';
import { demoCommand } from './demo.js';
import { doctorCommand } from './doctor.js';
import { healthCommand } from './health.js';
import { recordCommand } from './record.js';
import { replayCommand } from './replay.js';
import { simulateCommand } from './simulate.js';
import { venuesCommand } from './venues.js';
import { watchCommand } from './watch.js';

/** The commands of `rxtape`. */
export const commands: readonly Command[] = [
  demoCommand,
  watchCommand('ticker'),
  watchCommand('trades'),
  watchCommand('book'),
  watchCommand('candles'),
  watchCommand('quotes'),
  watchCommand('markPrice'),
  watchCommand('openInterest'),
  watchCommand('fundingRate'),
  watchCommand('liquidations'),
  accountCommand('balances'),
  accountCommand('orders'),
  accountCommand('fills'),
  accountCommand('positions'),
  doctorCommand,
  healthCommand,
  recordCommand,
  replayCommand,
  simulateCommand,
  venuesCommand,
];
