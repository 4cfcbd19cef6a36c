import type { Kind } from '../../src/model/kinds.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { Channel } from '../../src/contract/channel.js';
import type { Counterpart } from '../../src/contract/counterpart.js';
import type { Venue } from '../../src/contract/venue.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { venues } from '../../src/venues/index.js';
import { virtually } from '../support/virtual-time.js';
import { describeVenue } from './venue-contract.js';
import type { Asked, Skips } from './venue-contract.js';

/** What a kind's request names beside market and symbol, per venue: every kind of request the venue knows. */
interface Row {
  readonly venue: Venue;
  readonly counterpart: Counterpart;
  readonly options: Partial<Record<Kind, readonly object[]>>;
  readonly skip?: Skips;
}

const intervals = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '3d', '1w', '1M'];

const table: readonly Row[] = [
  {
    venue: venues.bitget,
    counterpart: counterparts.bitget(),
    options: {
      book: [{}, { depth: 1 }, { depth: 5 }, { depth: 15 }],
      candles: [...intervals, ...['6h', '12h', '1d', '3d', '1w', '1M'].map(name => `${name}utc`)].map(interval => ({
        interval,
      })),
    },
  },
];

for (const { venue, counterpart, options, skip } of table) {
  describeVenue(venue, counterpart, requestsOf(venue, counterpart, options), frameOf(venue, counterpart), skip);
}

function requestsOf(venue: Venue, { listings }: Counterpart, options: Row['options']): readonly Asked[] {
  const symbolOn = (market: string): string => listings.find(one => one.market === market)?.symbol ?? 'default';
  const rows = (name: string, channel: Channel, extras: readonly object[] = [{}]): Asked[] =>
    channel.markets.flatMap(market =>
      extras.map(extra => ({
        name: [name, market, ...Object.values(extra).map(String)].join(' '),
        channel,
        request: { market, symbol: symbolOn(market), ...extra },
      })),
    );
  return [
    ...Object.entries(venue.channels).flatMap(([kind, channel]) =>
      rows(kind, channel as Channel, options[kind as Kind]),
    ),
    ...Object.entries(venue.raw).flatMap(([name, channel]) => rows(`channel ${name}`, channel as Channel)),
  ];
}

/** The first data frame that the simulated venue sends for a request. */
function frameOf(venue: Venue, counterpart: Counterpart): (asked: Asked) => string {
  const known = new Map<string, string>();
  return ({ channel, request }) => {
    const topic = channel.topic(request);
    const before = known.get(topic.key);
    if (before !== undefined) return before;
    const frames: string[] = [];
    virtually(at => {
      const exchange = createExchange(counterpart, { seed: 'contract' });
      const path = new URL(venue.endpoints[topic.endpoint]?.url ?? '').pathname;
      const connection = exchange.connect(path, { send: text => frames.push(text), close: () => {} });
      if ('status' in connection) throw new Error(connection.reason);
      connection.hear(venue.protocol.subscribe([topic]));
      at(1_000, () => {
        exchange.close();
      });
    });
    const read = venue.protocol.reader();
    const frame = frames.find(data => read({ receivedAt: 1, data })[0]?.type === 'data');
    if (frame === undefined) throw new Error(`the counterpart of ${venue.id} says nothing about ${topic.key}`);
    known.set(topic.key, frame);
    return frame;
  };
}
