/**
 * BGE's private messages in BGE's words: pushes, and the answers to `req`, which have the same rows.
 * @see https://github.com/bg-docs/openapi/blob/21f441c/source/includes/_ws-private-v2.md
 * @module
 */
import * as z from 'zod';
import { envelope } from './schemas.js';

const text = z.string();
const maybe = z.string().optional();

/** One currency; amounts as they stand. */
export const AssetRowWire = z.object({ currency: text, available: text, hold: text });
/** A push may hold one of the product's two currencies only. */
export const AssetsWire = envelope(z.array(AssetRowWire));

/** One order as it stands; it tells no time. */
export const OrderRowWire = z.object({
  /** The samples have it; the list of fields, and a draft, write `orders_id`. */
  order_id: maybe,
  orders_id: maybe,
  product: text,
  side: z.enum(['buy', 'sell']),
  type: text,
  price: maybe,
  /** In base units. */
  size: maybe,
  /** In quote units, of market buys. */
  funds: maybe,
  /** In base units, whatever its name. */
  filled_amount: text,
  /** In quote units, whatever its name. */
  filled_size: text,
  /** A digit. */
  status: z.union([z.string(), z.number()]),
  client_oid: maybe,
});
export const OrdersWire = envelope(z.array(OrderRowWire));
