import { describe, expect, it } from 'vitest';
import type { Inbound, Refusal } from '../../src/contract/inbound.js';
import type { Protocol, RequestContext } from '../../src/contract/protocol.js';
import type { Topic } from '../../src/contract/topic.js';
import { play } from '../support/session-stage.js';
import { toyTopic } from '../support/toy-protocol.js';
import type { ToyClient } from '../support/toy-server.js';

const never: Refusal = { code: '7', reason: 'no such thing', remedy: 'never' };
const text =
  (verb: string) =>
  (topics: readonly Topic[], { id }: RequestContext): string =>
    JSON.stringify({ verb, names: topics.map(topic => topic.key), id });
/** The toy's protocol, whose requests carry their id. */
const byId: Partial<Protocol> = { subscribe: text('subscribe'), unsubscribe: text('unsubscribe') };
const silent: Partial<Protocol> = { ...byId, acknowledges: false, patience: 2_000 };

interface Said {
  readonly verb: string;
  readonly names: readonly string[];
  readonly id: string;
}

const read = (texts: readonly string[]): readonly Said[] =>
  texts.filter(one => one !== 'ping').map(one => JSON.parse(one) as Said);
const namesOf = (texts: readonly string[]): readonly string[] =>
  read(texts).map(({ verb, names }) => `${verb} ${names.join()}`);
const lastOf = (client: ToyClient): Said => read(client.heard.map(one => one.text)).at(-1) as Said;
const rejected = (request: object, guilty: readonly string[] = [], standing: readonly string[] = []): Inbound => ({
  type: 'rejected',
  request,
  refusal: never,
  guilty,
  standing,
});
const data = (topic: string): Inbound => ({ type: 'data', topic, body: 1 });
const topics = (...names: string[]): Topic[] => names.map(name => toyTopic(name));
const errors = (told: readonly string[]): readonly string[] => told.filter(line => line.includes('error'));

