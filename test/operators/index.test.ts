import { expect, test } from 'vitest';
import * as operators from '../../src/operators/index.js';

test('the face is this and no more', () => {
  expect(Object.keys(operators).sort()).toEqual([
    'conflate',
    'createBudget',
    'defaultBackoff',
    'delayOf',
    'distinctRecent',
    'heartbeat',
    'rateLimit',
    'reconnect',
    'resubscribe',
    'rolling',
    'toBars',
    'watchdog',
  ]);
});
