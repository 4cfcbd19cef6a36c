/**
 * The frames of a socket, guarded by the heartbeat of its protocol.
 * @module
 */
import { filter, map, merge, of, switchMap } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Frame } from '../contract/frame.js';
import type { Heartbeat } from '../contract/protocol.js';
import { SilenceError } from '../model/errors.js';
import { now } from '../operators/clock.js';
import { heartbeat } from '../operators/heartbeat.js';
import type { Socket } from '../transport/socket.js';

/** What keeps a socket alive. */
export interface Guard {
  readonly venue: string;
  readonly heartbeat: Heartbeat;
  /** Sends the text of a ping before everything else. */
  urgent(text: string): void;
}

/**
 * Mirrors the frames and sends the pings of the protocol: its own texts, or pings of the WebSocket protocol where the socket
 * can send them. Errors with `SilenceError` when the connection is dead.
 */
export function guardedFrames(socket: Socket, { venue, heartbeat: terms, urgent }: Guard): Observable<Frame> {
  const { text, patience, silence } = terms;
  const pings = terms.byProtocol === true ? socket.pings : undefined;
  const isSilent = terms.byProtocol === true && pings === undefined;
  // A pong is a sign of life, and nothing to be read.
  const signs$: Observable<Frame | undefined> =
    pings === undefined ? socket.frames$ : merge(socket.frames$, pings.answered$.pipe(map(() => undefined)));
  const send = pings === undefined ? urgent : pings.send;
  const guarded$ = of({ frames$: signs$, send }).pipe(
    heartbeat({
      every: isSilent ? undefined : terms.every,
      ping: pings === undefined ? (typeof text === 'function' ? () => text(now()) : text) : '',
      patience,
      silence,
      error: waited =>
        new SilenceError(`${venue} connection is dead: nothing came for ${waited} ms after a ping`, { venue }),
    }),
    switchMap(alive => alive.frames$),
  );
  return pings === undefined ? (guarded$ as Observable<Frame>) : guarded$.pipe(filter(sign => sign !== undefined));
}