describe('answers that mean a whole request', () => {
  it('are told from each other by their id, in whatever order they come', () => {
    let seen = false;
    play(
      15_000,
      ({ at, server, problems, listen }) => {
        server.answer = () => {};
        for (const topic of topics('a', 'b', 'c', 'd')) listen(topic);
        at(100, () => {
          server.clients[0]?.say({ type: 'granted', request: { id: '2' } });
        });
        at(14_000, () => {
          // The first three went out together, and nobody answered them.
          expect(problems.map(({ topic }) => topic)).toEqual(['a', 'b', 'c']);
          seen = true;
        });
      },
      {},
      byId,
    );
    expect(seen).toBe(true);
  });

  it('mean the oldest of their verb where they carry none', () => {
    play(
      25_000,
      ({ at, server, problems, listen }) => {
        server.answer = () => {};
        for (const topic of topics('a', 'b', 'c', 'd')) listen(topic);
        at(100, () => {
          server.clients[0]?.say({ type: 'granted', request: { verb: 'subscribe' } });
        });
        at(200, () => {
          server.clients[0]?.say({ type: 'granted', request: { id: '', verb: 'subscribe' } });
        });
        at(24_000, () => {
          expect(problems).toEqual([]);
        });
      },
      {},
      byId,
    );
  });

  it('refuse the guilty topic alone, and the others are asked for again', () => {
    play(
      5_000,
      ({ at, server, told, listen, said }) => {
        server.answer = (client, { names }) => {
          const { id } = lastOf(client);
          if (names.includes('b')) client.say(rejected({ id }, ['b']));
          else client.say({ type: 'granted', request: { id } }, ...names.map(data));
        };
        for (const topic of topics('a', 'b', 'c')) listen(topic);
        at(4_000, () => {
          expect(namesOf(said())).toEqual(['subscribe a,b,c', 'subscribe a,c']);
          expect(errors(told)).toEqual(['b error toy b: refused with 7 (no such thing)']);
          expect(told).toEqual(expect.arrayContaining(['a 1', 'c 1']));
        });
      },
      {},
      byId,
    );
  });

  it('leave alone what stands already, and ask for the others again', () => {
    play(
      30_000,
      ({ at, server, told, problems, listen, said }) => {
        server.answer = (client, { names }) => {
          const { id } = lastOf(client);
          if (names.includes('b')) client.say(rejected({ id }, [], ['b']));
          else client.say({ type: 'granted', request: { id } });
        };
        for (const topic of topics('a', 'b', 'c')) listen(topic);
        at(1_000, () => server.clients[0]?.say(data('a'), data('b'), data('c')));
        at(29_000, () => {
          expect(namesOf(said())).toEqual(['subscribe a,b,c', 'subscribe a,c']);
          expect(errors(told)).toEqual([]);
          expect(told).toEqual(expect.arrayContaining(['a 1', 'b 1', 'c 1']));
          expect(problems).toEqual([]);
        });
      },
      {},
      byId,
    );
  });

  it('ask for each alone where nobody is named', () => {
    play(
      5_000,
      ({ at, server, told, listen, said }) => {
        server.answer = (client, { names }) => {
          const { id } = lastOf(client);
          if (names.includes('b')) client.say(rejected({ id }));
          else client.say({ type: 'granted', request: { id } });
        };
        for (const topic of topics('a', 'b', 'c')) listen(topic);
        at(4_000, () => {
          expect(namesOf(said())).toEqual(['subscribe a,b,c', 'subscribe a', 'subscribe b', 'subscribe c']);
          expect(errors(told)).toEqual(['b error toy b: refused with 7 (no such thing)']);
        });
      },
      {},
      byId,
    );
  });

  it('ask for each alone as well where the venue may grant it later, so that one bad one does not void the others', () => {
    const later: Refusal = { code: '', reason: 'unknown words', remedy: 'retry' };
    play(
      120_000,
      ({ at, server, told, listen }) => {
        server.answer = (client, { names }) => {
          const { id } = lastOf(client);
          const isBad = names.includes('b');
          client.say(
            isBad
              ? { type: 'rejected', request: { id }, refusal: later, guilty: [], standing: [] }
              : { type: 'granted', request: { id } },
          );
        };
        for (const topic of topics('a', 'b', 'c')) listen(topic);
        at(1_000, () => server.clients[0]?.say(data('a'), data('c')));
        at(119_000, () => {
          expect(errors(told)).toEqual(['b error toy b: refused (unknown words)']);
          expect(told).toEqual(expect.arrayContaining(['a 1', 'c 1']));
        });
      },
      {},
      byId,
    );
  });

  it('that name a topic which is none of the request’s are taken for nameless', () => {
    play(
      20_000,
      ({ at, server, told, listen, said }) => {
        server.answer = (client, { names }) => {
          const { id } = lastOf(client);
          client.say(names.includes('b') ? rejected({ id }, ['B']) : { type: 'granted', request: { id } });
        };
        for (const topic of topics('a', 'b', 'c')) listen(topic);
        at(19_000, () => {
          expect(namesOf(said())).toEqual(['subscribe a,b,c', 'subscribe a', 'subscribe b', 'subscribe c']);
          expect(errors(told)).toEqual(['b error toy b: refused with 7 (no such thing)']);
        });
      },
      {},
      byId,
    );
  });

  it('let a listener come back at once from a refusal, while another is still being told', () => {
    play(
      3_000,
      ({ at, server, told, listen }) => {
        let isRefusing = true;
        server.answer = (client, { names }) => {
          const { id } = lastOf(client);
          client.say(isRefusing ? rejected({ id }, names) : { type: 'granted', request: { id } });
          if (!isRefusing) client.say(...names.map(data));
          isRefusing = false;
        };
        const [a = toyTopic('a')] = topics('a');
        const push = told.push.bind(told);
        told.push = (...lines: string[]): number => {
          if (lines.some(line => line.includes('error')) && !told.some(line => line.includes('error'))) {
            push(...lines);
            listen(a);
            return 0;
          }
          return push(...lines);
        };
        listen(a);
        listen(a);
        at(2_000, () => {
          expect(errors(told)).toHaveLength(2);
          expect(told).toContain('a 1');
        });
      },
      {},
      byId,
    );
  });

  it('of a request to take back are told, and end nobody', () => {
    play(
      3_000,
      ({ at, server, told, problems, listen }) => {
        server.answer = (client, { verb }) => {
          const { id } = lastOf(client);
          client.say(verb === 'subscribe' ? { type: 'granted', request: { id } } : rejected({ id }));
        };
        const [a, b] = topics('a', 'b').map(listen);
        at(1_000, () => a?.unsubscribe());
        at(2_000, () => {
          expect(errors(told)).toEqual([]);
          expect(problems.map(({ mending }) => mending)).toEqual(['told']);
          b?.unsubscribe();
        });
      },
      {},
      byId,
    );
  });

  it('of nothing that is known are told as complaints', () => {
    play(
      3_000,
      ({ at, server, told, problems, listen }) => {
        topics('a').map(listen);
        at(1_000, () => server.clients[0]?.say(rejected({ id: '99' })));
        at(2_000, () => {
          expect(errors(told)).toEqual([]);
          expect(problems.map(({ error }) => error.message)).toEqual([
            'toy connection: refused with 7 (no such thing)',
          ]);
        });
      },
      {},
      byId,
    );
  });
});

