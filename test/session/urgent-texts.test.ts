import { describe, expect, it } from 'vitest';
import { createUrgentTexts } from '../../src/session/urgent-texts.js';
import type { UrgentTexts } from '../../src/session/urgent-texts.js';
import { play } from '../support/session-stage.js';
import { toyTopic } from '../support/toy-protocol.js';

function stage(): {
  texts: UrgentTexts;
  sent: string[];
  allow: (messages: number) => void;
  pause: (ms: number) => void;
} {
  const sent: string[] = [];
  let left = 0;
  let paused = 0;
  const texts = createUrgentTexts({
    send: text => sent.push(text),
    wait: () => (left > 0 ? 0 : 70),
    take: () => {
      left -= 1;
    },
    paused: () => paused,
  });
  return {
    texts,
    sent,
    allow: messages => {
      left = messages;
    },
    pause: ms => {
      paused = ms;
    },
  };
}

describe('texts that wait for nothing but the limits', () => {
  it('go out in their order, what is urgent before what follows an acceptance', () => {
    const { texts, sent, allow } = stage();
    for (const text of ['f1', 'f2']) texts.followUp(text);
    expect(texts.speak()).toBe(70);
    for (const text of ['u1', 'u2']) texts.urgent(text);
    allow(3);
    expect(texts.speak()).toBe(70);
    expect(sent).toEqual(['u1', 'u2', 'f1']);
    allow(1);
    expect(texts.speak()).toBe(0);
    expect(sent).toEqual(['u1', 'u2', 'f1', 'f2']);
  });

  it('go out while the connection pauses only where they are urgent', () => {
    const { texts, sent, allow, pause } = stage();
    allow(9);
    pause(3_000);
    texts.followUp('f');
    texts.urgent('u');
    expect(texts.speak()).toBe(3_000);
    pause(0);
    expect(texts.speak()).toBe(0);
    expect(sent).toEqual(['u', 'f']);
  });

  it('answer the venue’s ping though many follow-ups wait', () => {
    const follow = Array.from({ length: 4 }, (_, n) => ({ ...toyTopic(`t${n}`), followUp: `{"first":${n}}` }));
    play(
      10_000,
      ({ at, server, listen }) => {
        follow.forEach(listen);
        at(2_100, () => server.clients[0]?.say({ type: 'ping', reply: '{"pong":1}' }));
        at(9_000, () => {
          const texts = server.everyone[0]?.heard.map(({ text }) => text) ?? [];
          expect(texts.slice(-4)).toEqual(['{"first":1}', '{"pong":1}', '{"first":2}', '{"first":3}']);
        });
      },
      { messages: [{ messages: 1, per: 1_000 }], topicsPerMessage: 4 },
    );
  });
});
