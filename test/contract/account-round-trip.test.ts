import { Subscription } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Balance, Decimal, Fill, Order, Position } from '../../src/index.js';
import { createFeeds } from '../../src/index.js';
import type { Counterpart } from '../../src/contract/counterpart.js';
import { compareDecimal, isDecimal, multiplyDecimal } from '../../src/model/decimal.js';
import { createExchange } from '../../src/simulator/exchange.js';
import { demoCredentials } from '../../src/simulator/index.js';
import { bybitListings, contractsPerCoin } from '../../src/venues/bybit/counterpart-listings.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { accountStreams } from '../support/account-streams.js';
import { exchangeTransport } from '../support/exchange-transport.js';
import { virtually } from '../support/virtual-time.js';

interface Rows {
  readonly balance: Balance;
  readonly order: Order;
  readonly fill: Fill;
  readonly position: Position;
}
type Kind = keyof Rows;

/** A part of an account, and what of it the wire does not carry. */
interface Part {
  readonly counterpart: Counterpart;
  readonly market: string;
  readonly positions: boolean;
  /** Where no more than one symbol can be asked for. */
  readonly symbol?: string;
  /** False where the venue tells no fills. */
  readonly fills?: false;
  /** How long it is listened to, ms; default two minutes. */
  readonly duration?: number;
  /** Fields that are never told. */
  readonly untold: { readonly [K in Kind]?: readonly (keyof Rows[K])[] };
  /** Fields that are told otherwise than the truth says, of a row and of what was read of it. */
  readonly otherwise?: { readonly [K in Kind]?: (truth: Rows[K], mine: Rows[K]) => Partial<Rows[K]> };
  /** Whether amounts are equal by value only: the venue writes no zeros at the end. */
  readonly trims?: true;
}

/** Nobody's to compare: times of the row's own on some wires, of the push on others, and the venue's own row. */
const beside = ['raw', 'timestamp', 'receivedAt', 'createdAt', 'updatedAt'];

const bitget = counterparts.bitget();
const bybit = counterparts.bybit();

/** Inverse contracts of one dollar each. */
const contracts = (symbol: string, size: Decimal): Decimal => {
  const listing = bybitListings.find(one => one.market === 'inverse' && one.symbol === symbol);
  if (listing === undefined) throw new Error(`${symbol} is not listed`);
  return multiplyDecimal(size, `${contractsPerCoin(listing)}`);
};

/** Legacy streams tell the fee of an order's last fill: it is the order's as long as there was no other. */
const feesOfOne = (truth: Order, mine: Order): Partial<Order> => ({ fees: mine.fees.length === 0 ? [] : truth.fees });

/** A cancelled order of a future is told without its average price. */
const noAverage = ({ status, averagePrice }: Order): Partial<Order> => ({
  averagePrice: status === 'cancelled' ? undefined : averagePrice,
});

/** A position is told when something happens to its symbol: what follows the mark price is as it was then. */
const asOfThen = (truth: Position, { raw, markPrice, unrealizedPnl }: Position): Partial<Position> =>
  (raw as { readonly seq: number }).seq === truth.timestamp ? {} : { markPrice, unrealizedPnl };

/** Backpack's ids of the client are numbers of 32 bits. */
const short = ({ clientId }: { readonly clientId: string | undefined }): { readonly clientId: string | undefined } => ({
  clientId: clientId === undefined ? undefined : String(BigInt(clientId) % 2n ** 32n),
});

/** What takes at once, and is given up for that, has expired. */
const expired = ({ status, timeInForce, orderType }: Order): Partial<Order> =>
  status === 'cancelled' && (orderType === 'market' || timeInForce === 'ioc' || timeInForce === 'fok')
    ? { status: 'expired' }
    : {};

/** Whoever takes any price does not wait for it. */
const atOnce = ({ orderType, timeInForce }: Order): Partial<Order> => ({
  timeInForce: orderType === 'market' ? 'ioc' : timeInForce,
});

const backpackOrder = (truth: Order, mine: Order): Partial<Order> => ({
  ...{ ...short(truth), ...expired(truth), ...atOnce(truth) },
  // Only a fill tells a fee, and only its own.
  ...feesOfOne(truth, mine),
});

const backpack = counterparts.backpack();

/** A position is told when something happens to its symbol: what follows the mark price is as it was then. */
const asOfTick = (truth: Position, { timestamp, markPrice, unrealizedPnl }: Position): Partial<Position> =>
  timestamp === truth.timestamp ? {} : { markPrice, unrealizedPnl };

