/**
 * A channel of the public streams, whichever form a push has.
 * @module
 */
import * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { Channel, ReadContext } from '../../contract/channel.js';
import type { Topic } from '../../contract/topic.js';
import type { EventOf, Kind } from '../../model/kinds.js';
import { docs } from './docs.js';
import type { Form, FormRequest } from './form.js';
import { timeOf, TimeWire } from './time.js';

/** What a push says, in either form. */
export interface Push<Row> {
  readonly form: Form;
  readonly rows: readonly Row[];
  /** Whether it is the first one of a subscription; undefined in V2, which does not say. */
  readonly isFirst: boolean | undefined;
  /** When it was sent, ms since the epoch; undefined in V2. */
  readonly sentAt: number | undefined;
}

/** What a public channel is made of. */
export interface PublicChannelOptions<K extends Kind, R extends FormRequest, Row> {
  readonly kind: K;
  readonly row: z.ZodType<Row>;
  topic(request: R): Topic;
  normalise(push: Push<Row>, context: ReadContext): readonly EventOf<K>[];
}

/** Makes a channel that reads both forms; which one a push has, its topic says. */
export function createPublicChannel<K extends Kind, R extends FormRequest, Row>({
  row,
  normalise,
  ...rest
}: PublicChannelOptions<K, R, Row>): Channel<K, 'spot', R> {
  const common = { ...rest, docs, markets: ['spot'] } as const;
  const v1 = defineChannel<K, 'spot', R, V1Push<Row>>({
    ...common,
    wire: z.object({ data: z.array(row), f: FirstWire.optional(), sendTime: TimeWire.optional() }),
    normalise: ({ data, f, sendTime }, context) => {
      const sentAt = sendTime === undefined ? undefined : timeOf(sendTime, 'sendTime');
      return normalise(
        { form: 'v1', rows: data, isFirst: f === true || f === 'True' || f === 'true', sentAt },
        context,
      );
    },
  });
  const v2 = defineChannel<K, 'spot', R, V2Push<Row>>({
    ...common,
    wire: z.object({ data: row }),
    normalise: ({ data }, context) =>
      normalise({ form: 'v2', rows: [data], isFirst: undefined, sentAt: undefined }, context),
  });
  return { ...v1, read: (body, context) => (context.topic.startsWith('v2:') ? v2 : v1).read(body, context) };
}

/** Most samples have a boolean, one has "True". */
const FirstWire = z.union([z.boolean(), z.string()]);

interface V1Push<Row> {
  readonly data: readonly Row[];
  readonly f?: boolean | string | undefined;
  readonly sendTime?: number | string | undefined;
}

interface V2Push<Row> {
  readonly data: Row;
}
