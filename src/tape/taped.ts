/**
 * Records what arrives on connections.
 * @module
 */
import { Observable, tap } from 'rxjs';
import type { Frame } from '../contract/frame.js';
import { ConnectionError, FeedError } from '../model/errors.js';
import { now } from '../operators/clock.js';
import type { Socket, Transport } from '../transport/socket.js';
import { toBase64 } from './base64.js';
import type { TapedFailure, TapeEvent } from './format.js';
import { plainAddress } from './tape-sink.js';
import type { TapeSink } from './tape-sink.js';

/**
 * Wraps a transport: everything passes through, and what arrives is written to the tape before it is passed on —
 * connections asked for, opened, lost and left, and each frame with the time of its arrival. Of what is sent only the
 * moment is written: it may hold keys.
 *
 * @example
 * ```ts
 * import { createFeeds, wsTransport } from 'rxtape';
 * import { createTapeFile, taped } from 'rxtape/tape';
 *
 * const tape = createTapeFile('btc.ndjson.gz');
 * const feeds = createFeeds({ transport: taped(wsTransport(), tape) });
 * // … at the end:
 * await tape.close();
 * ```
 */
export function taped(transport: Transport, tape: TapeSink): Transport {
  return url =>
    new Observable<Socket>(subscriber => {
      const connection = tape.number();
      let isOver = false;
      const write = (event: TapeEvent): void => {
        if (!isOver) tape.write(event);
      };
      write({ type: 'dial', at: now(), connection, url: tape.redaction.text(plainAddress(url)) });
      subscriber.add(() => {
        write({ type: 'left', at: now(), connection });
      });
      subscriber.add(
        transport(url).subscribe({
          next: (socket: PingingSocket) => {
            write({ type: 'open', at: now(), connection, ...(socket.pings === undefined ? {} : { pings: true }) });
            subscriber.next(listened(socket, connection, tape, write));
          },
          error: (cause: unknown) => {
            const closeCode = cause instanceof ConnectionError ? cause.closeCode : undefined;
            write({
              ...{ type: 'lost', at: now(), connection },
              ...(closeCode === undefined ? {} : { closeCode }),
              ...failureOf(cause, tape),
            });
            isOver = true;
            subscriber.error(cause);
          },
          complete: () => {
            subscriber.complete();
          },
        }),
      );
    });
}

/** What an error says, without secrets. */
export function failureOf(cause: unknown, tape: TapeSink): TapedFailure {
  const reason = tape.redaction.text(cause instanceof Error ? cause.message : String(cause));
  const retryable = !(cause instanceof FeedError) || cause.retryable;
  const retryAfter = cause instanceof FeedError ? cause.retryAfter : undefined;
  return { reason, retryable, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

/** A socket that may be able to send pings of the WebSocket protocol. */
export interface PingingSocket extends Socket {
  readonly pings?: { send(): void; readonly answered$: Observable<void> };
}

function listened(
  socket: PingingSocket,
  connection: number,
  tape: TapeSink,
  write: (event: TapeEvent) => void,
): PingingSocket {
  const { pings } = socket;
  const pong = (): void => {
    write({ type: 'pong', at: now(), connection });
  };
  return {
    ...socket,
    ...(pings === undefined ? {} : { pings: { ...pings, answered$: pings.answered$.pipe(tap(pong)) } }),
    send: text => {
      write({ type: 'sent', at: now(), connection });
      socket.send(text);
    },
    frames$: socket.frames$.pipe(
      tap(frame => {
        write(eventOf(frame, connection, tape));
      }),
    ),
  };
}

function eventOf({ receivedAt: at, data }: Frame, connection: number, { redaction }: TapeSink): TapeEvent {
  const clean = typeof data === 'string' ? redaction.text(data) : redaction.bytes(data);
  return typeof clean === 'string'
    ? { type: 'frame', at, connection, text: clean }
    : { type: 'bytes', at, connection, base64: toBase64(clean) };
}
