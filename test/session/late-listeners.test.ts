import { timer } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { play } from '../support/session-stage.js';
import { toyTopic } from '../support/toy-protocol.js';
import { data, namesOf } from '../support/toy-requests.js';
import type { ToyServer } from '../support/toy-server.js';

const flow = (server: ToyServer): void => {
  server.answer = (client, { verb, names }) => {
    timer(20).subscribe(() => {
      if (verb === 'subscribe') client.say({ type: 'accepted', topics: names }, ...names.map(data));
      else client.say({ type: 'dropped', topics: names });
    });
  };
};
const renewed = ['unsubscribe t', 'subscribe t'];

describe('listeners that come late to a topic that builds on its first push', () => {
  const topic = toyTopic('t', true, true);

  it('do not flood the venue, nor reset the others without end', () => {
    play(62_000, ({ at, server, told, listen, said }) => {
      flow(server);
      listen(topic);
      for (let second = 1; second <= 60; second++) {
        at(second * 1_000, () => {
          const late = listen(topic);
          at(second * 1_000 + 500, () => {
            late.unsubscribe();
          });
        });
      }
      at(61_500, () => {
        // The toy may be begun anew every five seconds.
        expect(namesOf(said()).length).toBeLessThanOrEqual(1 + 2 * 12);
        expect(told.filter(line => line === 't (reset)').length).toBeLessThan(62 + 2 * 13);
      });
    });
  });

  it('wait for one first push together, and are served within the time allowed', () => {
    play(20_000, ({ at, server, told, listen, said }) => {
      flow(server);
      listen(topic);
      at(1_000, () => listen(topic));
      at(2_000, () => {
        expect(namesOf(said())).toEqual(['subscribe t', ...renewed]);
        listen(topic);
        listen(topic);
      });
      at(5_900, () => {
        expect(namesOf(said())).toEqual([]);
        told.length = 0;
      });
      at(6_200, () => {
        expect(namesOf(said())).toEqual(renewed);
        expect(told.filter(line => line === 't 1')).toHaveLength(4);
      });
    });
  });

  it('cost nothing where the first push is still to come', () => {
    play(5_000, ({ at, server, told, listen, said }) => {
      flow(server);
      listen(toyTopic('other'));
      at(100, () => {
        for (let n = 0; n < 3; n++) listen(topic);
      });
      at(4_000, () => {
        expect(namesOf(said())).toEqual(['subscribe other', 'subscribe t']);
        expect(told.filter(line => line === 't 1')).toHaveLength(3);
      });
    });
  });

  it('are served by what begins the topic anew for another reason, and by nothing once they have left', () => {
    play(30_000, ({ at, server, session, listen, said }) => {
      flow(server);
      listen(topic);
      at(1_000, () => listen(topic));
      at(2_000, () => {
        listen(topic);
        session.resync(topic);
      });
      at(14_000, () => {
        expect(namesOf(said())).toEqual(['subscribe t', ...renewed, ...renewed]);
        listen(topic);
      });
      at(15_000, () => {
        const late = listen(topic);
        at(16_000, () => {
          late.unsubscribe();
        });
      });
      at(29_000, () => {
        expect(namesOf(said()).filter(line => line.includes('t'))).toEqual(renewed);
      });
    });
  });
});
