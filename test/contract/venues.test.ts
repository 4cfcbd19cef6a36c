import type { Kind } from '../../src/model/kinds.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { createExchange } from '../../src/simulator/exchange.js';
import type { Channel } from '../../src/contract/channel.js';
import type { Counterpart } from '../../src/contract/counterpart.js';
import type { Data } from '../../src/contract/inbound.js';
import type { Venue } from '../../src/contract/venue.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { venues } from '../../src/venues/index.js';
import { textOf } from '../../src/wire/frame-text.js';
import { virtually } from '../support/virtual-time.js';
import { describeVenue } from './venue-contract.js';
import type { Asked, Peculiarities } from './venue-contract.js';

/** What a kind's request names beside market and symbol, per venue: every kind of request the venue knows. */
interface Row extends Peculiarities {
  readonly venue: Venue;
  readonly counterpart: Counterpart;
  readonly options: Partial<Record<Kind, readonly object[]>>;
  /** The doors to look at, where the counterpart plays just these; default all. */
  readonly endpoints?: readonly string[];
  /** Channels on which the simulated venue never says anything: "stopOrder", or on one market only "order option". */
  readonly silent?: readonly string[];
  /** What channels are asked for that are not named after a symbol, by channel and market. */
  readonly symbols?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const intervals = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '3d', '1w', '1M'];

const bybitIntervals = intervals.filter(interval => interval !== '8h' && interval !== '3d');

/** What Bybit's pools of insurance are called. */
const pools = { linear: 'USDT', inverse: 'INVERSE' };

/** Everything in one form of the legacy spot stream, as text and as gzip. */
function formOptions(form: 'v1' | 'v2', books: readonly object[]): Row['options'] {
  const both = (extras: readonly object[]): readonly object[] =>
    extras.flatMap(extra => [
      { ...extra, form },
      { ...extra, form, binary: true },
    ]);
  const plain = Object.fromEntries(['ticker', 'trades', 'quotes', 'channel'].map(kind => [kind, both([{}])]));
  return { ...plain, book: both(books), candles: both(bybitIntervals.map(interval => ({ interval }))) };
}

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
  {
    venue: venues.bybit,
    counterpart: counterparts.bybit({ retired: true }),
    options: {
      book: [{}, ...[1, 25, 50, 100, 200, 1000].map(depth => ({ depth }))],
      candles: bybitIntervals.map(interval => ({ interval })),
    },
    symbols: { insurance: pools, adlAlert: pools },
    dictionaries: ['cumFeeDetail'],
    silent: [
      ...['insurance', 'adlAlert', 'system.status', 'rfq.open.public.trades', 'lt', 'tickers_lt', 'kline_lt'],
      ...['orderbook.25 spread', 'publicTrade spread', 'tickers spread'],
      ...['greeks', 'dcp', 'strategy', 'spread.order', 'spread.execution'],
      ...['rfq.open.rfqs', 'rfq.open.quotes', 'rfq.open.trades'],
      // The simulated account trades no options.
      ...['orders option', 'fills option', 'positions option'],
      ...['order option', 'execution option', 'execution.fast option', 'position option'],
    ],
  },
  {
    venue: venues['bybit-spot-v1'],
    counterpart: counterparts['bybit-spot-v1'](),
    endpoints: ['v1'],
    options: formOptions('v1', [{}, { depth: 200 }]),
    silent: ['lt'],
    skip: { acknowledgement: 'the first data are the only answer' },
  },
  {
    venue: venues['bybit-spot-v1'],
    counterpart: counterparts['bybit-spot-v1'](),
    endpoints: ['v2'],
    options: formOptions('v2', [{}, { depth: 40 }]),
  },
  {
    venue: venues['bybit-spot-v1'],
    counterpart: counterparts['bybit-spot-v1'](),
    endpoints: ['private'],
    options: {},
    silent: ['stop_executionReport'],
  },
  {
    venue: venues['bybit-spot-v3'],
    counterpart: counterparts['bybit-spot-v3'](),
    options: { book: [{}, { depth: 40 }], candles: bybitIntervals.map(interval => ({ interval })) },
    silent: ['stopOrder'],
  },
  {
    venue: venues.backpack,
    counterpart: counterparts.backpack(),
    options: {
      book: [{}, ...['200ms', '600ms', '1000ms'].map(window => ({ window }))],
      candles: ['1s', ...intervals].map(interval => ({ interval })),
      liquidations: [{}, { by: 'all' }],
    },
    silent: ['stockPrice', 'account.rfqUpdate', 'account.rfq'],
    skip: {
      ping: 'there is none but that of the WebSocket protocol',
      acknowledgement: 'what is granted is granted without a word',
      refusal: 'of a market that does not exist nothing is said',
    },
  },
  {
    venue: venues.bge,
    counterpart: counterparts.bge(),
    options: {
      book: [{}, { depth: 20 }, ...Array.from({ length: 12 }, (_, i) => ({ level: String(i) }))],
      candles: ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w', '1M'].map(interval => ({ interval })),
    },
    skip: { ping: 'what keeps the line busy is a question for a state' },
  },
];

