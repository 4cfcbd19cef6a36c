import fc from 'fast-check';
import { interval } from 'rxjs';
import type { Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { liveSession } from '../../src/session/live-session.js';
import { listening } from '../support/listening.js';
import { toyProtocol, toyTopic } from '../support/toy-protocol.js';
import { toyServer } from '../support/toy-server.js';
import { virtually } from '../support/virtual-time.js';

type Move =
  | { readonly do: 'listen' | 'resync'; readonly topic: number }
  | { readonly do: 'leave'; readonly listener: number }
  | { readonly do: 'hang-up'; readonly connection: number }
  | { readonly do: 'refuse' | 'accept' };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('listen' as const), topic: fc.nat(9) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('leave' as const), listener: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('resync' as const), topic: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hang-up' as const), connection: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'refuse' as const }, { do: 'accept' as const }) },
);
/** Rotations come every two seconds: many moves fall into one. */
const pause = fc.oneof({ weight: 2, arbitrary: fc.nat(60) }, { weight: 3, arbitrary: fc.nat(900) }, fc.nat(3_000));

describe('whatever comes and goes while connections are rotated', () => {
  it('every listener is served, nothing is asked twice of a connection, and nothing is left in the end', () => {
    let rotations = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(pause, move), { maxLength: 40 }), fc.nat(700), (moves, chatter) => {
        const left = virtually(at => {
          const server = toyServer();
          const session = liveSession({
            venue: 'toy',
            endpoint: 'public',
            url: 'ws://toy',
            protocol: toyProtocol(),
            transport: server.transport,
            reports: { status: ({ phase }) => (rotations += phase === 'rotating' ? 1 : 0), problem: () => {} },
            random: () => 0.5,
            lifetime: 2_000,
          });
          const talking = interval(50 + chatter).subscribe(count => {
            for (const client of [...server.clients]) {
              for (const topic of client.topics) client.say({ type: 'data', topic, body: count });
            }
          });
          const listeners: { readonly name: string; readonly subscription: Subscription; heard: number }[] = [];
          const topicOf = (n: number) => toyTopic(`t${n}`, n % 2 === 0);
          const play = (step: Move): void => {
            if (step.do === 'listen') {
              const topic = topicOf(step.topic);
              const subscription = listening(session, topic).subscribe(signal => {
                if (signal.type === 'message') listener.heard += 1;
              });
              const listener = { name: topic.key, subscription, heard: 0 };
              listeners.push(listener);
            } else if (step.do === 'leave') {
              listeners.splice(step.listener % (listeners.length || 1), 1)[0]?.subscription.unsubscribe();
            } else if (step.do === 'resync') session.resync(topicOf(step.topic));
            else if (step.do === 'hang-up') server.clients[step.connection]?.hangUp();
            else server.refusing = step.do === 'refuse';
          };
          let time = 0;
          for (const [wait, step] of moves) {
            time += wait;
            at(time, () => {
              play(step);
            });
          }
          at(time, () => (server.refusing = false));
          at(time + 60_000, () => {
            for (const listener of listeners) listener.heard = 0;
          });
          at(time + 63_000, () => {
            for (const { heard } of listeners) expect(heard).toBeGreaterThan(2);
            const listened = new Set(listeners.map(({ name }) => name));
            const standing = new Set(server.clients.flatMap(client => [...client.topics]));
            expect([...standing].sort()).toEqual([...listened].sort());
            expect(server.complaints).toEqual([]);
            for (const client of server.everyone) expect(client.topics.size).toBeLessThanOrEqual(4);
            for (const { subscription } of listeners) subscription.unsubscribe();
            expect(server.clients).toEqual([]);
            talking.unsubscribe();
          });
        }, 5_000);
        expect(left).toBe(0);
      }),
      { numRuns: 200 },
    );
    expect(rotations).toBeGreaterThan(1_000);
  }, 60_000);
});
