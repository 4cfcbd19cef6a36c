import { describe, expect, it } from 'vitest';
import { play } from '../support/session-stage.js';
import { toyTopic } from '../support/toy-protocol.js';

describe('what a venue says that nobody knows', () => {
  const notice = (text: string) => ({ type: 'notice', text }) as const;
  const words = (text: string): string => `toy connection: the venue says what is not known here (${text})`;

  it('is told once on each connection, whatever its digits, and ends nothing', () => {
    play(10_000, ({ at, server, told, problems, listen }) => {
      listen(toyTopic('a'));
      at(1_000, () => {
        for (let n = 0; n < 100; n++) server.clients[0]?.say(notice(`maintenance at ${n}`));
        server.clients[0]?.say(notice('something else'), { type: 'data', topic: 'a', body: 1 });
        expect(problems.map(({ error, mending, topic }) => [error.code, error.message, mending, topic])).toEqual([
          ['DECODE', words('maintenance at 0'), 'told', undefined],
          ['DECODE', words('something else'), 'told', undefined],
        ]);
        expect(told).toContain('a 1');
        expect(told.join()).not.toContain('doubt');
        server.clients[0]?.hangUp();
      });
      at(5_000, () => {
        problems.length = 0;
        server.clients[0]?.say(notice('maintenance at 7'));
        expect(problems.map(({ error }) => error.message)).toEqual([words('maintenance at 7')]);
      });
    });
  });

  it('is told by its head, without keys, and not without end', () => {
    play(10_000, ({ at, server, problems, listen }) => {
      listen(toyTopic('a'));
      at(1_000, () => {
        server.clients[0]?.say(notice(`long ${'x'.repeat(200)}`), notice(`long ${'x'.repeat(300)}`));
        server.clients[0]?.say(notice('echo {"op":"auth","args":["key","1","sign"]}'));
        expect(problems.map(({ error }) => error.message)).toEqual([words(`long ${'x'.repeat(75)}`), words('echo {…')]);
        for (let n = 0; n < 100; n++) server.clients[0]?.say(notice('!'.repeat(n)));
        expect(problems).toHaveLength(20);
      });
    });
  });
});
