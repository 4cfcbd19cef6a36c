/**
 * The feed process: one exchange on loopback that sends its frames as fast as they are taken.
 *
 * Told in its arguments: the feed; or "idle" and a venue, for one that says nothing. It is told to run, says what to expect,
 * waits for the topics, and tells when everything was sent. The frames are ready before the first one is sent; up to four
 * chunks of 64 KB are on their way, so memory is bounded and the socket is full.
 * @module
 */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { createFrames, feeds, topicsOf } from './frames.mjs';
import { fillSlots } from './slots.mjs';
import { venues } from './venues.mjs';

const [name, idle] = process.argv.slice(2);
const venue = venues[idle ?? feeds[name].venue];
const frames = name === 'idle' ? undefined : createFrames(name);
const ON_THEIR_WAY = 4;

/** @type {number[]} How many messages have been sent at each mark of the client; all at the last. */
let marks = [];
let acknowledged = 0;

const server = createServer();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, client => {
    let topics = 0;
    client.on('message', data => {
      const { texts, asked } = venue.answer(data.toString());
      for (const text of texts) client.send(text);
      if (asked === 0) return;
      topics += asked;
      acknowledged += asked;
      if (frames === undefined) process.send({ type: 'acknowledged', topics: acknowledged });
      else if (topics === frames.topics) stream(socket, marks.at(-1));
    });
  });
});
server.listen(0, '127.0.0.1', () => {
  const ready = { type: 'ready', url: `ws://127.0.0.1:${server.address().port}` };
  process.send(frames === undefined ? ready : { ...ready, topics: frames.topics, bytes: frames.bytesPerFrame });
});

process.on('message', message => {
  marks = message.marks;
  const answers = venue.requests(topicsOf(name)).flatMap(text => venue.answer(text).texts).length;
  process.send({
    type: 'plan',
    events: marks.map(count => frames.openings + frames.eventsOf(count)),
    frames: marks.map(count => answers + frames.openings + count),
  });
});
process.on('disconnect', () => process.exit());

function stream(socket, messages) {
  const { chunks, opening } = frames;
  const usage = process.cpuUsage();
  const begun = performance.now();
  let left = messages;
  let next = 0;
  let round = 0;
  let onTheirWay = 0;

  const pump = () => {
    while (onTheirWay < ON_THEIR_WAY && left > 0 && !socket.destroyed) {
      const chunk = chunks[next];
      fillSlots(chunk.bytes, chunk.slots, round);
      const count = Math.min(left, chunk.ends.length);
      left -= count;
      if (++next === chunks.length) {
        next = 0;
        round++;
      }
      onTheirWay++;
      socket.write(chunk.bytes.subarray(0, chunk.ends[count - 1]), written);
    }
  };
  const written = () => {
    onTheirWay--;
    if (left > 0) {
      pump();
    } else if (onTheirWay === 0) {
      const { user, system } = process.cpuUsage(usage);
      process.send({ type: 'sent', cpu: (user + system) / 1000, wall: performance.now() - begun });
    }
  };
  if (opening.length > 0) socket.write(opening);
  pump();
}
