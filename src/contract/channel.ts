/**
 * One row of a venue's table: how a kind of stream is asked for and read.
 * @module
 */
import type { Book, BookDelta, BookRow, BookSnapshot } from '../model/market.js';
import { SchemaError } from '../model/errors.js';
import type { EventOf, Kind } from '../model/kinds.js';
import * as z from 'zod';
import type { Window } from './protocol.js';
import type { Topic } from './topic.js';

/** What every request names. */
export interface SymbolRequest<M extends string = string> {
  readonly market: M;
  /** In the venue's spelling; '' for all symbols, where the kind is one of an account. */
  readonly symbol: string;
}

/** What a reader is told beside the body. */
export interface ReadContext extends SymbolRequest {
  readonly venue: string;
  /** The topic's key, for error messages. */
  readonly topic: string;
  readonly receivedAt: number;
}

/** A book side as `verify` sees it: best first. */
export interface BookSides {
  readonly book: Book;
  readonly bids: readonly BookRow[];
  readonly asks: readonly BookRow[];
}

/** A first state that the venue tells over HTTP, where the socket brings changes only. */
export interface Seed<K extends Kind = Kind, R = SymbolRequest> {
  /** An address of its REST interface; `restUrl` replaces the origin. */
  url(request: R): string;
  /** Schema and normaliser of the parsed answer. Throws {@link SchemaError}. */
  read(body: unknown, context: ReadContext): readonly EventOf<K>[];
}

/** What happened of late, which the venue tells over HTTP by the ids of the socket. */
export interface History<K extends Kind = Kind, R = SymbolRequest> {
  /** The venue's page. */
  readonly docs: string;
  /** How often it may be asked, from one address: a little under what the venue documents. */
  readonly limits: readonly Window[];
  /**
   * An address of its REST interface; `restUrl` replaces the origin.
   *
   * @param before - the id of the oldest one that is known; undefined: the newest page
   * @returns undefined where the venue has no earlier pages
   */
  url(request: R, before: string | undefined): string | undefined;
  /** Schema and normaliser of the parsed answer, oldest first. Throws {@link SchemaError}. */
  read(body: unknown, context: ReadContext): readonly EventOf<K>[];
}

/** How one kind of stream is asked for and read at one venue. */
export interface Channel<
  K extends Kind = Kind,
  M extends string = string,
  R extends SymbolRequest<M> = SymbolRequest<M>,
> {
  readonly kind: K;
  /** The venue's page. */
  readonly docs: string;
  /** The product lines that have it. */
  readonly markets: readonly M[];
  /** Present where its symbols are not among those that the venue lists. */
  readonly unlisted?: true;
  /** The longest the venue leaves a topic without a push, ms, `Infinity` where it may be silent for ever; absent: learned. */
  readonly quiet?: number;
  /** Names the topic. Throws `RangeError` where the venue has no such thing, naming what it has. */
  topic(request: R): Topic;
  /** Schema and normaliser. Throws {@link SchemaError}. */
  read(body: unknown, context: ReadContext): readonly EventOf<K>[];
  /** Where the first state comes from, if not from the socket. */
  readonly seed?: Seed<K, R>;
  /** Where what was missed can be had, if anywhere. */
  readonly history?: History<K, R>;
  /** Checks a book after an event; throws {@link ChecksumError}. */
  verify?(sides: BookSides, event: BookSnapshot | BookDelta): void;
}

/** A channel before its schema and its normaliser are closed over. */
export interface ChannelDefinition<K extends Kind, M extends string, R extends SymbolRequest<M>, W> extends Omit<
  Channel<K, M, R>,
  'read'
> {
  /** The body in the venue's words. */
  readonly wire: z.ZodType<W>;
  /** A cheaper check, where one is needed: true only of what the schema takes; of what it does not, the schema is asked. */
  fits?(body: unknown): boolean;
  /** From the venue's words to ours. */
  normalise(wire: W, context: ReadContext): readonly EventOf<K>[];
}

/**
 * Makes a channel of its schema and its normaliser: the wire type lives and dies in here.
 *
 * @throws SchemaError, from `read`, where the body does not have the shape, or holds text that is no number
 */
export function defineChannel<K extends Kind, M extends string, R extends SymbolRequest<M>, W>(
  definition: ChannelDefinition<K, M, R, W>,
): Channel<K, M, R> {
  const { wire, fits, normalise, ...rest } = definition;
  let compiled: z.ZodType<W> | undefined;
  return {
    ...rest,
    read(body, context) {
      if (fits?.(body) !== true) {
        compiled ??= z.compile(wire);
        // Says yes or no and copies nothing; what is wrong is found out only where something is.
        if (!compiled.validate(body)) throw schemaError(wire.safeParse(body).error, context);
      }
      try {
        // The row itself goes on, not the parser's copy: `raw` is what the venue sent.
        return normalise(body as W, context);
      } catch (cause) {
        if (!(cause instanceof RangeError)) throw cause;
        throw new SchemaError(`${context.venue} ${context.topic}: ${cause.message}`, { ...context, cause });
      }
    },
  };
}

function schemaError(error: z.ZodError | undefined, context: ReadContext): SchemaError {
  const issue = error?.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? 'the message' : issue.path.join('.');
  const { venue, topic } = context;
  return new SchemaError(`${venue} ${topic}: ${place} does not fit (${issue?.message ?? 'unknown'})`, {
    venue,
    topic,
    cause: error,
  });
}
