import { lastValueFrom, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import { parseTape } from '../../src/tape/parse-tape.js';

const header = '{"rxtape":"tape","version":1,"startedAt":0,"library":"0.1.0"}\n';

it('reads a line in very many pieces in a time that grows with its length', async () => {
  const piece = 'x'.repeat(1_024);
  function* pieces(): Generator<string> {
    yield header;
    yield '{"type":"frame","at":1,"connection":1,"text":"';
    for (let n = 0; n < 16_384; n++) yield piece;
    yield '"}\n{"type":"e';
    yield 'nd","at":2}\n';
  }
  // What searches the line anew with each piece needs minutes.
  const events = await lastValueFrom(parseTape(pieces).pipe(toArray()));
  expect(events.map(({ type }) => type)).toEqual(['tape', 'frame', 'end']);
  expect(events[1]).toMatchObject({ text: piece.repeat(16_384) });
});
