/**
 * The two forms of the public stream.
 * @module
 */
import type { SymbolRequest } from '../../contract/channel.js';

/**
 * `v1`: the symbol beside the topic, several by comma, no acknowledgements, rows in an array, whose first push is marked.
 * `v2`: the symbol among the parameters, one per request, acknowledged, one row per push.
 */
export type Form = 'v1' | 'v2';

/** A request that may be made in either form, V1 where none is named. */
export interface FormRequest<F extends Form = Form> extends SymbolRequest<'spot'> {
  readonly form?: F;
  /** Whether its pushes come as gzip in binary frames; default false. */
  readonly binary?: boolean;
}

/**
 * Reads the name of a form; where none is named, the first one that has what is asked for.
 *
 * @param what - what is asked for, for the message
 * @param possible - the forms that have it
 * @throws RangeError where another is named
 */
export function formOf(what: string, possible: readonly [Form, ...Form[]], form: string | undefined): Form {
  if (form === undefined) return possible[0];
  const found = possible.find(one => one === form);
  if (found !== undefined) return found;
  throw new RangeError(`form ${JSON.stringify(form)} of bybit-spot-v1 has no ${what}: choose ${possible.join(', ')}`);
}
