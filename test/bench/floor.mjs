/**
 * The floor: what somebody would write by hand who needs just this. Bare `ws`, `JSON.parse`, the same events, a sorted
 * book; no routing, no sharing, no checks, no reconnection, and the books are changed in place.
 * @module
 */
import WebSocket from 'ws';
import { feeds, topicsOf } from './frames.mjs';
import { venues } from './venues.mjs';

/**
 * @param {string} url
 * @param {keyof typeof feeds} feed
 * @param {import('./tally.mjs').Tally} tally
 */
export function runFloor(url, feed, tally) {
  const hear = venues[feeds[feed].venue].floor(tally);
  return open(url, feed, data => {
    const receivedAt = Date.now();
    hear(JSON.parse(data.toString()), receivedAt);
  });
}

/** `ws` alone: frames are counted, nothing is read. */
export function runWs(url, feed, tally) {
  return open(url, feed, () => {
    tally.frame();
  });
}

function open(url, feed, heard) {
  const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
  socket.on('open', () => {
    for (const text of venues[feeds[feed].venue].requests(topicsOf(feed))) socket.send(text);
  });
  socket.on('message', heard);
  return () => {
    socket.close();
  };
}