const table: readonly Part[] = [
  { counterpart: bitget, market: 'spot', positions: false, untold: { fill: ['clientId'] } },
  { counterpart: bitget, market: 'usdt-futures', positions: true, untold: {}, otherwise: { order: noAverage } },
  { counterpart: bitget, market: 'coin-futures', positions: true, untold: {}, otherwise: { order: noAverage } },
  { counterpart: bybit, market: 'spot', positions: false, trims: true, untold: {} },
  {
    counterpart: bybit,
    market: 'linear',
    positions: true,
    trims: true,
    untold: { position: ['available', 'marginMode'] },
    otherwise: { position: asOfThen },
  },
  {
    counterpart: bybit,
    market: 'inverse',
    positions: true,
    trims: true,
    untold: { position: ['available', 'marginMode'] },
    otherwise: {
      order: ({ symbol, size }) => ({
        size: undefined,
        quoteSize: size === undefined ? undefined : contracts(symbol, size),
      }),
      fill: ({ symbol, size }) => ({ value: contracts(symbol, size) }),
      position: asOfThen,
    },
  },
  {
    counterpart: counterparts['bybit-spot-v1'](),
    market: 'spot',
    positions: false,
    untold: { order: ['fees'], fill: ['value', 'fees'] },
  },
  {
    counterpart: counterparts['bybit-spot-v3'](),
    market: 'spot',
    positions: false,
    untold: { fill: ['value', 'fees'] },
    otherwise: { order: feesOfOne },
  },
  {
    counterpart: backpack,
    market: 'spot',
    positions: false,
    trims: true,
    untold: { fill: ['value'] },
    otherwise: { order: backpackOrder, fill: short },
  },
  {
    counterpart: backpack,
    market: 'perp',
    positions: true,
    trims: true,
    untold: {
      order: ['positionSide'],
      fill: ['value', 'realizedPnl'],
      position: ['available', 'leverage', 'liquidationPrice', 'margin', 'marginAsset', 'marginMode'],
    },
    otherwise: { order: backpackOrder, fill: short, position: asOfTick },
  },
  {
    counterpart: counterparts.bge(),
    market: 'spot',
    symbol: 'BTC_USDT',
    positions: false,
    fills: false,
    duration: 300_000,
    untold: { order: ['fees', 'timeInForce'] },
  },
];

describe.each(table)('what is told of an account at $counterpart.id on $market', part => {
  const { counterpart, market } = part;

  it('is read as it is, field by field', () => {
    virtually(at => {
      const { id } = counterpart;
      const exchange = createExchange(counterpart, { seed: 'account', tick: 100 });
      const feeds = createFeeds({
        urls: { [id]: 'ws://127.0.0.1' },
        credentials: { [id]: demoCredentials },
        transport: exchangeTransport(exchange),
        strict: true,
      });
      const options = { market, ...(part.symbol === undefined ? {} : { symbol: part.symbol }) };
      const positionOptions = part.positions ? options : undefined;
      const place = { venue: id, options, positions: positionOptions };
      const streams = accountStreams(feeds, part.fills === false ? { ...place, fills: false } : place);
      const all = new Subscription();
      const orders = new Map<string, Order>();
      const fills = new Map<string, Fill>();
      let balances: readonly Balance[] = [];
      let positions: readonly Position[] = [];
      const errors: unknown[] = [];
      const error = (cause: unknown): void => void errors.push(cause);
      all.add(
        streams.orders$.subscribe({
          next: ({ changed }) => {
            for (const order of changed) orders.set(order.id, order);
          },
          error,
        }),
      );
      all.add(streams.fills$.subscribe({ next: fill => fills.set(fill.id, fill), error }));
      all.add(streams.balances$.subscribe({ next: ({ assets }) => (balances = Object.values(assets)), error }));
      all.add(streams.positions$?.subscribe({ next: ({ open }) => (positions = open), error }));
      at((part.duration ?? 120_000) + 50, () => {
        const truth = exchange.account();
        expect(errors).toEqual([]);
        const wrong = [
          ...compared(part, 'fill', [...fills.values()], truth.fills(market), (a, b) => a.id === b.id),
          ...compared(part, 'order', [...orders.values()], truth.orders(market), (a, b) => a.id === b.id),
          ...compared(part, 'balance', balances, truth.balances(market), (a, b) => a.asset === b.asset),
          ...compared(part, 'position', positions, part.positions ? truth.positions(market) : [], isSameSlot),
        ];
        expect([...new Set(wrong)]).toEqual([]);
        if (part.fills !== false) expect(fills.size).toBeGreaterThan(20);
        expect(orders.size).toBeGreaterThan(20);
        expect(balances.length).toBeGreaterThan(0);
        if (part.positions) expect(positions).toHaveLength(truth.positions(market).length);
        all.unsubscribe();
        exchange.close();
      });
    });
  });
});

function isSameSlot(one: Position, other: Position): boolean {
  return one.symbol === other.symbol && one.side === other.side;
}

/** What is not as the truth says, in sentences; also where something is told that the table says is not. */
function compared<K extends Kind>(
  { untold, otherwise, trims }: Part,
  kind: K,
  ours: readonly Rows[K][],
  truth: readonly Rows[K][],
  isOne: (one: Rows[K], other: Rows[K]) => boolean,
): readonly string[] {
  const never: readonly PropertyKey[] = untold[kind] ?? [];
  return ours.flatMap(mine => {
    const found = truth.find(one => isOne(one, mine));
    if (found === undefined) return [`there is no such ${kind}: ${JSON.stringify(mine)}`];
    const theirs = { ...found, ...otherwise?.[kind]?.(found, mine) };
    return Object.keys({ ...theirs, ...mine })
      .filter(field => !beside.includes(field))
      .flatMap(field => {
        const [told, so] = [mine, theirs].map(row => (row as unknown as Readonly<Record<string, unknown>>)[field]);
        if (never.includes(field)) return isNothing(told) ? [] : [`${kind}.${field} is told after all`];
        const same = isSame(told, so, trims === true);
        return same ? [] : [`${kind}.${field} is ${JSON.stringify(told)}, not ${JSON.stringify(so)}`];
      });
  });
}

function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function isSame(one: unknown, other: unknown, byValue: boolean): boolean {
  if (byValue && typeof one === 'string' && typeof other === 'string' && isDecimal(one) && isDecimal(other)) {
    return compareDecimal(one, other) === 0;
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const fields = Object.keys({ ...one, ...other });
  const [left, right] = [one, other] as readonly Readonly<Record<string, unknown>>[];
  return fields.every(field => isSame(left?.[field], right?.[field], byValue));
}
