/**
 * A session against the toy server in virtual time.
 * @module
 */
import { Subscription } from 'rxjs';
import { expect } from 'vitest';
import type { Limits, Protocol } from '../../src/contract/protocol.js';
import type { Topic } from '../../src/contract/topic.js';
import { liveSession } from '../../src/session/live-session.js';
import type { Problem, Session, Status } from '../../src/session/session.js';
import { listening } from './listening.js';
import { toyProtocol } from './toy-protocol.js';
import { toyServer } from './toy-server.js';
import type { ToyServer } from './toy-server.js';
import { virtually } from './virtual-time.js';
import type { At } from './virtual-time.js';

/** What a script plays with. */
export interface Stage {
  readonly at: At;
  readonly server: ToyServer;
  readonly session: Session;
  readonly statuses: Status[];
  readonly problems: Problem[];
  /** Everything a listener was told, in one line each. */
  readonly told: string[];
  listen(topic: Topic): Subscription;
  /** What clients said, in one line each, since the last look. */
  said(): string[];
}

/** Plays on a stage in virtual time; whatever is left is unsubscribed `end` ms from the beginning, then nothing may run. */
export function play(
  end: number,
  script: (stage: Stage) => void,
  limits: Partial<Limits> = {},
  protocol: Partial<Omit<Protocol, 'limits'>> = {},
  lifetime?: number,
): void {
  const left = virtually(at => {
    const server = toyServer();
    const statuses: Status[] = [];
    const problems: Problem[] = [];
    const told: string[] = [];
    const all = new Subscription();
    const session = liveSession({
      venue: 'toy',
      endpoint: 'public',
      url: 'ws://toy',
      protocol: toyProtocol(limits, protocol),
      transport: server.transport,
      reports: { status: status => statuses.push(status), problem: problem => problems.push(problem) },
      backoff: { base: 1_000, cap: 8_000, stableAfter: 5_000 },
      random: () => 0.5,
      lifetime,
    });
    const looked = new Map<object, number>();
    script({
      at,
      server,
      session,
      statuses,
      problems,
      told,
      listen: topic => {
        const subscription = listening(session, topic).subscribe({
          next: signal => {
            if (signal.type === 'asked' || signal.type === 'succession') return;
            told.push(
              signal.type === 'message' ? `${topic.key} ${String(signal.body)}` : `${topic.key} (${signal.type})`,
            );
          },
          error: (cause: unknown) => told.push(`${topic.key} error ${(cause as Error).message}`),
        });
        all.add(subscription);
        return subscription;
      },
      said: () =>
        server.everyone.flatMap(client => {
          const since = looked.get(client) ?? 0;
          looked.set(client, client.heard.length);
          return client.heard.slice(since).map(({ text }) => text);
        }),
    });
    at(end, () => {
      all.unsubscribe();
    });
    at(end + 5_000, () => {
      expect(server.clients).toEqual([]);
    });
  });
  expect(left).toBe(0);
}

/** What the toy client says. */
export const request = (verb: 'subscribe' | 'unsubscribe', ...names: string[]): string =>
  JSON.stringify({ verb, names });
