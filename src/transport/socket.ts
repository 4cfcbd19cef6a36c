/**
 * The seam between the network and everything above it.
 * @module
 */
import type { Observable } from 'rxjs';
import type { Frame } from '../contract/frame.js';

/** Pings of the WebSocket protocol, which the other side answers by itself. */
export interface ProtocolPings {
  send(): void;
  /** Emits when an answer arrives. Never ends by itself. */
  readonly answered$: Observable<void>;
}

/** One open connection. */
export interface Socket {
  /** What arrives; subscribe in the turn in which the socket is emitted, or frames are lost. Never ends by itself. */
  readonly frames$: Observable<Frame>;
  /** Sends a text frame. */
  send(text: string): void;
  /** Absent where the platform cannot send them: in browsers. */
  readonly pings?: ProtocolPings;
}

/**
 * Opens connections: cold, emits one open socket, never completes. A connection that cannot be made, or is lost, is a
 * `ConnectionError`, and so is a close that we did not ask for, however clean. Unsubscribing closes.
 */
export type Transport = (url: string) => Observable<Socket>;
