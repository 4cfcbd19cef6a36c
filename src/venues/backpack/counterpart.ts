/**
 * The exchange's side of Backpack's WebSocket.
 *
 * @see https://docs.backpack.exchange/#tag/Streams
 * @module
 */
import type { AccountLine } from '../../contract/account-news.js';
import type { Batch, Counterpart, Heard, Objection, Verdict } from '../../contract/counterpart.js';
import { backpackCandleAt } from './counterpart-calendar.js';
import { hearBackpack, INVALID_SIGNATURE } from './counterpart-hear.js';
import { backpackListings } from './counterpart-listings.js';
import { backpackRest } from './counterpart-rest.js';
import { speakBackpack } from './counterpart-speak.js';

/** What can be switched at the simulated Backpack. */
export interface BackpackSwitches {
  /**
   * What becomes of a request in which one name is wrong, which nobody has published; default `all`: nothing of it stands;
   * `one`: the rest of it does.
   */
  readonly refuses?: 'all' | 'one';
}

/**
 * Makes Backpack's simulated half.
 *
 * @throws RangeError where a switch is set to something it has not
 */
export function backpackCounterpart({ refuses = 'all' }: BackpackSwitches = {}): Counterpart {
  if (!['all', 'one'].includes(refuses)) {
    throw new RangeError(`refuses "${refuses}" is not possible; possible are all, one`);
  }
  return {
    id: 'backpack',
    doors: { '/': { name: 'public', private: false } },
    defaultMarket: 'spot',
    listings: backpackListings,
    lines: LINES,
    clockWindow: 5_000,
    closesAfterRefusal: undefined,
    rest: backpackRest,
    // It is as silent about these as about those that do not exist.
    wrongMarket: 'unknown-symbol',
    duplicates: 'ignored',
    immune: IMMUNE,
    rules: {
      // None is published.
      ...{ messages: undefined, requests: undefined, topics: undefined, bytes: undefined, silence: undefined },
      ...{ idle: undefined, lifetime: undefined, attempts: undefined, connections: undefined },
    },
    hear: hearBackpack,
    bytesOf: () => 0,
    answer: (heard: Heard): readonly string[] => (heard.type === 'mistake' ? [errorFrame(heard.objection)] : []),
    answerBatch(batch, verdicts) {
      const objections = batch.parts.map((part, i) => objectionTo(part, verdicts[i] ?? 'granted'));
      const wrong = objections.find(objection => objection !== undefined);
      const isVoid = wrong !== undefined && (refuses === 'all' || wrong === INVALID_SIGNATURE);
      const frames = wrong === undefined ? [] : [errorFrame(wrong)];
      const follows = batch.parts.map(
        (_, i) =>
          !isVoid &&
          (batch.op === 'unsubscribe' || STANDS.has(verdicts[i] ?? 'granted')) &&
          objections[i] === undefined,
      );
      return { frames, follows };
    },
    // It has no words for what it does not limit.
    warn: () => [],
    speak: speakBackpack,
    candleAt: backpackCandleAt,
  };
}

const LINES: readonly AccountLine[] = [
  { market: 'spot', purse: 'main', trades: 'spot', kind: 'spot', marketBuys: 'base' },
  { market: 'perp', purse: 'main', trades: 'perp', kind: 'positions', marketBuys: 'base', netted: true },
];

const SILENCE = 'it acknowledges nothing and is silent about what it does not have, as a quiet market is';
const IMMUNE: Readonly<Record<string, string>> = {
  'bad-checksum': 'its books carry no checksum',
  'data-before-ack': 'it acknowledges nothing',
  'no-ack': SILENCE,
  'refuse-topic': SILENCE,
  'silent-subscription': SILENCE,
  'silent-login': SILENCE,
};

const STANDS: ReadonlySet<Verdict> = new Set<Verdict>(['granted', 'silent']);

/** What is wrong with a part of a request; nothing is said of a market that does not exist. */
function objectionTo(part: Batch['parts'][number], verdict: Verdict): Objection | undefined {
  if (part.type === 'mistake') return part.objection;
  return part.wish.private && SIGNATURES.has(verdict) ? INVALID_SIGNATURE : undefined;
}

const SIGNATURES: ReadonlySet<Verdict> = new Set<Verdict>([
  ...(['login-refused', 'wrong-key', 'wrong-passphrase', 'wrong-timestamp', 'expired', 'wrong-signature'] as const),
]);

function errorFrame(error: Objection): string {
  return JSON.stringify({ id: null, error });
}
