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
import { createLoginStage } from './login-stage.js';
import { createOutbox } from './outbox.js';
import { createRefusals } from './refusals.js';
import { tellAll } from './room.js';
import type { Room } from './room.js';
import type { Mending, Signal } from './session.js';

/** A connection that is ready. */
export interface Link {
  /** Asks for the room's topic, and hands what arrives to those who listen there. */
  open(room: Room): void;
  /** Takes the topic back. */
  close(room: Room): void;
  /** Takes the topic back and asks for it anew; does nothing where nobody listens. */
  resync(topic: Topic): void;
}

/** What a link needs to know. */
export interface LinkOptions {
  readonly venue: string;
  readonly protocol: Protocol;
  /** Makes the signed text that logs in; undefined where no login is needed. */
  readonly login?: (() => string) | undefined;
  problem(error: FeedError, mending: Mending, topic?: string): void;
}

const RESET: Signal = { type: 'reset' };

/**
 * Opens a link on a socket: emits it at once, errors when the connection is dead or the venue wants a new one.
 * Unsubscribing stops every timer and listener of it.
 */
export function openLink(socket: Socket, { venue, protocol, login, problem }: LinkOptions): Observable<Link> {
  return new Observable<Link>(subscriber => {
    const rooms = new Map<string, Room>();
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
      topicOf: key => rooms.get(key)?.topic,
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
      topicOf: key => rooms.get(key)?.topic,
      again: topic => {
        outbox.forget(topic);
        outbox.want(topic);
      },
      forget: topic => {
        outbox.forget(topic);
      },
      retract: topic => {
        const room = rooms.get(topic.key);
        rooms.delete(topic.key);
        outbox.forget(topic);
        return error => {
          for (const listener of room?.listeners ?? []) listener.error(error);
        };
      },
      pause: ms => {
        outbox.pause(ms);
      },
      fail,
      problem,
    });

    const entrance = createLoginStage({
      venue,
      patience: protocol.patience,
      login,
      send: text => {
        outbox.urgent(text);
      },
      admitted: () => {
        subscriber.next({ open, close, resync });
      },
      failed: fail,
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
          const room = rooms.get(inbound.topic);
          if (room === undefined) continue;
          answers.flows(inbound.topic);
          refusals.mended(inbound.topic);
          const message: Signal = { type: 'message', body: inbound.body, receivedAt: frame.receivedAt };
          for (const listener of room.listeners) listener.next(message);
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
      for (const room of [...rooms.values()]) tellAll(room, { type: 'doubt', cause: error });
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
        case 'welcome':
          entrance.welcome();
          break;
        case 'unwelcome':
          entrance.unwelcome(inbound.refusal);
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
      const room = rooms.get(topic.key);
      if (room === undefined) return;
      outbox.again(topic);
      tellAll(room, RESET);
    };

    const open = (room: Room): void => {
      rooms.set(room.topic.key, room);
      outbox.want(room.topic);
    };

    const close = ({ topic }: Room): void => {
      // A refused topic is out already.
      if (!rooms.delete(topic.key)) return;
      answers.forget(topic.key);
      outbox.leave(topic);
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
    entrance.begin();

    return () => {
      frames.unsubscribe();
      entrance.close();
      answers.close();
      refusals.close();
      outbox.close();
    };
  });
}
