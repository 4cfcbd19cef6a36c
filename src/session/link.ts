/**
 * One living connection: reads frames, hands messages to the listeners of their topic, asks and takes back.
 * @module
 */
import { Observable } from 'rxjs';
import type { Frame } from '../contract/frame.js';
import type { Inbound } from '../contract/inbound.js';
import type { Protocol } from '../contract/protocol.js';
import type { Topic } from '../contract/topic.js';
import type { FeedError } from '../model/errors.js';
import type { Socket } from '../transport/socket.js';
import { unasked, unreadable } from './connection-error.js';
import { createDialogue } from './dialogue.js';
import { guardedFrames } from './guarded-frames.js';
import { createLateListeners } from './late-listeners.js';
import { createLoginStage } from './login-stage.js';
import { createNotices } from './notices.js';
import type { Request } from './requests.js';
import { tellAll } from './room.js';
import type { Room } from './room.js';
import type { Mending, Signal } from './session.js';

/** A connection that is ready. */
export interface Link {
  /**
   * Asks for the room's topic, and hands what arrives to those who listen there. Where that is done already, and the one who
   * came last needs a first push, the topic is begun anew as soon as its budget allows.
   */
  open(room: Room): void;
  /** Takes the topic back. */
  close(room: Room): void;
  /**
   * Takes the topic back and asks for it anew; does nothing where nobody listens. What the login alone brings is begun anew
   * by another login, where later pushes build on the first one, else not at all.
   */
  resync(topic: Topic): void;
  /** The same without telling the listeners. */
  refresh(topic: Topic): void;
  /** Ends the link with this error, so that a new one is made. */
  renew(reason: FeedError): void;
}

/** A link whose topics can be handed on. */
export interface OpenLink extends Link {
  /** By topic key. */
  readonly rooms: ReadonlyMap<string, Room>;
  /** When a frame arrived last: our clock, ms since the epoch; 0 before the first. */
  heardAt(): number;
  /** Hands what arrives for a topic that is open to another room from now on. */
  adopt(room: Room): void;
}

/** What a link needs to know. */
export interface LinkOptions {
  readonly venue: string;
  readonly protocol: Protocol;
  /** Makes the signed text that logs in; undefined where no login is needed. */
  readonly login?: (() => string) | undefined;
  /** Makes the text of a request. */
  write(request: Request): string;
  /** Told once, when the first data have arrived: what was said is good. */
  proven?(): void;
  /** The venue accepted a topic. */
  accepted?(key: string): void;
  problem(error: FeedError, mending: Mending, topic?: string): void;
}

const RESYNC: Signal = { type: 'reset', reason: 'resync' };
const ASKED: Signal = { type: 'asked' };

/**
 * Opens a link on a socket: emits it at once, errors when the connection is dead or the venue wants a new one.
 * Unsubscribing stops every timer and listener of it.
 */
export function openLink(socket: Socket, options: LinkOptions): Observable<OpenLink> {
  const { venue, protocol, login, write, proven, accepted, problem } = options;
  return new Observable<OpenLink>(subscriber => {
    const rooms = new Map<string, Room>();
    /** Topics that build on their first push, and of which something came since they were asked for. */
    const flowing = new Set<string>();
    const read = protocol.reader();
    let heardAt = 0;
    let isProven = proven === undefined;

    const fail = (error: FeedError): void => {
      dialogue.hush();
      subscriber.error(error);
    };

    const dialogue = createDialogue({
      venue,
      protocol,
      write,
      send: text => {
        socket.send(text);
      },
      topicOf: key => rooms.get(key)?.topic,
      asked: topics => {
        for (const { key } of topics) {
          const room = rooms.get(key);
          flowing.delete(key);
          if (room !== undefined) tellAll(room, ASKED);
        }
      },
      retract: topic => {
        const room = rooms.get(topic.key);
        if (room !== undefined) remove(room);
        return error => {
          for (const listener of room?.listeners ?? []) listener.error(error);
        };
      },
      ...(accepted && { accepted }),
      fail,
      problem,
    });

    const entrance = createLoginStage({
      venue,
      patience: protocol.patience,
      login,
      send: dialogue.urgent,
      admitted: () => {
        subscriber.next({ rooms, heardAt: () => heardAt, open, close, adopt, resync, refresh, renew: fail });
      },
      failed: fail,
    });

    const hear = (frame: Frame): void => {
      let inbounds: readonly Inbound[];
      heardAt = frame.receivedAt;
      try {
        inbounds = read(frame);
      } catch (cause) {
        doubt(cause);
        return;
      }
      for (const inbound of inbounds) {
        if (inbound.type === 'data') deliver(inbound.topic, inbound.body, frame.receivedAt);
        else heed(inbound);
      }
    };

    const deliver = (key: string, body: unknown, receivedAt: number): void => {
      const room = rooms.get(key);
      if (room === undefined) return;
      if (room.topic.incremental) flowing.add(key);
      dialogue.flows(key);
      if (!isProven) {
        isProven = true;
        proven?.();
      }
      const message: Signal = { type: 'message', body, receivedAt };
      for (const listener of room.listeners) listener.next(message);
    };

    /** A frame that cannot be read may have been anybody's. */
    const doubt = (cause: unknown): void => {
      const error = unreadable(cause, venue);
      problem(error, 'skipped');
      for (const room of [...rooms.values()]) tellAll(room, { type: 'doubt', cause: error });
    };

    const note = createNotices(venue, problem);

    const heed = (inbound: Exclude<Inbound, { type: 'data' }>): void => {
      switch (inbound.type) {
        case 'welcome':
          entrance.welcome();
          break;
        case 'unwelcome':
          entrance.unwelcome(inbound.refusal);
          break;
        case 'ping':
          dialogue.urgent(inbound.reply);
          break;
        case 'notice':
          note(inbound.text);
          break;
        case 'pong':
          break;
        default:
          dialogue.heed(inbound);
      }
    };

    const resync = (topic: Topic): void => {
      const room = refresh(topic);
      if (room !== undefined) tellAll(room, RESYNC);
    };

    const late = createLateListeners(protocol.limits.resyncs, resync);

    const refresh = (topic: Topic): Room | undefined => {
      const room = rooms.get(topic.key);
      if (room === undefined) return undefined;
      late.served(topic.key);
      if (topic.implied === true) {
        // Nothing that is said would bring it anew; what does not build on its first push needs none.
        if (topic.incremental) fail(unasked(topic, venue));
        return undefined;
      }
      flowing.delete(topic.key);
      dialogue.again(topic);
      return room;
    };

    const open = (room: Room): void => {
      const { topic } = room;
      if (rooms.has(topic.key)) {
        // Who comes before the first push has missed nothing.
        if (flowing.has(topic.key)) late.came(room);
        return;
      }
      rooms.set(topic.key, room);
      dialogue.want(topic);
    };

    const close = (room: Room): void => {
      // A refused topic is out already.
      if (remove(room)) dialogue.leave(room.topic);
    };

    const remove = ({ topic: { key } }: Room): boolean => {
      flowing.delete(key);
      late.left(key);
      return rooms.delete(key);
    };

    const adopt = (room: Room): void => {
      if (rooms.has(room.topic.key)) rooms.set(room.topic.key, room);
    };

    const guard = { venue, heartbeat: protocol.heartbeat, urgent: dialogue.urgent };
    const frames = guardedFrames(socket, guard).subscribe({
      next: hear,
      error: (error: unknown) => {
        subscriber.error(error);
      },
    });
    entrance.begin();

    return () => {
      frames.unsubscribe();
      entrance.close();
      late.close();
      dialogue.close();
    };
  });
}
