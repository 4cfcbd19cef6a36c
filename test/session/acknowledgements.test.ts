import { timer } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Inbound } from '../../src/contract/inbound.js';
import { play } from '../support/session-stage.js';
import { toyTopic } from '../support/toy-protocol.js';
import { data, errorsOf, namesOf, refusal } from '../support/toy-requests.js';

const topic = toyTopic('a', true, true);
const acknowledged: Inbound = { type: 'acknowledged', topics: ['a'] };

describe('an acknowledgement that does not say whether a topic was asked for or taken back', () => {
  it('answers the older request: where the newer one is not answered, it is asked for again', () => {
    play(60_000, ({ at, server, session, problems, listen, said }) => {
      server.answer = client => {
        client.say(acknowledged, data('a'));
      };
      const quiet = toyTopic('a', true);
      listen(quiet);
      at(1_000, () => {
        said();
        server.answer = (client, { verb }) => {
          if (verb === 'unsubscribe') client.say(acknowledged);
        };
        session.resync(quiet);
      });
      at(10_900, () => {
        expect(problems).toEqual([]);
      });
      at(11_500, () => {
        expect(problems.map(({ error }) => error.message)).toEqual([
          'toy a: no answer to the subscription within 10000 ms',
        ]);
        expect(namesOf(said())).toEqual(['unsubscribe a', 'subscribe a', 'unsubscribe a', 'subscribe a']);
      });
    });
  });

  it('comes once for each of them, and nothing is missed', () => {
    play(60_000, ({ at, server, session, told, problems, listen, said }) => {
      server.answer = (client, request) => {
        const verb: string = request.verb;
        timer(20).subscribe(() => {
          if (verb === 'subscribe') client.say(acknowledged, data('a'));
          else if (verb === 'unsubscribe') client.say(acknowledged);
        });
      };
      listen({ ...topic, followUp: '{"verb":"first","names":["a"]}' });
      at(1_000, () => {
        session.resync(topic);
      });
      at(50_000, () => {
        // Nothing follows what was taken back.
        expect(namesOf(said())).toEqual(['subscribe a', 'first a', 'unsubscribe a', 'subscribe a', 'first a']);
        expect(problems).toEqual([]);
        expect(told.filter(line => line === 'a 1')).toHaveLength(2);
      });
    });
  });

  it('of one that was left leaves the next answer to the next request', () => {
    play(60_000, ({ at, server, told, listen }) => {
      server.answer = client => {
        client.say(acknowledged, data('a'));
      };
      const first = listen(topic);
      listen(toyTopic('b'));
      at(1_000, () => {
        server.answer = (client, { verb }) => {
          if (verb === 'unsubscribe') client.say(acknowledged);
          else client.say({ type: 'refused', topics: ['a'], refusal: refusal('never') });
        };
        first.unsubscribe();
      });
      at(2_000, () => listen(topic));
      at(3_000, () => {
        expect(errorsOf(told)).toEqual(['a error toy a: refused with 7 (no such thing)']);
      });
    });
  });
});
