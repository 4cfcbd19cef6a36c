/**
 * What a fault makes of the frames of one push.
 * @module
 */
import type { FaultName } from './faults.js';
import type { Push, Sent } from './push.js';

/** Blanks that pad a huge frame. */
const HUGE = 20 * 1_024 * 1_024;
const NOISE = '\u0001{"noise": [}%\ufffd';

/** What is sent now, and what is kept until after the next push of the same subscription. */
export interface Spoilt {
  readonly send: readonly Sent[];
  readonly keep: readonly Sent[];
}

/** Applies a fault to the frames of a push. */
export function spoil(
  fault: FaultName | undefined,
  { texts, frames, pack, respeak }: Pick<Push, 'texts' | 'frames' | 'pack' | 'respeak'>,
): Spoilt {
  const now = (send: readonly Sent[]): Spoilt => ({ send, keep: [] });
  switch (fault) {
    case 'drop-frame':
      return now([]);
    case 'duplicate':
      return now(frames.flatMap(frame => [frame, frame]));
    case 'reorder':
      return { send: [], keep: frames };
    case 'bad-checksum':
      return now(respeak());
    case 'garbage':
      return now([NOISE, ...frames]);
    case 'truncated':
      return now(frames.map(frame => frame.slice(0, Math.floor(frame.length / 2))));
    case 'huge-frame':
      return now(texts.map(text => pack(text + ' '.repeat(HUGE))));
    default:
      return now(frames);
  }
}
