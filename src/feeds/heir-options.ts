/**
 * What the heirs of all kinds need.
 * @module
 */
import type { EventOf, Kind } from '../model/kinds.js';
import type { Message } from '../session/session.js';
import type { Run } from './run.js';

/** Goes on with what the new connection has told, as if it had just come. */
export type GoOn<K extends Kind> = (events: readonly EventOf<K>[], receivedAt: number) => void;

/** What an heir needs. */
export interface HeirOptions<K extends Kind> {
  readonly run: Run<K>;
  /** Reads a message; undefined where it cannot be read, which is told. */
  read(message: Message): readonly EventOf<K>[] | undefined;
  readonly goOn: GoOn<K>;
}

/** Something that the new connection has told. */
export interface Held<K extends Kind> {
  readonly event: EventOf<K>;
  readonly receivedAt: number;
}

/** So many events are held at most: more say that the two connections do not meet. */
export const mostHeld = 20_000;
