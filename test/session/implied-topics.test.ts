import { describe, expect, it } from 'vitest';
import { play } from '../support/session-stage.js';
import { toyTopic } from '../support/toy-protocol.js';
import { data, namesOf } from '../support/toy-requests.js';

describe('a topic that the login alone brings', () => {
  it('is not begun anew where its pushes stand alone: nobody is told that nothing holds', () => {
    play(5_000, ({ at, server, session, told, listen, said }) => {
      const topic = { ...toyTopic('implied'), implied: true as const };
      listen(topic);
      listen(toyTopic('a'));
      at(1_000, () => {
        told.length = 0;
        session.resync(topic);
        session.refresh(topic);
        listen(topic);
        server.clients[0]?.say(data('implied'));
        // The reset is the newcomer's own.
        expect(told).toEqual(['implied (reset)', 'implied 1', 'implied 1']);
      });
      at(4_000, () => {
        expect(namesOf(said())).toEqual(['subscribe a']);
        expect(server.everyone).toHaveLength(1);
      });
    });
  });

  it.each(['resync', 'refresh'] as const)(
    'is begun anew by another login where its pushes build on the first: %s',
    how => {
      play(20_000, ({ at, server, session, told, problems, statuses, listen }) => {
        const topic = { ...toyTopic('implied', true, true), implied: true as const };
        listen(topic);
        at(1_000, () => {
          server.clients[0]?.say(data('implied'));
          session[how](topic);
        });
        at(10_000, () => {
          expect(server.everyone).toHaveLength(2);
          expect(problems.map(({ error, mending }) => [error.message, mending])).toEqual([
            ['toy implied: what the login alone brings begins anew with the connection', 'reconnect'],
          ]);
          server.clients[0]?.say(data('implied'));
          expect(told.slice(told.lastIndexOf('implied (reset)'))).toEqual(['implied (reset)', 'implied 1']);
          expect(statuses.at(-1)?.phase).toBe('ready');
        });
      });
    },
  );

  it('is begun anew for late listeners no more often than its budget allows', () => {
    play(60_000, ({ at, server, listen }) => {
      const topic = { ...toyTopic('implied', true, true), implied: true as const };
      listen(topic);
      for (let second = 1; second < 10; second++) {
        at(second * 1_000, () => {
          server.clients[0]?.say(data('implied'));
          listen(topic);
        });
      }
      at(59_000, () => {
        // Once at once, once after five seconds, and for the last one.
        expect(server.everyone.length).toBe(4);
      });
    });
  });
});
