/**
 * One client's line as the exchange sees it: it can stall, slow down, go deaf and be cut.
 * @module
 */
import { now } from '../operators/clock.js';
import type { Delivery } from './delivery.js';
import type { Sent } from './push.js';

/** The client's end: what the exchange can do to it. */
export interface Client {
  /** Delivers a frame: text, or the bytes of a binary one. */
  send(data: string | Uint8Array): void;
  /** Closes the connection with this code; without a close frame where it is undefined. */
  close(code: number | undefined): void;
  /** Told where nothing is said any more, not even what the WebSocket protocol says by itself; false: it is again. */
  mute?(isMute: boolean): void;
}

/** The exchange's end. */
export interface Line {
  /** Whether what the client says is not heard. */
  readonly deaf: boolean;
  readonly open: boolean;
  send(frame: Sent): void;
  /** Takes what the client says: now, once the line has healed, or never. */
  hear(take: () => void): void;
  /** Sends and hears nothing for so long, ms; then all of it at once. */
  goDeaf(ms: number): void;
  /** Holds everything back for so long, then sends it at once. */
  stall(ms: number): void;
  /** Sends late and little for so long, ms; then what is left at once. */
  slow(ms: number): void;
  /** Marks the line as gone; `tell` closes the client's end as well. */
  end(tell: { readonly code: number | undefined } | undefined): void;
}

/** How late a slow line is, ms. */
const LATENCY = 400;
/** How much goes over a slow line, bytes per ms. */
const BANDWIDTH = 16.384;

/** Makes the exchange's end of a client's line. */
export function createLine(client: Client, delivery: Delivery): Line {
  let open = true;
  /** Until when nothing is heard, nothing leaves, and little leaves, ms since the epoch. */
  let [deafUntil, heldUntil, slowUntil] = [-Infinity, -Infinity, -Infinity];
  /** When the last frame that is under way is there. */
  let arrival = -Infinity;
  let waiting: (() => void)[] = [];
  let heard: (() => void)[] = [];

  const isDeaf = (): boolean => now() < deafUntil;

  function flush(): void {
    const burst = waiting;
    waiting = [];
    arrival = -Infinity;
    for (const leave of burst) leave();
  }

  function forget(): void {
    waiting = [];
    heard = [];
  }

  /** Lets go once the last of several reasons to hold is over. */
  function release(): void {
    if (now() < Math.max(heldUntil, slowUntil)) return;
    client.mute?.(false);
    const words = heard;
    heard = [];
    for (const take of words) take();
    flush();
  }

  function queue(frame: Sent): void {
    let isGone = false;
    const leave = (): void => {
      if (!isGone) client.send(frame);
      isGone = true;
    };
    waiting.push(leave);
    if (now() < heldUntil) return;
    arrival = Math.max(now() + LATENCY, arrival) + frame.length / BANDWIDTH;
    delivery.after(arrival - now(), () => {
      // What was held back since then leaves with the rest of it.
      if (now() < heldUntil || isGone) return;
      while (waiting.length > 0 && waiting[0] !== leave) waiting.shift()?.();
      waiting.shift();
      leave();
    });
  }

  return {
    get deaf() {
      return isDeaf();
    },
    get open() {
      return open;
    },
    send(frame) {
      if (!open || deafUntil === Infinity) return;
      // What comes in the very ms of the release must not overtake.
      if (now() < Math.max(heldUntil, slowUntil) || waiting.length > 0) queue(frame);
      else client.send(frame);
    },
    hear(take) {
      if (!isDeaf() && heard.length === 0) take();
      else if (deafUntil < Infinity) heard.push(take);
    },
    goDeaf(ms) {
      client.mute?.(true);
      deafUntil = heldUntil = Math.max(deafUntil, heldUntil, now() + ms);
      if (deafUntil < Infinity) delivery.after(ms, release);
      else forget();
    },
    stall(ms) {
      heldUntil = Math.max(heldUntil, now() + ms);
      if (heldUntil < Infinity) delivery.after(ms, release);
    },
    slow(ms) {
      slowUntil = Math.max(slowUntil, now() + ms);
      if (slowUntil < Infinity) delivery.after(ms, release);
    },
    end(tell) {
      if (!open) return;
      open = false;
      forget();
      if (tell !== undefined) client.close(tell.code);
    },
  };
}
