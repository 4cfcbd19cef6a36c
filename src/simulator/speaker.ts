/**
 * The words of one feed of a simulated market.
 * @module
 */
import type { Utterance } from '../contract/counterpart.js';
import type { Market, MarketStep } from './market.js';

/** The words of one feed, before its pace. */
export interface Speaker {
  first(now: number): Utterance | undefined;
  /** `step` is of the first market. */
  next(step: MarketStep, now: number, steps: ReadonlyMap<Market, MarketStep>): Utterance | undefined;
  /** What all were told last, where it may be told again. */
  again?(): Utterance | undefined;
  /** Present where it keeps the wish's pace by itself. */
  readonly paced?: true;
}
