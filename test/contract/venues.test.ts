import type { Kind } from '../../src/model/kinds.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { Channel } from '../../src/contract/channel.js';
import type { Counterpart } from '../../src/contract/counterpart.js';
import type { Venue } from '../../src/contract/venue.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { venues } from '../../src/venues/index.js';
import { textOf } from '../../src/wire/frame-text.js';
import { virtually } from '../support/virtual-time.js';
import { describeVenue } from './venue-contract.js';
import type { Asked, Skips } from './venue-contract.js';

/** What a kind's request names beside market and symbol, per venue: every kind of request the venue knows. */
interface Row {
  readonly venue: Venue;
  readonly counterpart: Counterpart;
  readonly options: Partial<Record<Kind, readonly object[]>>;
  /** The doors to look at, where the counterpart plays just these; default all. */
  readonly endpoints?: readonly string[];
  /** Channels on which the simulated venue never says anything. */
  readonly silent?: readonly string[];
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
    silent: ['orders-algo', 'adl-noti'],
  },
  {
    venue: venues['bitget-v1'],
    counterpart: counterparts['bitget-v1']({ dialect: 'guide' }),
    endpoints: ['guide'],
    options: { candles: [{ interval: '1m' }] },
    skip: { refusal: 'an error frame of the guide names no argument' },
  },
  {
    venue: venues['bitget-v1'],
    counterpart: counterparts['bitget-v1']({ dialect: 'official' }),
    endpoints: ['official', 'official-private'],
    options: {
      ...Object.fromEntries(
        ['ticker', 'trades', 'balances', 'orders', 'fills', 'channel'].map(kind => [kind, [{ dialect: 'official' }]]),
      ),
      book: [{}, { depth: 5 }, { depth: 15 }],
      candles: ['1m', '5m', '15m', '30m', '1h', '4h', '12h', '1d', '1w'].map(interval => ({ interval })),
    },
  },
];

for (const { venue, counterpart, options, endpoints, silent = [], skip } of table) {
  const asked = requestsOf(venue, counterpart, options, silent);
  for (const [name, { protocol = venue.protocol }] of Object.entries(venue.endpoints)) {
    if (endpoints?.includes(name) === false) continue;
    const here = asked.filter(one => endpointOf(one) === name);
    describeVenue({ ...venue, protocol }, counterpart, here, frameOf({ ...venue, protocol }, counterpart), skip);
  }
}

/** The door of a request; undefined where this dialect has no such thing. */
function endpointOf({ channel, request }: Asked): string | undefined {
  try {
    return channel.topic(request).endpoint;
  } catch {
    return undefined;
  }
}

function requestsOf(
  venue: Venue,
  { listings }: Counterpart,
  options: Row['options'],
  silent: readonly string[],
): readonly Asked[] {
  const symbolOn = (market: string): string => listings.find(one => one.market === market)?.symbol ?? 'default';
  const [anySymbol] = listings.map(({ symbol }) => symbol);
  const rows = (name: string, channel: Channel, extras: readonly object[] = [{}]): Asked[] =>
    channel.markets.flatMap(market =>
      extras.map(extra => ({
        name: [name, market, ...Object.values(extra).map(String)].join(' '),
        channel,
        request: { market, symbol: symbolFor(channel, market, extra), ...extra },
      })),
    );
  /** Channels of an account are asked for as a whole where they can be. */
  const symbolFor = (channel: Channel, market: string, extra: object): string => {
    try {
      return venue.endpoints[channel.topic({ market, symbol: '', ...extra }).endpoint]?.private === true
        ? ''
        : symbolOn(market);
    } catch {
      // It must be asked for by symbol; margin trades those of spot.
      return anySymbol ?? 'default';
    }
  };
  return [
    ...Object.entries(venue.channels).flatMap(([kind, channel]) =>
      rows(kind, channel as Channel, options[kind as Kind]),
    ),
    ...Object.entries(venue.raw)
      .filter(([name]) => !silent.includes(name))
      .flatMap(([name, channel]) => rows(`channel ${name}`, channel as Channel, options.channel)),
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
    const context = { id: '1', now: Date.now(), credentials: { ...demoCredentials } };
    virtually(at => {
      const exchange = createExchange(counterpart, { seed: 'contract' });
      const path = new URL(venue.endpoints[topic.endpoint]?.url ?? '').pathname;
      const connection = exchange.connect(path, { send: data => frames.push(textOf({ data })), close: () => {} });
      if ('status' in connection) throw new Error(connection.reason);
      const { login, heartbeat } = venue.protocol;
      if (login !== undefined) connection.hear(login({ now: Date.now(), credentials: { ...demoCredentials } }));
      at(500, () => {
        if (topic.implied !== true) connection.hear(venue.protocol.subscribe([topic], { ...context, now: Date.now() }));
      });
      for (let ping = 20_000; ping < longest; ping += 20_000) {
        at(ping, () => {
          const { text = '' } = heartbeat;
          if (!frames.some(isTelling)) connection.hear(typeof text === 'string' ? text : text(Date.now()));
        });
      }
      at(login === undefined ? 1_500 : longest, () => {
        exchange.close();
      });
    });
    const read = venue.protocol.reader();
    const frame = frames.filter(isTelling).find(data => read({ receivedAt: 1, data })[0]?.type === 'data');
    if (frame === undefined) throw new Error(`the counterpart of ${venue.id} says nothing about ${topic.key}`);
    known.set(topic.key, frame);
    return frame;
  };
}

/** How long an account may take to do something of every sort, ms. */
const longest = 300_000;

/** Whether a frame has rows; an account without positions says so with none. */
function isTelling(text: string): boolean {
  return text.includes('"data":[{') || text.includes('"data":[[');
}
