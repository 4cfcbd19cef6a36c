import { describe, expect, it } from 'vitest';
import { play } from '../support/session-stage.js';
import { toyTopic } from '../support/toy-protocol.js';
import { byId, errorsOf, idOf, refusal, rejected } from '../support/toy-requests.js';

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `t${index + 1}`);
const wide = { topicsPerMessage: 100, topicsPerConnection: 100, bytesPerMessage: 10_000 };

describe('a refusal of many topics', () => {
  it('is one problem that names them, and an error to the subscribers of each', () => {
    play(
      5_000,
      ({ at, server, told, problems, listen }) => {
        server.answer = client => {
          client.say({ type: 'refused', topics: names(3), refusal: refusal('never') });
        };
        for (const name of names(3)) listen(toyTopic(name));
        at(4_000, () => {
          expect(problems.map(({ mending, topic, error }) => [mending, topic, error.message])).toEqual([
            ['refused', undefined, 'toy t1, t2, t3: refused with 7 (no such thing)'],
          ]);
          expect(errorsOf(told)).toEqual(
            names(3).map(name => `${name} error toy ${name}: refused with 7 (no such thing)`),
          );
        });
      },
      wide,
    );
  });

  it('in a request of its own is one problem too, and names no more than can be read', () => {
    play(
      5_000,
      ({ at, server, problems, listen }) => {
        server.answer = client => {
          if (server.everyone[0]?.heard.length === 1) client.say(rejected({ id: idOf(client) }, 'pause'));
        };
        for (const name of names(40)) listen(toyTopic(name));
        at(4_500, () => {
          expect(problems.map(({ mending, topic, error }) => [mending, topic, error.message])).toEqual([
            ['pause', undefined, `toy ${names(10).join(', ')} and 30 more: refused with 7 (no such thing)`],
          ]);
          // All of them are asked for anew.
          expect(server.everyone[0]?.heard.map(({ text }) => (text.match(/t\d+/g) ?? []).length)).toEqual([40, 40]);
        });
      },
      wide,
      byId,
    );
  });

  it('tells each of those that named the guilty by their names', () => {
    play(
      5_000,
      ({ at, server, told, problems, listen }) => {
        server.answer = client => {
          if (server.everyone[0]?.heard.length === 1) client.say(rejected({ id: idOf(client) }, 'never', ['t1', 't3']));
        };
        for (const name of names(3)) listen(toyTopic(name));
        at(4_000, () => {
          expect(problems.map(({ error }) => error.message)).toEqual(['toy t1, t3: refused with 7 (no such thing)']);
          expect(errorsOf(told)).toHaveLength(2);
        });
      },
      wide,
      byId,
    );
  });

  it('lets a subscriber of one take back another as it is told', () => {
    play(
      5_000,
      ({ at, server, told, session, problems }) => {
        server.answer = client => {
          client.say({ type: 'refused', topics: names(2), refusal: refusal('never') });
        };
        const [one, two] = names(2).map(name => toyTopic(name));
        if (one === undefined || two === undefined) throw new Error('there are two');
        const second = { next: () => undefined, error: () => told.push('second') };
        const first = {
          next: () => undefined,
          error: () => {
            told.push('first');
            session.leave(one, first);
            session.leave(two, second);
          },
        };
        session.listen(one, first);
        session.listen(two, second);
        at(4_000, () => {
          expect(told).toEqual(['first']);
          expect(problems).toHaveLength(1);
        });
      },
      wide,
    );
  });
});
