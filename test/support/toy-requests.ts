/**
 * The toy's requests with an id, and what a script says about them.
 * @module
 */
import type { Inbound, Refusal } from '../../src/contract/inbound.js';
import type { Protocol, RequestContext } from '../../src/contract/protocol.js';
import type { Topic } from '../../src/contract/topic.js';
import type { ToyClient } from './toy-server.js';

interface Said {
  readonly verb: string;
  readonly names: readonly string[];
  readonly id: string;
}

const text =
  (verb: string) =>
  (topics: readonly Topic[], { id }: RequestContext): string =>
    JSON.stringify({ verb, names: topics.map(topic => topic.key), id });

/** The toy's protocol, whose requests carry their id. */
export const byId: Partial<Protocol> = { subscribe: text('subscribe'), unsubscribe: text('unsubscribe') };

/** The same, where data are the only answer, and whoever is refused hears it without a name. */
export const silent: Partial<Protocol> = { ...byId, acknowledges: false, patience: 10_000 };

/** A refusal of this remedy. */
export function refusal(remedy: Refusal['remedy'], code = '7'): Refusal {
  return { code, reason: 'no such thing', remedy };
}

/** A request is refused whole. */
export function rejected(
  request: object,
  remedy: Refusal['remedy'] = 'never',
  guilty: readonly string[] = [],
  standing: readonly string[] = [],
): Inbound {
  return { type: 'rejected', request, refusal: refusal(remedy), guilty, standing };
}

/** A message of a topic. */
export function data(topic: string): Inbound {
  return { type: 'data', topic, body: 1 };
}

/** The id of the request that a client sent last. */
export function idOf({ heard }: ToyClient): string {
  return (JSON.parse(heard.at(-1)?.text ?? '{}') as Said).id;
}

/** Requests as "subscribe a,b". */
export function namesOf(texts: readonly string[]): readonly string[] {
  return texts
    .filter(one => one !== 'ping')
    .map(one => JSON.parse(one) as Said)
    .map(({ verb, names }) => `${verb} ${names.join()}`);
}

/** What listeners were told that ends them. */
export function errorsOf(told: readonly string[]): readonly string[] {
  return told.filter(line => line.includes('error'));
}
