import fc from 'fast-check';
import type { Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { liveSession } from '../../src/session/live-session.js';
import { listening } from '../support/listening.js';
import { toyProtocol, toyTopic } from '../support/toy-protocol.js';
import { toyServer } from '../support/toy-server.js';
import { virtually } from '../support/virtual-time.js';

type Move =
  | { readonly do: 'listen'; readonly topic: number }
  | { readonly do: 'leave'; readonly listener: number }
  | { readonly do: 'resync'; readonly topic: number }
  | { readonly do: 'hang-up'; readonly connection: number }
  | { readonly do: 'refuse' | 'accept' };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('listen' as const), topic: fc.nat(9) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('leave' as const), listener: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('resync' as const), topic: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hang-up' as const), connection: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'refuse' as const }, { do: 'accept' as const }) },
);
/** Many moves fall into the same turn, where netting matters. */
const pause = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(60) }, fc.nat(3_000));

describe('whatever comes and goes', () => {
  it('the venue ends with exactly the topics listened to, and is never told twice', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(pause, move), { maxLength: 40 }), moves => {
        virtually(at => {
          const server = toyServer();
          const session = liveSession({
            venue: 'toy',
            endpoint: 'public',
            url: 'ws://toy',
            protocol: toyProtocol(),
            transport: server.transport,
            reports: { status: () => {}, problem: () => {} },
            random: () => 0.5,
          });
          const listeners: { readonly name: string; readonly subscription: Subscription }[] = [];
          const topicOf = (n: number) => toyTopic(`t${n}`, n % 2 === 0);
          const play = (step: Move): void => {
            switch (step.do) {
              case 'listen': {
                const topic = topicOf(step.topic);
                listeners.push({ name: topic.key, subscription: listening(session, topic).subscribe() });
                break;
              }
              case 'leave':
                listeners.splice(step.listener % (listeners.length || 1), 1)[0]?.subscription.unsubscribe();
                break;
              case 'resync':
                session.resync(topicOf(step.topic));
                break;
              case 'hang-up':
                server.clients[step.connection]?.hangUp();
                break;
              default:
                server.refusing = step.do === 'refuse';
            }
          };
          let time = 0;
          for (const [wait, step] of moves) {
            time += wait;
            at(time, () => {
              play(step);
            });
          }
          at(time, () => (server.refusing = false));
          at(time + 120_000, () => {
            const listened = new Set(listeners.map(({ name }) => name));
            const told = server.clients.flatMap(client => [...client.topics]);
            expect([...told].sort()).toEqual([...listened].sort());
            expect(server.complaints).toEqual([]);
            for (const client of server.everyone) {
              expect(
                mostWithin(
                  client.heard.map(({ at: when }) => when),
                  1_000,
                ),
              ).toBeLessThanOrEqual(8);
              expect(client.topics.size).toBeLessThanOrEqual(4);
            }
            for (const { subscription } of listeners) subscription.unsubscribe();
            expect(server.clients).toEqual([]);
          });
        });
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The most times that fall into one stretch of `per` ms. */
function mostWithin(times: readonly number[], per: number): number {
  return Math.max(0, ...times.map(start => times.filter(time => time >= start && time < start + per).length));
}
