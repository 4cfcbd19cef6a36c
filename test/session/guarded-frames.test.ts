import { Subject } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../src/contract/frame.js';
import type { Heartbeat } from '../../src/contract/protocol.js';
import { guardedFrames } from '../../src/session/guarded-frames.js';
import type { Socket } from '../../src/transport/socket.js';
import { virtually } from '../support/virtual-time.js';
import type { At } from '../support/virtual-time.js';

interface Stage {
  readonly at: At;
  /** When a ping of the protocol went out, ms from the beginning. */
  readonly pings: number[];
  readonly texts: string[];
  readonly told: string[];
  /** Whether the other side answers, after 50 ms. */
  answers: boolean;
  say(text: string): void;
}

function play(end: number, heartbeat: Heartbeat, canPing: boolean, script: (stage: Stage) => void): void {
  const left = virtually(at => {
    const start = Date.now();
    const frames$ = new Subject<Frame>();
    const answered$ = new Subject<void>();
    const stage: Stage = {
      at,
      pings: [],
      texts: [],
      told: [],
      answers: true,
      say: data => {
        frames$.next({ receivedAt: Date.now(), data });
      },
    };
    const send = (): void => {
      stage.pings.push(Date.now() - start);
      if (stage.answers)
        setTimeout(() => {
          answered$.next();
        }, 50);
    };
    const socket: Socket = { frames$, send: () => {}, ...(canPing ? { pings: { send, answered$ } } : {}) };
    const running = guardedFrames(socket, {
      venue: 'toy',
      heartbeat,
      urgent: text => stage.texts.push(text),
    }).subscribe({
      next: ({ data }) => stage.told.push(String(data)),
      error: (cause: unknown) => stage.told.push((cause as Error).message),
    });
    script(stage);
    at(end, () => {
      running.unsubscribe();
      expect(frames$.observed || answered$.observed).toBe(false);
    });
  }, 100);
  expect(left).toBe(0);
}

const byProtocol: Heartbeat = { every: 20_000, text: undefined, byProtocol: true, patience: 10_000 };

describe('frames guarded by pings of the WebSocket protocol', () => {
  it('live on answers alone, which nobody reads, as long as they come', () => {
    play(3_600_000, byProtocol, true, ({ at, pings, told, texts, say }) => {
      at(5_000, () => {
        say('news');
      });
      at(3_599_000, () => {
        expect(pings.slice(0, 3)).toEqual([20_000, 40_000, 60_000]);
        expect(pings).toHaveLength(179);
        expect(texts).toEqual([]);
        expect(told).toEqual(['news']);
      });
    });
  });

  it('are dead when nothing answers', () => {
    play(200_000, byProtocol, true, stage => {
      stage.at(50_000, () => {
        stage.answers = false;
      });
      stage.at(69_900, () => {
        expect(stage.told).toEqual([]);
      });
      stage.at(71_000, () => {
        expect(stage.told).toEqual(['toy connection is dead: nothing came for 10000 ms after a ping']);
      });
    });
  });

  it('live on any frame, too', () => {
    play(60_000, byProtocol, true, stage => {
      stage.answers = false;
      for (let time = 500; time < 60_000; time += 5_000) {
        stage.at(time, () => {
          stage.say('news');
        });
      }
      stage.at(59_000, () => {
        expect(new Set(stage.told)).toEqual(new Set(['news']));
      });
    });
  });

  it('are not watched where the platform cannot ping', () => {
    play(3_600_000, byProtocol, false, ({ at, told, texts }) => {
      at(3_599_000, () => {
        expect([...told, ...texts]).toEqual([]);
      });
    });
  });

  it('leave a protocol with a text of its own to that', () => {
    play(45_000, { every: 20_000, text: 'ping', patience: 10_000 }, true, ({ at, pings, texts, say }) => {
      for (const time of [25_000, 42_000]) {
        at(time, () => {
          say('pong');
        });
      }
      at(44_000, () => {
        expect(texts).toEqual(['ping', 'ping']);
        expect(pings).toEqual([]);
      });
    });
  });
});