describe('errors that name nothing, where nothing is acknowledged', () => {
  it('mean the one topic that has neither data nor answer', () => {
    play(
      3_000,
      ({ at, server, told, listen, said }) => {
        server.answer = (client, { names }) => {
          for (const name of names) if (name !== 'b') client.say(data(name));
          if (names.includes('b')) client.say(rejected({}));
        };
        for (const topic of topics('a', 'b', 'c', 'd')) listen(topic);
        at(2_000, () => {
          expect(errors(told)).toEqual(['b error toy b: refused with 7 (no such thing)']);
          expect(namesOf(said())).toEqual(['subscribe a,b,c', 'subscribe d']);
        });
      },
      {},
      silent,
    );
  });

  it('are traced by asking for one suspect after the other, each once the last is answered or its time is up', () => {
    play(
      20_000,
      ({ at, server, told, listen, said }) => {
        // "quiet" never has data; "bad" is no topic.
        server.answer = (client, { names }) => {
          if (names.includes('bad'))
            setTimeout(() => {
              client.say(rejected({}));
            }, 50);
          else if (names[0] === 'good' && names.length === 1)
            setTimeout(() => {
              client.say(data('good'));
            }, 50);
        };
        for (const topic of topics('quiet', 'good', 'bad')) listen(topic);
        at(19_000, () => {
          const asked = server.everyone[0]?.heard.filter(one => one.text !== 'ping') ?? [];
          expect(namesOf(said())).toEqual([
            'subscribe quiet,good,bad',
            'subscribe quiet',
            'subscribe good',
            'subscribe bad',
          ]);
          const times = asked.map(one => one.at - (asked[0]?.at ?? 0));
          expect(times[1]).toBeGreaterThanOrEqual(500);
          expect(times[2]).toBeGreaterThanOrEqual((times[1] ?? 0) + 2_000);
          expect((times[3] ?? 0) - (times[2] ?? 0)).toBeLessThan(200);
          expect(errors(told)).toEqual(['bad error toy bad: refused with 7 (no such thing)']);
          expect(told).toContain('good 1');
        });
      },
      {},
      silent,
    );
  });

  it('never mean an innocent one, however many of them are on their way', () => {
    play(
      20_000,
      ({ at, server, told, problems, listen }) => {
        server.answer = (client, { names }) => {
          for (const [index, name] of names.entries()) {
            if (name.startsWith('bad'))
              setTimeout(
                () => {
                  client.say(rejected({}));
                },
                20 + index * 100,
              );
            else
              setTimeout(() => {
                client.say(data(name));
              }, 400);
          }
        };
        for (const topic of topics('a', 'bad1', 'b', 'bad2', 'c', 'bad3')) listen(topic);
        at(19_000, () => {
          expect([...errors(told)].sort()).toEqual(
            ['bad1', 'bad2', 'bad3'].map(name => `${name} error toy ${name}: refused with 7 (no such thing)`),
          );
          expect(problems.filter(({ mending }) => mending === 'refused')).toHaveLength(3);
          expect(problems.every(({ mending }) => mending === 'refused' || mending === 'retry')).toBe(true);
        });
      },
      {},
      silent,
    );
  });

  it('are not laid at the door of the only one asked for, where another was just taken back', () => {
    play(
      10_000,
      ({ at, server, told, listen, said }) => {
        server.answer = (client, { verb, names }) => {
          if (verb === 'unsubscribe')
            setTimeout(() => {
              client.say(rejected({}));
            }, 100);
          else
            for (const name of names)
              setTimeout(() => {
                client.say(data(name));
              }, 400);
        };
        const gone = listen(toyTopic('gone'));
        listen(toyTopic('stays'));
        at(2_000, () => {
          gone.unsubscribe();
          listen(toyTopic('new'));
        });
        at(9_000, () => {
          expect(errors(told)).toEqual([]);
          expect(told).toContain('new 1');
          expect(namesOf(said())).toContain('subscribe new');
        });
      },
      {},
      silent,
    );
  });

  it('mean nobody once the time for an answer is over', () => {
    play(
      9_000,
      ({ at, server, told, problems, listen }) => {
        server.answer = () => {};
        topics('a', 'b').map(listen);
        at(5_000, () => server.clients[0]?.say(rejected({})));
        at(8_000, () => {
          expect(errors(told)).toEqual([]);
          expect(problems.map(({ mending }) => mending)).toEqual(['told']);
        });
      },
      {},
      silent,
    );
  });
});

