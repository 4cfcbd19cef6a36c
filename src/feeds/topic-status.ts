/**
 * Where one topic stands, and how well it flows.
 * @module
 */
import type { Kind } from '../model/kinds.js';

/**
 * `connecting` the connection is not up; `syncing` asked for, nothing told yet; `live` it flows; `stale` nothing has come for
 * longer than its own cadence suggests; `healing` it is asked for anew; `failed` it ended with an error; `idle` nobody
 * listens any more.
 */
export type TopicPhase = 'connecting' | 'syncing' | 'live' | 'stale' | 'healing' | 'failed' | 'idle';

/** What a topic is called. */
export interface TopicName {
  readonly venue: string;
  readonly market: string;
  /** '' for all symbols of an account. */
  readonly symbol: string;
  readonly kind: Kind;
  /** The topic's key, e.g. "SPOT:books:BTCUSDT". */
  readonly topic: string;
}

/** A change of one topic. */
export interface TopicStatus extends TopicName {
  readonly type: 'topic-status';
  readonly phase: TopicPhase;
  /** Our clock, ms since the epoch. */
  readonly at: number;
}

/** How one topic does, looked at once a second. */
export interface TopicHealth extends TopicName {
  readonly type: 'topic-health';
  readonly phase: TopicPhase;
  /** Messages since it was subscribed to. */
  readonly messages: number;
  /** ms since the last message; undefined before the first. */
  readonly quiet: number | undefined;
  /** Usual ms between two messages; undefined before the second. */
  readonly cadence: number | undefined;
  /** Longest `quiet` that is taken for good, ms; undefined where none is too long. */
  readonly patience: number | undefined;
  /**
   * From the venue's time of the last value to its arrival, ms, less the least lag of the venue's topics in the last minutes,
   * which holds the difference of the clocks; undefined where the venue tells no time.
   */
  readonly lag: number | undefined;
  /** By how many ms the lag grows in a second, over the last ten; undefined before there are ten. */
  readonly lagSlope: number | undefined;
  /** Our clock, ms since the epoch. */
  readonly at: number;
}
