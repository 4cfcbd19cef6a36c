/**
 * Backpack's streams of an account under their own names.
 * @module
 */
import type * as z from 'zod';
import { pageOf } from './docs.js';
import { contractMarkets, markets, tradedMarkets } from './markets.js';
import { BalanceRowWire, OrderRowWire, PositionRowWire, RfqRowWire, UnknownRowWire } from './private-schemas.js';
import { privateTopicOf } from './private-topic.js';
import type { AccountStream } from './private-topic.js';
import { createRawChannel } from './raw-channel.js';

/** The streams by name. A symbol of `default` is the stream of the whole account. */
export const privateRawChannels = {
  'account.orderUpdate': account('account.orderUpdate', 'Order-update', tradedMarkets, OrderRowWire),
  'account.positionUpdate': account('account.positionUpdate', 'Position-update', contractMarkets, PositionRowWire, {
    bySymbol: true,
    standing: true,
  }),
  'account.balanceUpdate': account('account.balanceUpdate', 'Balance-update', tradedMarkets, BalanceRowWire, {
    bySymbol: false,
  }),
  'account.rfqUpdate': { ...account('account.rfqUpdate', 'RFQ-Update', markets, RfqRowWire), unlisted: true },
  // Clients of 2026 know its name; nobody has shown what it says.
  'account.rfq': { ...account('account.rfq', 'RFQ-Update', markets, UnknownRowWire), unlisted: true },
} as const;

function account<M extends string, Row extends object>(
  channel: string,
  page: string,
  lines: readonly M[],
  row: z.ZodType<Row>,
  stream: AccountStream = { bySymbol: true },
) {
  const docs = pageOf(`Private/${page}`);
  return createRawChannel({
    channel,
    docs,
    markets: lines,
    row,
    topic: ({ symbol }) => privateTopicOf(channel, symbol, stream),
  });
}
