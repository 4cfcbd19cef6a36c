/**
 * One living connection: reads frames, hands messages to the listeners of their topic, asks and takes back.
 * @module
 */
import { Observable, of, switchMap } from 'rxjs';
import type { Frame } from '../contract/frame.js';
import type { Inbound } from '../contract/inbound.js';
import type { Protocol } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import { ConnectionError, DecodeError, FeedError, SilenceError } from '../model/errors.js';
import { heartbeat } from '../operators/heartbeat.js';
import type { Socket } from '../transport/socket.js';
import { createAnswers } from './answers.js';
import { createOutbox } from './outbox.js';
import { createRefusals } from './refusals.js';
import type { Listener, Mending, Signal } from './session.js';

/** A connection that is ready. */
export interface Link {
  /** Tells the listener a reset, then what arrives; errs where the venue refuses the topic. Gives what ends it. */
  listen(topic: Topic, listener: Listener): () => void;
  /** Takes the topic back and asks for it anew; does nothing where nobody listens. */
  resync(topic: Topic): void;
}

/** What a link needs to know. */
export interface LinkOptions {
  readonly venue: string;
  readonly protocol: Protocol;
  problem(error: FeedError, mending: Mending, topic?: string): void;
}

interface Entry {
  readonly topic: Topic;
  /** Replaced, never changed: a listener may leave while a message is handed round. */
  listeners: readonly Listener[];
}

const RESET: Signal = { type: 'reset' };

/**
 * Opens a link on a socket: emits it at once, errors when the connection is dead or the venue wants a new one.
 * Unsubscribing stops every timer and listener of it.
 */
export function openLink(socket: Socket, { venue, protocol, problem }: LinkOptions): Observable<Link> {
  return new Observable<Link>(subscriber => {
    const entries = new Map<string, Entry>();
    const read = protocol.reader();

    const outbox = createOutbox({
      protocol,
      send: text => {
        socket.send(text);
      },
      asked: topics => {
        answers.asked(topics);
      },
      stuck: wait => {
        const minutes = Math.ceil(wait / 60_000);
        fail(
          new ConnectionError(
            `${venue} connection has used up its requests for the next ${minutes} min: a new one takes its place`,
            { venue },
          ),
        );
      },
    });

    const answers = createAnswers({
      venue,
      protocol,
      topicOf: key => entries.get(key)?.topic,
      again: topic => {
        outbox.again(topic);
      },
      problem,
    });

    const fail = (error: FeedError): void => {
      outbox.close();
      subscriber.error(error);
    };

    const refusals = createRefusals({
      venue,
      topicOf: key => entries.get(key)?.topic,
      again: topic => {
        outbox.forget(topic);
        outbox.want(topic);
      },
      forget: topic => {
        outbox.forget(topic);
      },
      retract: topic => {
        const entry = entries.get(topic.key);
        entries.delete(topic.key);
        outbox.forget(topic);
        return error => {
          for (const listener of entry?.listeners ?? []) listener.error(error);
        };
      },
      pause: ms => {
        outbox.pause(ms);
      },
      fail,
      problem,
    });

    const hear = (frame: Frame): void => {
      let inbounds: readonly Inbound[];
      try {
        inbounds = read(frame);
      } catch (cause) {
        doubt(cause);
        return;
      }
      for (const inbound of inbounds) {
        if (inbound.type === 'data') {
          const entry = entries.get(inbound.topic);
          if (entry === undefined) continue;
          answers.flows(inbound.topic);
          refusals.mended(inbound.topic);
          const message: Signal = { type: 'message', body: inbound.body, receivedAt: frame.receivedAt };
          for (const listener of entry.listeners) listener.next(message);
        } else {
          heed(inbound);
        }
      }
    };

    /** A frame that cannot be read may have been anybody's. */
    const doubt = (cause: unknown): void => {
      const error =
        cause instanceof FeedError ? cause : new DecodeError(`${venue} frame could not be read`, { venue, cause });
      problem(error, 'skipped');
      for (const entry of [...entries.values()]) tell(entry, { type: 'doubt', cause: error });
    };

    const tell = (entry: Entry, signal: Signal): void => {
      for (const listener of entry.listeners) listener.next(signal);
    };

    const heed = (inbound: Exclude<Inbound, { type: 'data' }>): void => {
      switch (inbound.type) {
        case 'accepted':
          for (const key of inbound.topics) {
            answers.accepted(key);
            refusals.mended(key);
          }
          break;
        case 'dropped':
          for (const key of inbound.topics) answers.dropped(key);
          break;
        case 'refused':
          for (const key of inbound.topics) {
            answers.forget(key);
            refusals.refuse(key, inbound.refusal);
          }
          break;
        case 'complaint':
          refusals.complain(inbound.refusal);
          break;
        case 'ping':
          outbox.urgent(inbound.reply);
          break;
        default:
          break;
      }
    };

    const resync = (topic: Topic): void => {
      const entry = entries.get(topic.key);
      if (entry === undefined) return;
      outbox.again(topic);
      tell(entry, RESET);
    };

    const listen = (topic: Topic, listener: Listener): (() => void) => {
      const known = entries.get(topic.key);
      const entry = known ?? { topic, listeners: [] };
      listener.next(RESET);
      entry.listeners = [...entry.listeners, listener];
      if (known === undefined) {
        entries.set(topic.key, entry);
        outbox.want(topic);
      } else if (topic.incremental) {
        resync(topic);
      }
      return () => {
        entry.listeners = entry.listeners.filter(other => other !== listener);
        if (entry.listeners.length > 0 || entries.get(topic.key) !== entry) return;
        entries.delete(topic.key);
        answers.forget(topic.key);
        outbox.leave(topic);
      };
    };

    const beats$ = of({
      frames$: socket.frames$,
      send: (text: string) => {
        outbox.urgent(text);
      },
    }).pipe(
      heartbeat({
        every: protocol.heartbeat.every,
        ping: protocol.heartbeat.text,
        patience: protocol.heartbeat.patience,
        error: waited =>
          new SilenceError(`${venue} connection is dead: nothing came for ${waited} ms after a ping`, { venue }),
      }),
    );
    const frames = beats$.pipe(switchMap(alive => alive.frames$)).subscribe({
      next: hear,
      error: (error: unknown) => {
        subscriber.error(error);
      },
    });
    subscriber.next({ listen, resync });

    return () => {
      frames.unsubscribe();
      answers.close();
      refusals.close();
      outbox.close();
    };
  });
}
