import { timer } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Heir, Listener, Signal } from '../../src/session/session.js';
import { play, request } from '../support/session-stage.js';
import type { Stage } from '../support/session-stage.js';
import { toyTopic } from '../support/toy-protocol.js';

const [a, b, c] = [toyTopic('a'), toyTopic('b'), toyTopic('c')];
/** The first connection is up at 20 ms and gets 57 s old. */
const TURN = 57_020;

/** Plays with connections that are rotated every minute, less a twentieth. */
function rotate(end: number, script: (stage: Stage) => void): void {
  let isDone = false;
  play(
    end,
    stage => {
      script(stage);
      stage.at(end - 1, () => (isDone = true));
    },
    {},
    {},
    60_000,
  );
  expect(isDone).toBe(true);
}

const phasesOf = ({ statuses }: Stage): readonly string[] =>
  statuses.map(({ phase, at }) => `${at % 1_000_000} ${phase}`);
const say = ({ server }: Stage, client: number, topic: string, body: unknown): void => {
  server.clients[client]?.say({ type: 'data', topic, body });
};

describe('the rotation of a connection', () => {
  it('makes the new one, asks there for everything, and only then closes the old one', () => {
    rotate(70_000, stage => {
      const { at, server, told, listen, said } = stage;
      listen(a);
      listen(b);
      at(TURN - 1, () => {
        expect(server.everyone).toHaveLength(1);
        said();
        told.length = 0;
      });
      at(TURN + 50, () => {
        expect(server.clients).toHaveLength(2);
        expect(said()).toEqual([request('subscribe', 'a', 'b')]);
        say(stage, 0, 'a', 'old');
        say(stage, 1, 'a', 'new');
        say(stage, 0, 'a', 'too late');
        expect(server.clients).toHaveLength(2);
        say(stage, 0, 'b', 'old');
        say(stage, 1, 'b', 'new');
        expect(server.clients).toHaveLength(1);
        say(stage, 0, 'a', 'newer');
      });
      at(TURN + 100, () => {
        expect(told).toEqual([...['a old', 'a (reset)', 'a new', 'b old', 'b (reset)', 'b new', 'a newer']]);
        expect(phasesOf(stage)).toEqual(['0 connecting', '20 ready', '57020 rotating', '57070 ready']);
        expect(stage.problems).toEqual([]);
      });
    });
  });

  it('goes on for ever', () => {
    rotate(600_000, stage => {
      stage.listen(a);
      for (let second = 1; second < 600; second++) {
        stage.at(second * 1_000, () => {
          stage.server.clients.forEach((_, index) => {
            say(stage, index, 'a', second);
          });
        });
      }
      stage.at(599_999, () => {
        expect(stage.server.everyone.length).toBeGreaterThanOrEqual(10);
        expect(stage.problems).toEqual([]);
        const bodies = stage.told.filter(line => !line.includes('reset'));
        expect(new Set(bodies).size).toBe(599);
      });
    });
  });

  it('waits for the acceptance of a topic that is silent, and changes it over then', () => {
    rotate(140_000, stage => {
      const { at, server, told, listen } = stage;
      listen(a);
      at(50_000, () => {
        server.answer = (client, { verb, names }) => {
          timer(5_000).subscribe(() => {
            client.say({ type: verb === 'subscribe' ? 'accepted' : 'dropped', topics: names });
          });
        };
      });
      // Accepted at 62 s; frames of the old one may be late.
      at(TURN + 10_000, () => {
        expect(server.clients).toHaveLength(2);
        say(stage, 0, 'a', 'old');
        expect(told.at(-1)).toBe('a old');
      });
      // The old one told something that the new one did not: it is asked again there, and has nothing to tell since.
      at(TURN + 29_000, () => {
        expect(server.clients).toHaveLength(2);
      });
      at(TURN + 32_000, () => {
        expect(server.clients).toHaveLength(2);
        expect(server.clients[1]?.heard.filter(({ text }) => text === request('subscribe', 'a'))).toHaveLength(2);
      });
      at(TURN + 62_000, () => {
        expect(server.clients).toHaveLength(1);
        expect(told.at(-1)).toBe('a (reset)');
      });
    });
  });

  it('changes a topic over that is accepted and silent on both', () => {
    rotate(90_000, stage => {
      stage.listen(a);
      // The old one must be alive: it answers a ping 80 s after it was made.
      stage.at(80_000, () => {
        expect(stage.server.clients).toHaveLength(2);
      });
      stage.at(82_000, () => {
        expect(stage.server.clients).toHaveLength(1);
      });
    });
  });

  it('leaves the old one as it is where the new one cannot be made, and tries again later', () => {
    rotate(90_000, stage => {
      const { at, server, told, listen, problems } = stage;
      listen(a);
      at(50_000, () => {
        server.refusing = true;
        told.length = 0;
      });
      at(TURN + 1_000, () => {
        expect(server.clients).toHaveLength(1);
        expect(problems.map(({ error, mending }) => `${mending}: ${error.message}`)).toEqual([
          'retry: toy connection was refused',
        ]);
        say(stage, 0, 'a', 'old');
        expect(told.at(-1)).toBe('a old');
        server.refusing = false;
      });
      at(TURN + 30_000, () => {
        expect(server.clients).toHaveLength(1);
        expect(server.everyone).toHaveLength(2);
        expect(phasesOf(stage).map(line => line.split(' ')[1])).toEqual([
          ...['connecting', 'ready', 'rotating', 'ready', 'rotating', 'ready'],
        ]);
        expect(told).toEqual(['a old', 'a (reset)']);
      });
    });
  });

  it('goes back to the old one where the new one is lost on the way; what had changed over begins anew', () => {
    rotate(64_000, stage => {
      const { at, server, told, listen, said } = stage;
      listen(a);
      listen(b);
      at(TURN + 50, () => {
        say(stage, 1, 'a', 'new');
        told.length = 0;
        said();
        server.clients[1]?.hangUp();
        expect(told).toEqual(['a (reset)']);
      });
      at(TURN + 1_000, () => {
        expect(server.clients).toHaveLength(1);
        expect(said()).toEqual([request('unsubscribe', 'a'), request('subscribe', 'a')]);
        say(stage, 0, 'a', 'again');
        say(stage, 0, 'b', 'as before');
        expect(told).toEqual(['a (reset)', 'a again', 'b as before']);
        expect(server.complaints).toEqual([]);
      });
    });
  });

  it('goes back to the old one where the new one refuses a topic', () => {
    rotate(64_000, stage => {
      const { at, server, told, listen } = stage;
      listen(a);
      at(50_000, () => {
        server.answer = (client, { names }) => {
          const refusal = { code: '1', reason: 'no such thing', remedy: 'never' } as const;
          client.say({ type: 'refused', topics: names, refusal });
        };
      });
      at(TURN + 1_000, () => {
        expect(server.clients).toHaveLength(1);
        say(stage, 0, 'a', 'old');
        expect(told.slice(-2)).toEqual(['a (reset)', 'a old']);
        expect(told.join()).not.toContain('error');
      });
    });
  });

  it('is an ordinary reconnection where the old one is lost before the new one is ready', () => {
    rotate(64_000, stage => {
      const { at, server, told, listen, statuses } = stage;
      listen(a);
      at(TURN + 10, () => {
        server.clients[0]?.hangUp();
        expect(statuses.at(-1)?.phase).toBe('waiting');
      });
      at(TURN + 3_000, () => {
        expect(server.clients).toHaveLength(1);
        expect(told.filter(line => line.includes('reset')).length).toBeGreaterThan(2);
        say(stage, 0, 'a', 'back');
        expect(told.at(-1)).toBe('a back');
      });
    });
  });

  it('takes over as far as it has come where the old one is lost, and tells that something may be missing', () => {
    rotate(64_000, stage => {
      const { at, server, told, listen, statuses, problems } = stage;
      listen(a);
      at(TURN + 60, () => {
        told.length = 0;
        server.clients[0]?.hangUp();
        expect(server.clients).toHaveLength(1);
        expect(told).toEqual(['a (reset)']);
        expect(statuses.at(-1)?.phase).toBe('ready');
        expect(problems.at(-1)?.mending).toBe('told');
        say(stage, 0, 'a', 'new');
        expect(told.at(-1)).toBe('a new');
      });
    });
  });

  it('lets listeners come and go meanwhile', () => {
    rotate(66_000, stage => {
      const { at, server, told, listen, said } = stage;
      const first = listen(a);
      const second = listen(b);
      at(TURN + 50, () => {
        said();
        first.unsubscribe();
        listen(c);
        listen(b);
      });
      at(TURN + 200, () => {
        expect([...(server.clients[0]?.topics ?? [])]).toEqual(['b']);
        expect([...(server.clients[1]?.topics ?? [])]).toEqual(['b', 'c']);
        say(stage, 1, 'c', 'new');
        expect(told.at(-1)).toBe('c new');
        say(stage, 0, 'b', 'old');
        expect(told.filter(line => line === 'b old')).toHaveLength(2);
        say(stage, 1, 'b', 'new');
        expect(told.filter(line => line === 'b new')).toHaveLength(2);
        expect(server.clients).toHaveLength(1);
        second.unsubscribe();
        say(stage, 0, 'b', 'newer');
        expect(told.filter(line => line === 'b newer')).toHaveLength(1);
        expect(server.complaints).toEqual([]);
      });
    });
  });

  it('closes both where the last one leaves meanwhile', () => {
    for (const moment of [10, 50, 3_000]) {
      rotate(64_000, stage => {
        const only = stage.listen(a);
        stage.at(TURN + moment, () => {
          only.unsubscribe();
          expect(stage.server.clients).toEqual([]);
        });
      });
    }
  });

  it('asks the listener who shall take over, and lets him decide when', () => {
    rotate(64_000, ({ at, server, session }) => {
      const heard: string[] = [];
      let isReady = false;
      const heir: Heir = {
        hear: signal => heard.push(`new ${textOf(signal)}`) > 0,
        heard: signal => heard.push(`old ${textOf(signal)}`),
        isReady: () => isReady,
        take: reason => heard.push(`take ${reason}`),
      };
      const listener: Listener = {
        next: signal => {
          if (signal.type === 'succession') signal.accept(heir);
          else if (signal.type === 'message') heard.push(textOf(signal));
        },
        error: () => undefined,
      };
      session.listen(a, listener);
      at(TURN + 50, () => {
        const [old, next] = server.clients;
        old?.say({ type: 'data', topic: 'a', body: 1 });
        next?.say({ type: 'data', topic: 'a', body: 1 });
        isReady = true;
        next?.say({ type: 'data', topic: 'a', body: 2 });
        next?.say({ type: 'data', topic: 'a', body: 3 });
        expect(heard).toEqual(['new asked', '1', 'old 1', 'new 1', 'new 2', 'take undefined', '3']);
        session.leave(a, listener);
      });
    });
  });
});

function textOf(signal: Signal): string {
  return signal.type === 'message' ? String(signal.body) : signal.type;
}
