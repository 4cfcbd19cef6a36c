/**
 * Backpack's balances.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { SymbolRequest } from '../../contract/channel.js';
import { addDecimal } from '../../model/decimal.js';
import { amountIfAny, amountOf, stampOf } from './account-row.js';
import { pageOf } from './docs.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { BalanceWire } from './private-schemas.js';
import { privateTopicOf } from './private-topic.js';

/** Each change of an asset; none of those that did not change. One account, whatever the product line. */
export const balances = defineChannel({
  kind: 'balances',
  docs: pageOf('Private/Balance-update'),
  markets: tradedMarkets,
  topic: ({ symbol }: SymbolRequest<TradedMarket>) =>
    privateTopicOf('account.balanceUpdate', symbol, { bySymbol: false }),
  wire: BalanceWire,
  normalise: ({ data }, context) => {
    const stamp = stampOf(context, data.T);
    const available = amountOf(data.A, 'A');
    // What is staked cannot be used either.
    const held = addDecimal(amountOf(data.L, 'L'), amountIfAny(data.S, 'S') ?? '0');
    const total = addDecimal(available, held);
    const row = { type: 'balance' as const, ...stamp, asset: data.a, total, available, held, raw: data };
    return [{ type: 'balance-update', ...stamp, whole: false, rows: [row] }];
  },
});
