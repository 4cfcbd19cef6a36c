/**
 * Records what is answered over HTTP.
 * @module
 */
import { Observable } from 'rxjs';
import { RequestError } from '../model/errors.js';
import { now } from '../operators/clock.js';
import type { Http } from '../transport/http.js';
import type { TapeEvent } from './format.js';
import { failureOf } from './taped.js';
import type { TapeSink } from './tape-sink.js';

/** Wraps requests over HTTP: everything passes through, and each question and its answer is written to the tape. */
export function tapedHttp(http: Http, tape: TapeSink): Http {
  const { redaction } = tape;
  return url =>
    new Observable(subscriber => {
      const request = tape.number();
      let isOver = false;
      const write = (event: TapeEvent): void => {
        if (!isOver) tape.write(event);
      };
      write({ type: 'request', at: now(), request, url: redaction.text(withoutUser(url)) });
      subscriber.add(() => {
        write({ type: 'dropped', at: now(), request });
      });
      subscriber.add(
        http(url).subscribe({
          next: body => {
            write({ type: 'answer', at: now(), request, body: redacted(body, redaction.text) });
            isOver = true;
            subscriber.next(body);
          },
          error: (cause: unknown) => {
            const status = cause instanceof RequestError ? cause.status : undefined;
            write({
              ...{ type: 'refusal', at: now(), request },
              ...(status === undefined ? {} : { status }),
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

/** The query stays: it says which symbol is meant. */
function withoutUser(url: string): string {
  if (!URL.canParse(url)) return '';
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}${pathname}${search}`;
}

function redacted(body: unknown, redact: (text: string) => string): unknown {
  const text = JSON.stringify(body) as string | undefined;
  if (text === undefined) return null;
  const clean = redact(text);
  return clean === text ? body : (JSON.parse(clean) as unknown);
}
