import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDueQueue } from '../../src/tape/due-queue.js';

interface Item {
  readonly time: number;
  readonly order: number;
  isCancelled: boolean;
}

describe('the queue of what is due', () => {
  it('gives what is not cancelled by time, and of one time in the order of its coming', () => {
    const moves = fc.array(
      fc.oneof(
        fc.record({ move: fc.constant('push' as const), time: fc.nat(20) }),
        fc.record({ move: fc.constant('cancel' as const), which: fc.nat(1_000) }),
        fc.record({ move: fc.constant('shift' as const) }),
      ),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(moves, script => {
        const queue = createDueQueue<Item>();
        let model: Item[] = [];
        let order = 0;
        for (const step of script) {
          if (step.move === 'push') {
            const item = { time: step.time, order: (order += 1), isCancelled: false };
            queue.push(item);
            model = [...model, item].sort((one, other) => one.time - other.time || one.order - other.order);
          } else if (step.move === 'cancel') {
            const item = model[step.which % Math.max(1, model.length)];
            if (item === undefined) continue;
            item.isCancelled = true;
            queue.cancelled();
            model = model.filter(other => other !== item);
          } else if (queue.peek() !== undefined) {
            queue.shift();
            model = model.slice(1);
          }
          expect(queue.peek()).toBe(model[0]);
        }
        while (queue.peek() !== undefined) {
          expect(queue.peek()).toBe(model.shift());
          queue.shift();
        }
        expect(model).toEqual([]);
      }),
    );
  });
});