describe('what a topic says of its requests', () => {
  it('those of different groups go out apart', () => {
    play(1_000, ({ at, listen, said }) => {
      const group = (name: string, of: string): Topic => ({ ...toyTopic(name), group: of });
      for (const topic of [group('a', 'x'), group('b', 'y'), group('c', 'x')]) listen(topic);
      at(900, () => {
        expect(namesOf(said())).toEqual(['subscribe a,c', 'subscribe b']);
      });
    });
  });

  it('one that a login alone brings is never asked for, nor taken back', () => {
    play(40_000, ({ at, server, told, problems, listen, said }) => {
      const implied = listen({ ...toyTopic('implied'), implied: true });
      const other = listen(toyTopic('a'));
      at(1_000, () => server.clients[0]?.say(data('implied')));
      at(2_000, () => {
        implied.unsubscribe();
      });
      at(39_000, () => {
        expect(namesOf(said())).toEqual(['subscribe a']);
        expect(told).toContain('implied 1');
        expect(problems).toEqual([]);
        other.unsubscribe();
      });
    });
  });

  it('its follow-up is sent once it is accepted', () => {
    play(1_000, ({ at, server, listen }) => {
      listen({ ...toyTopic('a'), followUp: '{"first":"a"}' });
      listen(toyTopic('b'));
      at(900, () => {
        expect(server.clients[0]?.heard.map(one => one.text)).toEqual([
          JSON.stringify({ verb: 'subscribe', names: ['a', 'b'] }),
          '{"first":"a"}',
        ]);
      });
    });
  });

  it('the names of all topics of one connection stay within the limit', () => {
    play(
      1_000,
      ({ at, server, listen }) => {
        for (const topic of topics('aaaa', 'bbbb', 'cccc', 'dd')) listen(topic);
        at(900, () => {
          expect(server.clients.map(client => [...client.topics])).toEqual([['aaaa', 'bbbb', 'dd'], ['cccc']]);
        });
      },
      { charactersPerConnection: 10, topicsPerConnection: 100 },
    );
  });

  it('a ping may be made of the clock', () => {
    play(
      45_000,
      ({ at, server, listen }) => {
        listen(toyTopic('a'));
        at(44_000, () => {
          const pings = server.everyone[0]?.heard.filter(one => one.text.includes('ping')) ?? [];
          expect(pings.map(one => one.text)).toEqual(pings.map(one => JSON.stringify({ ping: one.at })));
          expect(pings).toHaveLength(2);
        });
      },
      {},
      { heartbeat: { every: 20_000, text: time => JSON.stringify({ ping: time }), patience: 30_000 } },
    );
  });
});
