import { expect, test } from 'vitest';
import * as operators from '../../src/operators/index.js';

test('the face is this and no more', () => {
  expect(Object.keys(operators).sort()).toEqual([
    'OverflowError',
    'backfill',
    'closedOnly',
    'conflate',
    'consumeAll',
    'consumeLatest',
    'createBudget',
    'defaultBackoff',
    'delayOf',
    'distinctRecent',
    'heartbeat',
    'rateLimit',
    'reconnect',
    'redundant',
    'requireSynced',
    'resubscribe',
    'rolling',
    'toBars',
    'watchdog',
  ]);
});
