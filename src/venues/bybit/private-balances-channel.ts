/**
 * Bybit's balances: the wallet that all product lines of an account share.
 * @module
 */
import type * as z from 'zod';
import { defineChannel } from '../../contract/channel.js';
import type { ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Balance } from '../../model/account.js';
import { addDecimal, compareDecimal, subtractDecimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { tradedMarkets } from './markets.js';
import type { TradedMarket } from './markets.js';
import { stampOf, timeIfAny } from './private-row.js';
import { WalletWire } from './private-schemas.js';
import type { CoinRowWire } from './private-schemas.js';
import { checkAll, privateTopicOf } from './private-topic.js';

/** What the account holds, told at trades, orders and transfers; a profit that is not realised changes without a word. */
export const balances = defineChannel({
  kind: 'balances',
  docs: 'https://bybit-exchange.github.io/docs/v5/websocket/private/wallet',
  markets: tradedMarkets,
  topic: ({ symbol }: SymbolRequest<TradedMarket>) => {
    checkAll('wallet', symbol);
    return privateTopicOf('wallet');
  },
  wire: WalletWire,
  normalise: ({ data, creationTime }, context) => {
    const timestamp = timeIfAny(creationTime, 'creationTime');
    const rows = data
      .filter(({ accountType }) => serves(accountType, context.market))
      .flatMap(({ coin }) => coin.map(row => balanceOf(row, timestamp, context)));
    // Never whole: a push holds one coin at times, all of them at others, and does not say which.
    return rows.length === 0 ? [] : [{ type: 'balance-update', ...stampOf(context, timestamp), whole: false, rows }];
  },
});

/**
 * What is held is the margin of orders and positions, and what spot orders lock; the rest of the equity is free. That is how
 * Bybit's own `availableToWithdraw` was made, which it tells no more.
 */
function balanceOf(row: z.infer<typeof CoinRowWire>, timestamp: number | undefined, context: ReadContext): Balance {
  const total = decimalIfAny(row.equity, 'equity') ?? decimalOf(row.walletBalance, 'walletBalance');
  const held = [
    decimalIfAny(row.locked, 'locked'),
    decimalIfAny(row.totalOrderIM, 'totalOrderIM'),
    decimalIfAny(row.totalPositionIM, 'totalPositionIM'),
  ].reduce<`${number}`>((sum, amount) => (amount === undefined ? sum : addDecimal(sum, amount)), '0');
  const rest = subtractDecimal(total, held);
  // Other coins may stand in for this one, and it may be owed: more can be held than is there.
  const available = compareDecimal(rest, '0') < 0 ? '0' : rest;
  return {
    type: 'balance',
    ...stampOf(context, timestamp),
    asset: row.coin.toUpperCase(),
    total,
    available,
    held,
    raw: row,
  };
}

/** Accounts that are not unified have a wallet for spot and one for contracts, with coins of the same names. */
function serves(accountType: string | undefined, market: string): boolean {
  switch (accountType) {
    case 'SPOT':
      return market === 'spot';
    case 'CONTRACT':
      return market === 'linear' || market === 'inverse';
    case 'FUND':
      return false;
    default:
      return true;
  }
}
