/**
 * What a fault makes of the frames of one push.
 * @module
 */
import type { FaultName } from './faults.js';
import type { Push, Sent } from './push.js';

/** Blanks that pad a huge frame. */
const HUGE = 20 * 1_024 * 1_024;
const NOTHING: Spoilt = { send: [], keep: [], yield: [], repeat: [] };
const NOISE = '\u0001{"noise": [}%\ufffd';

/**
 * What is sent now, what is kept until after the next push of the same subscription (`keep`) or of another one (`yield`),
 * and what is sent once more, later (`repeat`).
 */
export interface Spoilt {
  readonly send: readonly Sent[];
  readonly keep: readonly Sent[];
  readonly yield: readonly Sent[];
  readonly repeat: readonly Sent[];
}

/** Applies a fault to the frames of a push. */
export function spoil(
  fault: FaultName | undefined,
  { texts, frames, pack, respeak }: Pick<Push, 'texts' | 'frames' | 'pack' | 'respeak'>,
): Spoilt {
  const now = (send: readonly Sent[]): Spoilt => ({ ...NOTHING, send });
  switch (fault) {
    case 'drop-frame':
      return now([]);
    case 'duplicate':
      return now(frames.flatMap(frame => [frame, frame]));
    case 'reorder':
      return { ...NOTHING, keep: frames };
    case 'reorder-across':
      return { ...NOTHING, yield: frames };
    case 'duplicate-late':
      return { ...NOTHING, send: frames, repeat: frames };
    case 'corrupted':
      return now(texts.map(text => pack(flipped(text))));
    case 'empty-delta':
      return now([...frames, ...respeak(fault)]);
    case 'bad-checksum':
    case 'unordered-delta':
      return now(respeak(fault));
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

/** Makes a digit of an amount in quotes, or where there is none of any number in quotes, a letter: one bit is another. */
function flipped(text: string): string {
  const amounts = [...text.matchAll(/"-?\d+\.\d+"/g)];
  const numbers = amounts.length > 0 ? amounts : [...text.matchAll(/"\d+"/g)];
  const struck = numbers[text.length % Math.max(1, numbers.length)];
  if (struck === undefined) return text;
  // The last digit, before the quotation mark.
  const place = struck.index + struck[0].length - 2;
  const letter = String.fromCharCode(text.charCodeAt(place) ^ 0x40);
  return text.slice(0, place) + letter + text.slice(place + 1);
}
