import { timer } from 'rxjs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/session/session.js';
import { play, request } from '../support/session-stage.js';
import { toyTopic } from '../support/toy-protocol.js';

describe('a session', () => {
  const [a, b, c] = [toyTopic('a'), toyTopic('b'), toyTopic('c')];
  let seen: boolean;
  beforeEach(() => (seen = false));

  it('opens nothing before somebody listens', () => {
    play(1_000, ({ at, server }) => {
      at(900, () => {
        seen = true;
        expect(server.everyone).toEqual([]);
      });
    });
    expect(seen).toBe(true);
  });

  it('asks for what arrives in one turn together, hands messages to their topic, and takes back', () => {
    play(2_000, ({ at, server, told, listen, said }) => {
      const first = listen(a);
      listen(b);
      at(100, () => {
        expect(said()).toEqual([request('subscribe', 'a', 'b')]);
        server.clients[0]?.say({ type: 'data', topic: 'a', body: 1 }, { type: 'data', topic: 'b', body: 2 });
        server.clients[0]?.say({ type: 'data', topic: 'nobody', body: 3 });
        expect(told.filter(line => !line.includes('reset'))).toEqual(['a 1', 'b 2']);
        first.unsubscribe();
      });
      at(200, () => {
        expect(said()).toEqual([request('unsubscribe', 'a')]);
      });
    });
  });

  it('counts listeners of a topic, and tells the venue once', () => {
    play(2_000, ({ at, server, told, listen, said }) => {
      const first = listen(a);
      const second = listen(a);
      at(100, () => {
        server.clients[0]?.say({ type: 'data', topic: 'a', body: 1 });
        expect(told.filter(line => line === 'a 1')).toHaveLength(2);
        first.unsubscribe();
      });
      at(200, () => {
        expect(said()).toEqual([request('subscribe', 'a')]);
        second.unsubscribe();
      });
      at(300, () => {
        expect(server.clients).toEqual([]);
      });
    });
  });

  it('takes a topic back and asks anew for a late listener that needs a first push', () => {
    play(2_000, ({ at, server, told, listen, said }) => {
      const book = toyTopic('book', true);
      listen(book);
      at(100, () => {
        server.clients[0]?.say({ type: 'data', topic: 'book', body: 'first' });
        listen(book);
      });
      at(200, () => {
        expect(said()).toEqual([
          request('subscribe', 'book'),
          request('unsubscribe', 'book'),
          request('subscribe', 'book'),
        ]);
        expect(told.filter(line => line === 'book (reset)').length).toBeGreaterThanOrEqual(3);
      });
    });
  });

  it('takes data that come before their acknowledgement', () => {
    play(1_000, ({ at, server, told, listen }) => {
      server.answer = (client, { names }) => {
        client.say({ type: 'data', topic: names[0] ?? '', body: 'early' }, { type: 'accepted', topics: names });
      };
      listen(a);
      at(100, () => {
        expect(told).toContain('a early');
      });
    });
  });

  it('errs only the listeners of a refused topic, with the code of the venue, and asks again for the next listener', () => {
    play(2_000, ({ at, server, told, problems, listen, said }) => {
      server.answer = (client, { names }) => {
        for (const name of names) {
          if (name === 'b')
            client.say({
              type: 'refused',
              topics: ['b'],
              refusal: { code: '30001', reason: 'no such thing', remedy: 'never' },
            });
          else client.say({ type: 'accepted', topics: [name] });
        }
      };
      listen(a);
      listen(b);
      at(100, () => {
        expect(told.filter(line => line.includes('error'))).toEqual([
          'b error toy b: refused with 30001 (no such thing)',
        ]);
        expect(problems.map(({ mending, topic }) => [mending, topic])).toEqual([['refused', 'b']]);
        server.clients[0]?.say({ type: 'data', topic: 'a', body: 1 });
        expect(told).toContain('a 1');
        said();
        listen(b);
      });
      at(200, () => {
        expect(said()).toEqual([request('subscribe', 'b')]);
      });
    });
  });

  it('asks again where no answer comes in time', () => {
    play(12_000, ({ at, server, problems, listen, said }) => {
      server.answer = () => {};
      listen(a);
      at(9_900, () => {
        expect(said()).toEqual([request('subscribe', 'a')]);
      });
      at(10_500, () => {
        expect(said()).toEqual([request('unsubscribe', 'a'), request('subscribe', 'a')]);
        expect(problems.map(({ error, mending }) => [error.message, mending])).toEqual([
          ['toy a: no answer to the subscription within 10000 ms', 'retry'],
        ]);
      });
    });
  });

  it('asks anew, more and more seldom, for what was accepted and stays silent, and says so', () => {
    play(100_000, ({ at, server, problems, told, listen, said }) => {
      listen(toyTopic('prompt', false, true));
      listen(a);
      const words = (ms: number) => `toy prompt: accepted, but nothing came within ${ms} ms; is it the right market?`;
      at(45_000, () => {
        const again = [request('unsubscribe', 'prompt'), request('subscribe', 'prompt')];
        expect(said().filter(text => text !== 'ping')).toEqual([
          request('subscribe', 'prompt', 'a'),
          ...again,
          ...again,
          ...again,
        ]);
        expect(problems.map(({ error, mending }) => [error.message, mending])).toEqual([
          [words(10_000), 'retry'],
          [words(20_000), 'retry'],
          [words(40_000), 'retry'],
        ]);
      });
      at(50_000, () => server.clients[0]?.say({ type: 'data', topic: 'prompt', body: 1 }));
      at(99_000, () => {
        expect(told).toContain('prompt 1');
        expect(problems).toHaveLength(3);
      });
    });
  });

  it('heals a topic that the venue took back after it was asked for anew', () => {
    play(20_000, ({ at, server, session, listen, said }) => {
      const topic = toyTopic('prompt', true, true);
      let requests = 0;
      server.answer = (client, { verb, names }) => {
        const flowing = ++requests !== 3;
        if (verb === 'subscribe')
          client.say({ type: 'accepted', topics: names }, { type: 'data', topic: 'prompt', body: requests });
        // The second round is answered in the wrong order, and meant so.
        if (!flowing) client.say({ type: 'dropped', topics: names });
      };
      listen(topic);
      at(1_000, () => {
        session.resync(topic);
      });
      at(2_000, () => {
        said();
      });
      at(11_500, () => {
        expect(said()).toEqual([request('unsubscribe', 'prompt'), request('subscribe', 'prompt')]);
      });
    });
  });

  it('watches a topic that is left and asked for again before the venue has answered', () => {
    play(40_000, ({ at, server, problems, listen, said }) => {
      server.answer = () => {};
      const topic = toyTopic('prompt', false, true);
      listen(b);
      const first = listen(topic);
      at(100, () => {
        first.unsubscribe();
        listen(topic);
      });
      at(200, () => {
        expect(said()).toEqual([
          request('subscribe', 'b', 'prompt'),
          request('unsubscribe', 'prompt'),
          request('subscribe', 'prompt'),
        ]);
      });
      at(39_000, () => {
        expect(problems.filter(problem => problem.topic === 'prompt').map(({ mending }) => mending)).toEqual([
          'retry',
          'retry',
        ]);
      });
    });
  });

  it('does not ask for a quiet topic again and again because the venue is late to say that it took it back', () => {
    play(3_600_000, ({ at, server, session, listen, said }) => {
      const topic = toyTopic('quiet', true, true);
      server.answer = (client, { verb, names }) => {
        if (verb === 'subscribe')
          client.say({ type: 'accepted', topics: names }, { type: 'data', topic: 'quiet', body: 1 });
        else
          timer(30).subscribe(() => {
            client.say({ type: 'dropped', topics: names });
          });
      };
      listen(topic);
      at(1_000, () => {
        session.resync(topic);
      });
      at(3_590_000, () => {
        const requests = said().filter(text => text.includes('subscribe'));
        expect(requests.length).toBeLessThan(30);
        expect(server.everyone).toHaveLength(1);
      });
    });
  });

  it('lets a subscriber leave as it is told a problem: nothing is asked for on its behalf', () => {
    play(60_000, ({ at, server, problems, listen }) => {
      server.answer = () => {};
      const leaving = listen(a);
      listen(b);
      problems.push = (...told: Problem[]) => {
        for (const { topic } of told) if (topic === 'a') leaving.unsubscribe();
        return 0;
      };
      at(50_000, () => {
        expect(server.clients.map(({ topics }) => [...topics])).toEqual([['b']]);
        expect(server.complaints).toEqual([]);
      });
    });
  });

  it('lets the other topics be while one of them must wait', () => {
    play(4_000, ({ at, server, listen, said }) => {
      server.answer = (client, { names }) => {
        for (const name of names) {
          if (name === 'bad')
            client.say({ type: 'refused', topics: ['bad'], refusal: { code: '99', reason: 'later', remedy: 'retry' } });
          else client.say({ type: 'accepted', topics: [name] });
        }
      };
      listen(toyTopic('bad'));
      at(500, () => {
        said();
        listen(a);
      });
      at(600, () => {
        expect(said()).toEqual([request('subscribe', 'a')]);
      });
    });
  });

  it('counts refusals in a row only', () => {
    play(400_000, ({ at, server, told, listen }) => {
      let n = 0;
      server.answer = (client, { verb, names }) => {
        if (verb === 'unsubscribe') return;
        client.topics.delete('a');
        if (n++ % 2 === 0)
          client.say({
            type: 'refused',
            topics: names,
            refusal: { code: '30006', reason: 'too many', remedy: 'pause' },
          });
        else {
          client.say({ type: 'accepted', topics: names });
          timer(5_000).subscribe(() => {
            client.hangUp();
          });
        }
      };
      listen(a);
      at(390_000, () => {
        expect(n).toBeGreaterThan(24);
        expect(told.filter(line => line.includes('error'))).toEqual([]);
      });
    });
  });

  it('pauses at "too many requests", then asks again', () => {
    play(6_000, ({ at, server, problems, listen, said }) => {
      let refusals = 0;
      server.answer = (client, { names }) => {
        if (refusals++ === 0)
          client.say({
            type: 'refused',
            topics: names,
            refusal: { code: '30006', reason: 'too many', remedy: 'pause' },
          });
        else client.say({ type: 'accepted', topics: names });
      };
      // The toy server counts a refused request as a subscription; this venue does not.
      listen(a);
      at(2_900, () => {
        expect(said()).toEqual([request('subscribe', 'a')]);
        expect(problems.map(({ mending }) => mending)).toEqual(['pause']);
      });
      at(3_500, () => {
        expect(said()).toEqual([request('subscribe', 'a')]);
      });
    });
  });

  it('does not ask for ever where the venue says "later" for ever', () => {
    play(200_000, ({ at, server, told, listen }) => {
      server.answer = (client, { names }) => {
        client.say({ type: 'refused', topics: names, refusal: { code: '99', reason: 'later', remedy: 'retry' } });
      };
      listen(a);
      at(190_000, () => {
        expect(told.at(-1)).toBe('a error toy a: refused with 99 (later)');
      });
    });
  });

  it('leaves a venue alone that throws it out for too much', () => {
    play(40_000, ({ at, server, statuses, listen }) => {
      listen(a);
      at(100, () =>
        server.clients[0]?.say({
          type: 'complaint',
          refusal: { code: '30007', reason: 'over the limit', remedy: 'reconnect' },
        }),
      );
      at(29_000, () => {
        expect(server.everyone).toHaveLength(1);
        expect(statuses.at(-1)).toMatchObject({ phase: 'waiting', delay: 30_000 });
      });
      at(31_000, () => {
        expect(server.clients.map(({ topics }) => [...topics])).toEqual([['a']]);
      });
    });
  });

  it('connects again after a loss and asks for everything again; every listener is reset', () => {
    play(10_000, ({ at, server, told, statuses, listen, said }) => {
      listen(a);
      listen(b);
      at(100, () => {
        said();
        told.length = 0;
        server.clients[0]?.hangUp();
        expect(told).toEqual(['a (reset)', 'b (reset)']);
      });
      at(1_000, () => {
        expect(said()).toEqual([request('subscribe', 'a', 'b')]);
        expect(statuses.map(({ phase }) => phase)).toEqual(['connecting', 'ready', 'waiting', 'connecting', 'ready']);
      });
    });
  });

  it('grows its delays while the server accepts and hangs up at once', () => {
    play(60_000, ({ at, server, statuses, listen }) => {
      server.answer = client => {
        client.hangUp();
      };
      listen(a);
      at(59_000, () => {
        const delays = statuses.flatMap(status => (status.phase === 'waiting' ? [status.delay] : []));
        expect(delays.slice(0, 5)).toEqual([625, 1_125, 2_125, 4_125, 4_125]);
      });
    });
  });

  it('pings while it stands, ahead of everything else', () => {
    play(65_000, ({ at, server, listen }) => {
      listen(a);
      at(64_000, () => {
        const pings = server.everyone[0]?.heard.filter(({ text }) => text === 'ping').length;
        expect(pings).toBe(3);
        expect(server.everyone).toHaveLength(1);
      });
    });
  });

  it('calls a connection dead on which nothing comes after a ping, and makes a new one', () => {
    play(40_000, ({ at, server, problems, listen }) => {
      listen(a);
      at(1_000, () => (server.pongs = false));
      at(29_000, () => {
        expect(server.everyone).toHaveLength(1);
      });
      at(35_000, () => {
        expect(server.everyone).toHaveLength(2);
        expect(problems.map(({ error, mending }) => [error.code, mending])).toEqual([['SILENCE', 'reconnect']]);
      });
    });
  });

  it('answers the pings of the server at once', () => {
    play(
      1_000,
      ({ at, server, listen, said }) => {
        listen(a);
        at(100, () => {
          said();
          server.clients[0]?.say({ type: 'ping', reply: '{"pong":7}' });
        });
        at(101, () => {
          expect(said()).toEqual(['{"pong":7}']);
        });
      },
      {},
      { heartbeat: { every: undefined, text: undefined, patience: 10_000 } },
    );
  });

  it('skips a frame that it cannot read, says so, and lets everybody doubt', () => {
    play(1_000, ({ at, server, told, problems, listen }) => {
      listen(a);
      at(100, () => {
        server.clients[0]?.sayText('{"broken');
        server.clients[0]?.say({ type: 'data', topic: 'a', body: 1 });
        expect(told.slice(-2)).toEqual(['a (doubt)', 'a 1']);
        expect(problems.map(({ error, mending }) => [error.code, mending])).toEqual([['DECODE', 'skipped']]);
      });
    });
  });

  it('spreads topics over connections, and closes a connection whose topics are gone', () => {
    play(5_000, ({ at, server, statuses, listen }) => {
      const listening = Array.from({ length: 10 }, (_, n) => listen(toyTopic(`t${n}`)));
      at(2_000, () => {
        expect(server.clients.map(({ topics }) => topics.size)).toEqual([4, 4, 2]);
        expect(new Set(statuses.map(({ connection }) => connection))).toEqual(new Set([1, 2, 3]));
        for (const each of listening.slice(4, 8)) each.unsubscribe();
      });
      at(2_100, () => {
        expect(server.clients.map(({ topics }) => topics.size)).toEqual([4, 2]);
        // A freed place is taken before a new connection is opened.
        listen(toyTopic('late'));
      });
      at(2_200, () => {
        expect(server.clients.map(({ topics }) => topics.size)).toEqual([4, 3]);
      });
    });
  });

  it('keeps to the length and the number of topics of a message', () => {
    play(
      5_000,
      ({ at, listen, said }) => {
        for (const name of ['x'.repeat(80), 'y'.repeat(80), 'z'.repeat(80)]) listen(toyTopic(name));
        at(4_000, () => {
          const texts = said();
          expect(texts).toHaveLength(2);
          expect(Math.max(...texts.map(text => text.length))).toBeLessThanOrEqual(230);
        });
      },
      { bytesPerMessage: 230 },
    );
  });

  it('never sends more than the windows bear, whatever is asked of it', () => {
    play(
      30_000,
      ({ at, server, listen }) => {
        for (let n = 0; n < 60; n++) {
          at(n * 20, () => {
            const listening = listen(toyTopic(`t${n % 4}`));
            at(n * 20 + 10, () => {
              listening.unsubscribe();
            });
          });
        }
        listen(c);
        at(29_000, () => {
          const times = server.everyone.flatMap(client => client.heard.map(({ at: time }) => time));
          const most = Math.max(
            ...times.map(start => times.filter(time => time >= start && time < start + 1_000).length),
          );
          expect(most).toBeLessThanOrEqual(3);
          expect(server.clients.map(({ topics }) => [...topics])).toEqual([['c']]);
          expect(server.complaints).toEqual([]);
        });
      },
      { messages: [{ messages: 3, per: 1_000 }] },
    );
  });

  it('takes a new connection when the requests of this one are used up', () => {
    play(
      20_000,
      ({ at, server, problems, listen }) => {
        listen(a);
        for (let n = 1; n < 8; n++) {
          at(n * 1_000, () => {
            const listening = listen(toyTopic(`t${n}`));
            at(n * 1_000 + 500, () => {
              listening.unsubscribe();
            });
          });
        }
        at(19_000, () => {
          expect(server.everyone.length).toBeGreaterThan(1);
          expect(problems[0]?.error.message).toMatch(/used up its requests/);
          expect(server.clients.map(({ topics }) => [...topics])).toEqual([['a']]);
        });
      },
      { requests: [{ messages: 5, per: 3_600_000 }] },
    );
  });
});
