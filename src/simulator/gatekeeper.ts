/**
 * Counts what a client does against the venue's rules.
 * @module
 */
import type { Breach, Consequence, Rule, Rules } from '../contract/counterpart.js';

/** A rule that was broken. */
export interface Violation {
  readonly breach: Breach;
  /** When, ms since the epoch. */
  readonly at: number;
  /** The client's number, in order of arrival from 1. */
  readonly client: number;
  /** What happened, in a sentence. */
  readonly what: string;
}

/** What is to be done about an excess. */
export interface Excess {
  readonly breach: Breach;
  readonly what: string;
  /** Whether the client is told, and whether the line is cut. */
  readonly told: boolean;
  readonly cut: boolean;
}

/** The counters of one connection; each gives the excess, undefined while all is well. */
export interface Gatekeeper {
  message(now: number): Excess | undefined;
  request(now: number): Excess | undefined;
  /** @param standing - how many subscriptions there are already */
  topic(standing: number): Excess | undefined;
  bytes(count: number): Excess | undefined;
}

/** Makes the counters of one connection. */
export function createGatekeeper(rules: Rules): Gatekeeper {
  const messages = createWindow(rules.messages);
  const requests = createWindow(rules.requests);
  let warned = false;

  const excess = (breach: Breach, rule: Rule | undefined, what: string): Excess => {
    const consequence: Consequence = rule?.consequence ?? 'cut';
    const cut = consequence === 'cut' || (consequence === 'warn-then-cut' && warned);
    const told = consequence !== 'cut';
    warned ||= told;
    return { breach, what, told, cut };
  };

  return {
    message(now) {
      if (messages(now)) return undefined;
      return excess('messages', rules.messages, `more messages than ${sizeOf(rules.messages)}`);
    },
    request(now) {
      if (requests(now)) return undefined;
      return excess('requests', rules.requests, `more requests than ${sizeOf(rules.requests)}`);
    },
    topic(standing) {
      const rule = rules.topics;
      if (rule === undefined || standing < rule.count) return undefined;
      return excess('topics', rule, `more than ${rule.count} subscriptions at the same time`);
    },
    bytes(count) {
      const rule = rules.bytes;
      if (rule === undefined || count <= rule.count) return undefined;
      return excess('bytes', rule, `${count} bytes of arguments where ${rule.count} are allowed`);
    },
  };
}

/** Makes a sliding window: counts one and tells whether it still fits. */
export function createWindow(rule: Omit<Rule, 'consequence'> | undefined): (now: number) => boolean {
  const times: number[] = [];
  return now => {
    if (rule === undefined) return true;
    while (times.length > 0 && (times[0] ?? 0) <= now - rule.per) times.shift();
    // What did not fit does not count: who slows down is let in again.
    if (times.length >= rule.count) return false;
    times.push(now);
    return true;
  };
}

function sizeOf(rule: Rule | undefined): string {
  return `${rule?.count ?? 0} per ${rule?.per ?? 0} ms`;
}