for (const { venue, counterpart, endpoints, ...row } of table) {
  const asked = requestsOf(venue, counterpart, row);
  for (const [name, { protocol = venue.protocol }] of Object.entries(venue.endpoints)) {
    if (endpoints?.includes(name) === false) continue;
    const here = asked.filter(one => endpointOf(one) === name);
    describeVenue({ ...venue, protocol }, counterpart, here, frameOf({ ...venue, protocol }, counterpart), row);
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
  { options, silent = [], symbols = {} }: Pick<Row, 'options' | 'silent' | 'symbols'>,
): readonly Asked[] {
  const isSilent = (name: string, market: string): boolean =>
    silent.some(one => one === name || one === `${name} ${market}` || name.startsWith(`${one}.`));
  const symbolOn = (market: string): string => listings.find(one => one.market === market)?.symbol ?? 'default';
  const [anySymbol] = listings.map(({ symbol }) => symbol);
  const rows = (name: string, channel: Channel, extras: readonly object[] = [{}]): Asked[] =>
    channel.markets.flatMap(market =>
      extras.map(extra => ({
        name: [channel.kind === 'channel' ? 'channel' : '', name, market, ...Object.values(extra).map(String)]
          .join(' ')
          .trim(),
        channel,
        request: { market, symbol: symbols[name]?.[market] ?? symbolFor(channel, market, extra), ...extra },
        silent: isSilent(name, market),
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
      return listings.find(one => one.market === market)?.symbol ?? anySymbol ?? 'default';
    }
  };
  return [
    ...Object.entries(venue.channels).flatMap(([kind, channel]) =>
      rows(kind, channel as Channel, options[kind as Kind]),
    ),
    ...Object.entries(venue.raw).flatMap(([name, channel]) => rows(name, channel as Channel, options.channel)),
  ];
}

/** The first frame in which the simulated venue tells something of what is asked for. */
function frameOf(venue: Venue, counterpart: Counterpart): (asked: Asked) => string {
  const known = new Map<Asked, string>();
  return asked => {
    const { channel, request, name } = asked;
    const before = known.get(asked);
    if (before !== undefined) return before;
    const topic = channel.topic(request);
    const read = venue.protocol.reader();
    let found: string | undefined;
    const isTelling = (data: string): boolean =>
      read({ receivedAt: 1, data })
        .filter(inbound => inbound.type === 'data' && inbound.topic === topic.key)
        .flatMap(inbound =>
          channel.read((inbound as Data).body, { ...request, venue: venue.id, topic: topic.key, receivedAt: 1 }),
        )
        // An account without positions says so with none.
        .some(event => !('rows' in event) || event.rows.length > 0) &&
      // Some answers are data only to whoever has asked for them: the contract reads each frame by itself.
      venue.protocol.reader()({ receivedAt: 1, data })[0]?.type === 'data';
    const context = { id: '1', now: Date.now(), credentials: { ...demoCredentials } };
    virtually(at => {
      const exchange = createExchange(counterpart, { seed: 'contract' });
      const path = new URL(venue.endpoints[topic.endpoint]?.url ?? '').pathname;
      const connection = exchange.connect(path, {
        send: data => {
          const text = textOf({ data });
          if (found === undefined && isTelling(text)) found = text;
          if (found !== undefined) exchange.close();
        },
        close: () => {},
      });
      if ('status' in connection) throw new Error(connection.reason);
      const { login, heartbeat } = venue.protocol;
      if (login !== undefined) connection.hear(login({ now: Date.now(), credentials: { ...demoCredentials } }));
      at(500, () => {
        if (topic.implied !== true) connection.hear(venue.protocol.subscribe([topic], { ...context, now: Date.now() }));
      });
      for (let ping = 20_000; ping < longest; ping += 20_000) {
        at(ping, () => {
          const { text = '' } = heartbeat;
          if (found === undefined) connection.hear(typeof text === 'string' ? text : text(Date.now()));
        });
      }
      at(longest, () => {
        exchange.close();
      });
    });
    if (found === undefined) throw new Error(`the counterpart of ${venue.id} says nothing about ${name}`);
    known.set(asked, found);
    return found;
  };
}

/** How long it may take until something of every sort has happened, ms. */
const longest = 300_000;
