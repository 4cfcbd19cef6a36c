/**
 * A venue's table that tells what passes through it: what the streams do not show, a doctor wants to hear.
 * @module
 */
import type { Channel } from '../contract/channel.js';
import type { Inbound } from '../contract/inbound.js';
import type { Heartbeat, Protocol } from '../contract/protocol.js';
import type { Venue } from '../contract/venue.js';

/** What is heard. */
export interface Stethoscope {
  /** A ping of ours goes out. */
  pinged(): void;
  /** The venue said something. */
  said(inbound: Inbound): void;
  /** A push of a book was read. */
  read(book: BookPush): void;
  /** A book was held against the venue's checksum, and added up. */
  added(): void;
}

/** What a push of a book consists of. */
export interface BookPush {
  readonly snapshots: number;
  readonly deltas: number;
  /** Deltas that say what they follow on. */
  readonly chained: number;
  /** Deltas that have a number. */
  readonly numbered: number;
}

/**
 * Makes a table that does as the venue's does, and tells.
 *
 * @param every - we ping every so many ms, where it is we who ping
 */
export function listenedVenue(venue: Venue, ear: Stethoscope, every: number): Venue {
  const { endpoints, protocol, channels } = venue;
  const book = channels.book;
  return {
    ...venue,
    protocol: listenedProtocol(protocol, ear, every),
    endpoints: Object.fromEntries(
      Object.entries(endpoints).map(([name, endpoint]) => {
        // The heart of the public doors is what is listened to.
        const { protocol: own } = endpoint;
        const isSilent = own === undefined || endpoint.private;
        return [name, isSilent ? endpoint : { ...endpoint, protocol: listenedProtocol(own, ear, every) }];
      }),
    ),
    channels: book === undefined ? channels : { ...channels, book: listenedBook(book, ear) },
  };
}

function listenedProtocol(protocol: Protocol, ear: Stethoscope, every: number): Protocol {
  const { heartbeat } = protocol;
  return {
    ...protocol,
    heartbeat: listenedHeartbeat(heartbeat, ear, every),
    reader: () => {
      const read = protocol.reader();
      return frame => {
        const inbounds = read(frame);
        for (const inbound of inbounds) ear.said(inbound);
        return inbounds;
      };
    },
  };
}

function listenedHeartbeat(heartbeat: Heartbeat, ear: Stethoscope, every: number): Heartbeat {
  if (heartbeat.every === undefined) return heartbeat;
  const often = { ...heartbeat, every: Math.min(heartbeat.every, every) };
  const { text } = heartbeat;
  if (text === undefined) return often;
  return {
    ...often,
    text: now => {
      ear.pinged();
      return typeof text === 'string' ? text : text(now);
    },
  };
}

function listenedBook(book: Channel<'book'>, ear: Stethoscope): Channel<'book'> {
  const { read, verify } = book;
  return {
    ...book,
    read: (body, context) => {
      const events = read(body, context);
      const deltas = events.flatMap(event => (event.type === 'book-delta' ? [event] : []));
      ear.read({
        snapshots: events.length - deltas.length,
        deltas: deltas.length,
        chained: deltas.filter(({ previous }) => previous !== undefined).length,
        numbered: deltas.filter(({ sequence }) => sequence !== undefined).length,
      });
      return events;
    },
    ...(verify && {
      verify: (sides, event) => {
        verify(sides, event);
        if (event.checksum !== undefined) ear.added();
      },
    }),
  };
}
