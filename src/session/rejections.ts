/**
 * What a connection does about answers that mean a whole request.
 * @module
 */
import type { Inbound, Refusal, RequestRef } from '../contract/inbound.js';
import type { Topic } from '../contract/topic.js';
import type { Requests } from './requests.js';

/** The answers that mean a whole request. */
export interface Rejections {
  granted(ref: RequestRef): void;
  rejected(inbound: Extract<Inbound, { type: 'rejected' }>): void;
}

/** What they need. */
export interface RejectionsOptions {
  readonly requests: Requests;
  /** False where data are the only other answer, so that nobody knows which request is refused. */
  readonly acknowledges: boolean;
  accepted(key: string): void;
  dropped(key: string): void;
  /** Some topics are refused in one word. */
  refuse(keys: readonly string[], refusal: Refusal): void;
  complain(refusal: Refusal): void;
  /** Some are going to be probed for this. */
  doubted(refusal: Refusal): void;
  /** The venue does not have it: asks for it anew, with others. */
  again(topic: Topic): void;
  /** Whether an error may still be of what is going to be probed. */
  isSettling(): boolean;
  /** The venue may have it or not: asks for it in a request of its own. */
  probe(topic: Topic): void;
}

/** Makes the answers: of a request that is refused whole, only the guilty topics are refused in the end. */
export function createRejections(options: RejectionsOptions): Rejections {
  const { requests, acknowledges, accepted, dropped, refuse, complain, doubted, again, probe, isSettling } = options;

  /** Where the venue names nobody, each one is asked alone. */
  const sift = (topics: readonly Topic[], refusal: Refusal): void => {
    const [first, ...others] = topics;
    if (first === undefined) complain(refusal);
    else if (others.length === 0) refuse([first.key], refusal);
    else if (refusal.remedy === 'never' || refusal.remedy === 'retry') {
      for (const topic of topics) probe(topic);
      doubted(refusal);
    } else {
      refuse(
        topics.map(({ key }) => key),
        refusal,
      );
    }
  };

  return {
    granted: ref => {
      const request = requests.take(ref);
      const tell = request?.verb === 'unsubscribe' ? dropped : accepted;
      for (const topic of request?.topics ?? []) tell(topic.key);
    },
    rejected: ({ request: ref, refusal, guilty, standing }) => {
      const isUnnamed = !acknowledges && ref.id === undefined && ref.verb === undefined;
      if (isUnnamed && guilty.length === 0) {
        const isSure = !requests.isLeaving;
        const suspects = requests.takeSuspects();
        // What calls for more than another try must not be taken for an echo of what is being traced.
        const isEcho = isSettling() && refusal.remedy === 'never';
        // One suspect is guilty only if nothing else can be meant.
        if (!isEcho && (isSure || suspects.length !== 1)) sift(suspects, refusal);
        else for (const topic of suspects) probe(topic);
        return;
      }
      const request = isUnnamed ? undefined : requests.take(ref);
      if (request?.verb === 'unsubscribe') {
        complain(refusal);
        return;
      }
      const topics = request?.topics ?? [];
      // A name that is none of the request's says nothing of it.
      const isNamed = topics.some(({ key }) => guilty.includes(key) || standing.includes(key));
      if (!isNamed) {
        sift(topics, refusal);
        return;
      }
      for (const key of standing) accepted(key);
      const innocent = topics.filter(({ key }) => !guilty.includes(key) && !standing.includes(key));
      for (const topic of innocent) again(topic);
      // Last: whoever is told may leave.
      if (guilty.length > 0) refuse(guilty, refusal);
    },
  };
}
