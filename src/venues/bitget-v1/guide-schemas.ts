/**
 * The private messages in the words of the guide's dialect.
 *
 * Amounts are text, `timestamp` is a number of ms. `snapshot` begins anew, `update` merges.
 * @see https://bitgetlimited.github.io/apidoc/en/spot/#websocket-api
 * @module
 */
import * as z from 'zod';
import { TimeWire } from './time.js';

const text = z.string();
const side = z.enum(['buy', 'sell']);

const envelope = <T>(row: z.ZodType<T>) =>
  z.object({
    action: z.enum(['snapshot', 'update']),
    arg: z.object({ instType: text, channel: text, instId: z.string().optional() }),
    data: z.array(row),
  });

/** One asset. */
export const GuideBalanceRowWire = z.object({
  /** The asset's name, "BTC". */
  coinId: text,
  available: text,
  /** In open orders. */
  frozen: text,
  locked: text,
  /** What it is worth. */
  btcValue: z.string().optional(),
  usdValue: z.string().optional(),
  timestamp: TimeWire,
});
export const GuideBalanceWire = envelope(GuideBalanceRowWire);

/** One order as it stands. */
export const GuideOrderRowWire = z.object({
  orderId: text,
  symbol: text,
  side,
  orderType: text,
  /** Market orders need none. */
  price: z.string().optional(),
  /** In base units. */
  quantity: text,
  remainingQuantity: text,
  status: text,
  timestamp: TimeWire,
});
export const GuideOrderWire = envelope(GuideOrderRowWire);

/** One trade of the account. */
export const GuideFillRowWire = z.object({
  tradeId: text,
  orderId: text,
  symbol: text,
  side,
  price: text,
  /** In base units. */
  quantity: text,
  /** Positive: paid. */
  fee: text,
  feeCurrency: text,
  timestamp: TimeWire,
});
export const GuideFillWire = envelope(GuideFillRowWire);

/** One margin position. */
export const GuidePositionRowWire = z.object({
  symbol: text,
  /** In base units, negative for a short. */
  positionAmt: text,
  entryPrice: text,
  markPrice: text,
  unRealizedProfit: text,
  liquidationPrice: text,
  leverage: text,
  marginType: text,
  timestamp: TimeWire,
});
export const GuidePositionWire = envelope(GuidePositionRowWire);
