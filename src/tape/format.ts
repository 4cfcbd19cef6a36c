/**
 * What is on a tape: one header, then what arrived, in the order in which it arrived.
 * @module
 */

/** The version of the format that is written, and the only one that is read. */
export const TAPE_VERSION = 1;

/** The first line. */
export interface TapeHeader {
  readonly type: 'tape';
  readonly version: number;
  /** When the tape was begun, ms since the epoch. */
  readonly at: number;
  /** The version of the library that wrote it. */
  readonly library: string;
  /** Where venues were found, by venue id, where not at their own addresses; without queries. */
  readonly urls?: Readonly<Record<string, string>>;
  /** What was recorded, as the words of a command line: `["book", "bitget", "BTCUSDT"]`. */
  readonly words?: readonly string[];
}

/** Why a connection or a request ended, as its error said. */
export interface TapedFailure {
  readonly reason: string;
  readonly retryable: boolean;
  /** Not before so many ms. */
  readonly retryAfter?: number;
}

/** One thing that happened. All times are ms since the epoch, by the clock of who recorded. */
export type TapeEvent =
  | TapeHeader
  /** A connection was asked for; connections are counted from 1. The address has no query. */
  | { readonly type: 'dial'; readonly at: number; readonly connection: number; readonly url: string }
  /** `pings`: it could send pings of the WebSocket protocol. */
  | { readonly type: 'open'; readonly at: number; readonly connection: number; readonly pings?: true }
  /** We sent something. What it was is not on the tape: it may hold keys. */
  | { readonly type: 'sent'; readonly at: number; readonly connection: number }
  /** A text frame, word for word. */
  | { readonly type: 'frame'; readonly at: number; readonly connection: number; readonly text: string }
  /** A binary frame, in base64. */
  | { readonly type: 'bytes'; readonly at: number; readonly connection: number; readonly base64: string }
  /** The other side answered a ping of the WebSocket protocol. */
  | { readonly type: 'pong'; readonly at: number; readonly connection: number }
  /** The connection could not be made, or was lost. */
  | ({
      readonly type: 'lost';
      readonly at: number;
      readonly connection: number;
      /** The WebSocket close code, where there was one. */
      readonly closeCode?: number;
    } & TapedFailure)
  /** We closed it. */
  | { readonly type: 'left'; readonly at: number; readonly connection: number }
  /** Something was asked for over HTTP; requests are counted from 1. */
  | { readonly type: 'request'; readonly at: number; readonly request: number; readonly url: string }
  /** The parsed answer. */
  | { readonly type: 'answer'; readonly at: number; readonly request: number; readonly body: unknown }
  | ({
      readonly type: 'refusal';
      readonly at: number;
      readonly request: number;
      /** The HTTP status, where there was an answer. */
      readonly status?: number;
    } & TapedFailure)
  /** Nobody waited for the answer any more. */
  | { readonly type: 'dropped'; readonly at: number; readonly request: number }
  /** What the numbers grew from that were drawn for the jitter of delays: a whole number below 2^32. */
  | { readonly type: 'seed'; readonly at: number; readonly value: number }
  /** The tape was closed well. */
  | { readonly type: 'end'; readonly at: number }
  /** Told by the reader, never written: from this line on the tape cannot be read. */
  | { readonly type: 'torn'; readonly at: number; readonly line: number; readonly reason: string };

/** Writes an event as one line, without the line end. */
export function tapeLine(event: TapeEvent): string {
  if (event.type !== 'tape') return JSON.stringify(event);
  const { type, at, version, ...rest } = event;
  return JSON.stringify({ rxtape: type, version, startedAt: at, ...rest });
}
