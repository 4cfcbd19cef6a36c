/**
 * From the words of `doctor` to what is to be examined; everything that can be wrong is found here.
 * @module
 */
import type { Channel, SymbolRequest } from '../contract/channel.js';
import type { Credentials } from '../contract/protocol.js';
import type { Venue } from '../contract/venue.js';
import type { AccountKind } from '../model/kinds.js';
import { demoCredentials } from '../simulator/index.js';
import { accountKeys } from './account-keys.js';
import type { Args } from './command.js';
import { CommandError, reading } from './command-error.js';
import type { Environment } from './environment.js';
import { positive } from './number-option.js';
import type { WatchedKind } from './render/views.js';
import { topicsPlanOf } from './topics-plan.js';
import type { TopicsPlan } from './topics-plan.js';

/** What is to be examined. */
export interface DoctorPlan extends TopicsPlan {
  readonly symbol: string;
  readonly market: string;
  /** How long is looked, ms. */
  readonly length: number;
  readonly json: boolean;
  readonly account: AccountDoor;
}

/** The account, or why there is none to look at. */
export type AccountDoor =
  | { readonly type: 'none'; readonly sentence: string; readonly isWrong: boolean }
  | {
      readonly type: 'account';
      readonly kind: AccountKind;
      readonly request: SymbolRequest;
      /** Makes the keys: a function, so that no inspection of the plan shows them. */
      readonly credentials: () => Credentials;
    };

/** What is looked at; the first one chooses the door. */
export const examinedKinds: readonly WatchedKind[] = ['book', 'ticker', 'trades'];
/** What an account is opened for; those that tell a first state come first. */
const accountKinds: readonly AccountKind[] = ['balances', 'positions', 'orders', 'fills'];

/**
 * Reads the words, and the keys out of the environment; a simulation has keys of its own.
 *
 * @throws CommandError with exit code 2, in one sentence that names what is possible
 */
export function doctorPlanOf(args: Args, variable: Environment): DoctorPlan {
  const { options } = args;
  const topics = topicsPlanOf(args, examinedKinds);
  return reading(() => {
    const [first] = topics.topics;
    if (first === undefined) throw new CommandError('doctor needs a symbol', 2);
    const length = options['for'];
    return {
      ...topics,
      symbol: first.request.symbol,
      market: first.request.market,
      length: typeof length === 'string' ? positive('for', length, 's') * 1_000 : 10_000,
      json: options['json'] === true,
      account:
        options['account'] === false ? none('it was not to be looked at') : accountOf(topics, first.request, variable),
    };
  });
}

function none(sentence: string, isWrong = false): AccountDoor {
  return { type: 'none', sentence, isWrong };
}

function accountOf(
  { venue, choices, simulate }: TopicsPlan,
  { market, symbol }: SymbolRequest,
  variable: Environment,
): AccountDoor {
  if (venue.credentials === undefined) return none('the venue has no private doors');
  const found = accountKinds.flatMap(kind => requestOf(venue, kind, { ...choices, market }, symbol));
  const [door] = found;
  if (door === undefined) return none(`the venue tells of no account on ${market} in this way`);
  if (simulate !== undefined) return { type: 'account', ...door, credentials: () => ({ ...demoCredentials }) };
  const names = venue.credentials.flatMap(({ variable: name, fallback }) => [name, fallback ?? name]);
  const isSet = names.some(name => variable(name) !== undefined);
  if (!isSet) return none(`no keys are set (${venue.credentials.map(field => field.variable).join(', ')})`);
  try {
    const keys = accountKeys(venue, variable);
    venue.checkCredentials?.(keys);
    return { type: 'account', ...door, credentials: () => keys };
  } catch (cause) {
    // They are there, and wrong by themselves: that is what a doctor is asked for.
    if (cause instanceof RangeError || cause instanceof CommandError) return none(cause.message, true);
    throw cause;
  }
}

interface AccountRequest {
  readonly kind: AccountKind;
  readonly request: SymbolRequest;
}

/** Of the whole account where the venue has that, else of the symbol. */
function requestOf(
  venue: Venue,
  kind: AccountKind,
  call: Omit<SymbolRequest, 'symbol'>,
  symbol: string,
): readonly AccountRequest[] {
  const channel = venue.channels[kind] as Channel | undefined;
  if (channel?.markets.includes(call.market) !== true) return [];
  for (const each of ['', symbol]) {
    const request = { ...call, symbol: each };
    try {
      channel.topic(request);
      return [{ kind, request }];
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
    }
  }
  return [];
}
