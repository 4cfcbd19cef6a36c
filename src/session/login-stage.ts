/**
 * What stands between an open connection and a link at a private door.
 * @module
 */
import { timer } from 'rxjs';
import type { Subscription } from 'rxjs';
import type { Refusal } from '../contract/inbound.js';
import { ConnectionError, LoginError } from '../model/errors.js';
import type { FeedError } from '../model/errors.js';
import { refusalWords } from './refusal-error.js';

/** The login of one connection. */
export interface LoginStage {
  /** Sends the login, or lets in at once where none is needed. */
  begin(): void;
  welcome(): void;
  unwelcome(refusal: Refusal): void;
  close(): void;
}

/** What the login needs. */
export interface LoginStageOptions {
  readonly venue: string;
  /** How long an answer may take, ms. */
  readonly patience: number;
  /** Makes the signed text; undefined where no login is needed. */
  readonly login: (() => string) | undefined;
  send(text: string): void;
  /** Told once, when the venue has let us in. */
  admitted(): void;
  failed(error: FeedError): void;
}

/** How long a venue is left alone that bears no more logins, ms. */
const restAfterRate = 30_000;

/** Makes the login of one connection. A refusal is a `LoginError`, retryable where a clock must be corrected. */
export function createLoginStage({ venue, patience, login, send, admitted, failed }: LoginStageOptions): LoginStage {
  let waiting: Subscription | undefined;
  let isIn = login === undefined;
  return {
    begin: () => {
      if (login === undefined) {
        admitted();
        return;
      }
      waiting = timer(patience).subscribe(() => {
        failed(new ConnectionError(`${venue} login: no answer within ${patience} ms`, { venue }));
      });
      send(login());
    },
    welcome: () => {
      waiting?.unsubscribe();
      if (isIn) return;
      isIn = true;
      admitted();
    },
    unwelcome: ({ code, reason, remedy }) => {
      waiting?.unsubscribe();
      const message = `${venue} login: ${refusalWords(code, reason)}`;
      if (remedy === 'retry' || remedy === 'pause' || remedy === 'reconnect') {
        // The venue is busy, or bears no more: as any lost connection, later.
        const retryAfter = remedy === 'retry' ? undefined : restAfterRate;
        failed(new ConnectionError(message, { venue, venueCode: code, retryAfter }));
        return;
      }
      failed(new LoginError(message, { venue, venueCode: code, retryable: remedy === 'clock' }));
    },
    close: () => waiting?.unsubscribe(),
  };
}
