/**
 * One client's line as the exchange sees it: it can stall, go deaf and be cut.
 * @module
 */
import type { Delivery } from './delivery.js';
import type { Sent } from './push.js';

/** The client's end: what the exchange can do to it. */
export interface Client {
  /** Delivers a frame: text, or the bytes of a binary one. */
  send(data: string | Uint8Array): void;
  /** Closes the connection with this code; without a close frame where it is undefined. */
  close(code: number | undefined): void;
  /** Told where nothing is said any more, not even what the WebSocket protocol says by itself. */
  mute?(): void;
}

/** The exchange's end. */
export interface Line {
  /** Whether what the client says is still heard. */
  readonly deaf: boolean;
  readonly open: boolean;
  send(frame: Sent): void;
  /** Sends and hears nothing any more. */
  goDeaf(): void;
  /** Holds everything back for so long, then sends it at once. */
  stall(ms: number): void;
  /** Marks the line as gone; `tell` closes the client's end as well. */
  end(tell: { readonly code: number | undefined } | undefined): void;
}

/** Makes the exchange's end of a client's line. */
export function createLine(client: Client, delivery: Delivery): Line {
  let open = true;
  let deaf = false;
  let held: Sent[] | undefined;

  return {
    get deaf() {
      return deaf;
    },
    get open() {
      return open;
    },
    send(frame) {
      if (!open || deaf) return;
      if (held === undefined) client.send(frame);
      else held.push(frame);
    },
    goDeaf() {
      deaf = true;
      client.mute?.();
    },
    stall(ms) {
      if (held !== undefined) return;
      held = [];
      delivery.after(ms, () => {
        const burst = held ?? [];
        held = undefined;
        if (!deaf) for (const frame of burst) client.send(frame);
      });
    },
    end(tell) {
      if (!open) return;
      open = false;
      if (tell !== undefined) client.close(tell.code);
    },
  };
}
