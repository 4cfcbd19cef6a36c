/**
 * What can go wrong, as classes with a stable `code` and a `retryable` flag.
 * @module
 */

/** The stable codes; they are part of the public interface. */
export type FeedErrorCode =
  | 'CONNECTION'
  | 'SILENCE'
  | 'LOGIN'
  | 'SUBSCRIPTION'
  | 'REQUEST'
  | 'DECODE'
  | 'SCHEMA'
  | 'SEQUENCE'
  | 'CHECKSUM'
  | 'CROSSED';

/** What is known beside the sentence. */
export interface FeedErrorDetails {
  /** The venue's id. */
  readonly venue?: string | undefined;
  /** The topic's key, where one topic is meant. */
  readonly topic?: string | undefined;
  /** The venue's own code, as text. */
  readonly venueCode?: string | undefined;
  /** Not before so many ms. */
  readonly retryAfter?: number | undefined;
  /** Whether trying again can help. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** The parent of every error a feed can tell. The message is one sentence that begins with its subject. */
export class FeedError extends Error {
  readonly code: FeedErrorCode;
  /** Whether trying again can help; the library tries by itself where it can. */
  readonly retryable: boolean;
  readonly venue: string | undefined;
  readonly topic: string | undefined;
  readonly venueCode: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: FeedErrorCode, message: string, retryable: boolean, details: FeedErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = details.retryable ?? retryable;
    this.venue = details.venue;
    this.topic = details.topic;
    this.venueCode = details.venueCode;
    this.retryAfter = details.retryAfter;
  }
}

/** A connection that could not be made, or was lost. Mended by reconnecting. */
export class ConnectionError extends FeedError {
  /** The WebSocket close code, where there was one. */
  readonly closeCode: number | undefined;
  constructor(message: string, details: FeedErrorDetails & { readonly closeCode?: number | undefined } = {}) {
    super('CONNECTION', message, true, details);
    this.closeCode = details.closeCode;
  }
}

/** A connection on which nothing comes any more. Mended by reconnecting. */
export class SilenceError extends FeedError {
  constructor(message: string, details?: FeedErrorDetails) {
    super('SILENCE', message, true, details);
  }
}

/** A login that the venue refused. Not mended by trying again, but for a clock that can be corrected. */
export class LoginError extends FeedError {
  constructor(message: string, details?: FeedErrorDetails) {
    super('LOGIN', message, false, details);
  }
}

/** A subscription that the venue refused (not retryable) or did not answer (retryable). */
export class SubscriptionError extends FeedError {
  constructor(message: string, details?: FeedErrorDetails) {
    super('SUBSCRIPTION', message, false, details);
  }
}

/** A request over HTTP that failed. Worth another try unless the venue said that the request itself is wrong. */
export class RequestError extends FeedError {
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  constructor(message: string, status: number | undefined, details: FeedErrorDetails = {}) {
    super('REQUEST', message, status === undefined || status === 408 || status === 429 || status >= 500, details);
    this.status = status;
  }
}

/** A frame that is not what the venue's protocol allows. Skipped and told. */
export class DecodeError extends FeedError {
  constructor(message: string, details?: FeedErrorDetails) {
    super('DECODE', message, false, details);
  }
}

/** A message whose rows do not have the shape they must have. Skipped and told. */
export class SchemaError extends FeedError {
  constructor(message: string, details?: FeedErrorDetails) {
    super('SCHEMA', message, false, details);
  }
}

/** A book whose deltas do not follow on each other. Mended by asking for the topic anew. */
export class SequenceError extends FeedError {
  constructor(message: string, details?: FeedErrorDetails) {
    super('SEQUENCE', message, true, details);
  }
}

/** A book that does not add up to the venue's checksum. Mended by asking for the topic anew. */
export class ChecksumError extends FeedError {
  constructor(message: string, details?: FeedErrorDetails) {
    super('CHECKSUM', message, true, details);
  }
}

/** A book whose best bid stays at or above its best ask. Mended by asking for the topic anew. */
export class CrossedError extends FeedError {
  constructor(message: string, details?: FeedErrorDetails) {
    super('CROSSED', message, true, details);
  }
}
