/**
 * What a doctor says of one thing.
 * @module
 */

/** What can be looked at, in the order of the report. */
export type CheckName =
  | 'connection'
  | 'subscription'
  | 'data'
  | 'messages'
  | 'sequence'
  | 'checksum'
  | 'heartbeat'
  | 'clock'
  | 'latency'
  | 'account';

/** The result of one check. */
export interface Check {
  readonly type: 'check';
  readonly name: CheckName;
  /** `not-applicable` where there is nothing to look at, or nothing could be seen. */
  readonly result: 'ok' | 'failed' | 'not-applicable';
  /** Plain words. */
  readonly sentence: string;
  /** What was measured; durations in ms. */
  readonly figures: Readonly<Record<string, number>>;
}

/** Makes a check that went well. */
export function ok(name: CheckName, sentence: string, figures: Check['figures'] = {}): Check {
  return { type: 'check', name, result: 'ok', sentence, figures };
}

/** Makes a check that did not. */
export function failed(name: CheckName, sentence: string, figures: Check['figures'] = {}): Check {
  return { type: 'check', name, result: 'failed', sentence, figures };
}

/** Makes a check of what is not there. */
export function notApplicable(name: CheckName, sentence: string): Check {
  return { type: 'check', name, result: 'not-applicable', sentence, figures: {} };
}
