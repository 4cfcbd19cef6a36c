/**
 * Messages in the venue's own words: each is passed on.
 * @module
 */
import { passOn } from './pass-on.js';
import type { Reducer } from './reducer.js';

/** Emits each message as it comes. */
export const channelReducer: Reducer<'channel'> = passOn;
