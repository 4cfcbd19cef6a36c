/**
 * Bitget's balances, of each product line.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { Channel, ReadContext, SymbolRequest } from '../../contract/channel.js';
import type { Balance, BalanceUpdate } from '../../model/account.js';
import { addDecimal } from '../../model/decimal.js';
import type { Decimal } from '../../model/decimal.js';
import { decimalIfAny, decimalOf } from '../../wire/decimal.js';
import { stampOf, timeIfAny } from './account-row.js';
import { futuresMarkets, instTypes } from './markets.js';
import type { BitgetMarket } from './markets.js';
import { CrossedAccountWire, FuturesAccountWire, SpotAccountWire } from './private-schemas.js';
import { privateTopicOf } from './private-topic.js';
import type { PrivateChannel } from './private-topic.js';

const docs = 'https://www.bitget.com/api-doc/spot/websocket/private/Account-Channel';

const account: PrivateChannel = { channel: 'account', by: 'coin', standing: 'surely' };
const crossed: PrivateChannel = { channel: 'account-crossed', by: 'coin', standing: 'perhaps' };

const spotBalances = defineChannel({
  kind: 'balances',
  docs,
  markets: ['spot'],
  topic: (request: SymbolRequest<BitgetMarket>) => privateTopicOf(account, request),
  wire: SpotAccountWire,
  normalise: ({ data, ts }, context) =>
    updateOf(
      data.map(row => {
        const held = addDecimal(decimalOf(row.frozen, 'frozen'), decimalIfAny(row.locked, 'locked') ?? '0');
        const available = decimalOf(row.available, 'available');
        const total = addDecimal(available, held);
        return balanceOf(row, row.coin, { total, available, held }, timeIfAny(row.uTime, 'uTime') ?? ts, context);
      }),
      ts,
      context,
    ),
});

const futuresBalances = defineChannel({
  kind: 'balances',
  docs: 'https://www.bitget.com/api-doc/contract/websocket/private/Account-Channel',
  markets: futuresMarkets,
  topic: (request: SymbolRequest<BitgetMarket>) => privateTopicOf(account, request),
  wire: FuturesAccountWire,
  normalise: ({ data, ts }, context) =>
    updateOf(
      data.map(row => {
        const total = decimalIfAny(row.equity, 'equity');
        // What Bitget calls available still has in it what is frozen: 26.14 of 26.14 with 5.37 in orders was seen.
        const free = decimalIfAny(row.maxOpenPosAvailable, 'maxOpenPosAvailable');
        const available = free ?? decimalOf(row.available, 'available');
        return balanceOf(row, row.marginCoin, { total, available, held: decimalOf(row.frozen, 'frozen') }, ts, context);
      }),
      ts,
      context,
    ),
});

const crossedBalances = defineChannel({
  kind: 'balances',
  docs: 'https://www.bitget.com/api-doc/margin/cross/websocket/private/Margin-Cross-Account-Assets',
  markets: ['margin'],
  topic: (request: SymbolRequest<BitgetMarket>) => privateTopicOf(crossed, request),
  wire: CrossedAccountWire,
  normalise: ({ data, ts }, context) =>
    updateOf(
      data.map(row => {
        const held = decimalOf(row.frozen, 'frozen');
        const available = decimalOf(row.available, 'available');
        const total = addDecimal(available, held);
        return balanceOf(row, row.coin, { total, available, held }, timeIfAny(row.uTime, 'uTime') ?? ts, context);
      }),
      ts,
      context,
    ),
});

/** What the account holds; on margin that of the cross account, without what is borrowed being taken off. */
export const balances: Channel<'balances', BitgetMarket> = {
  kind: 'balances',
  docs,
  markets: Object.keys(instTypes) as BitgetMarket[],
  topic: request => lineOf(request.market).topic(request),
  read: (body, context) => lineOf(context.market).read(body, context),
};

function lineOf(market: string): Channel<'balances', BitgetMarket> {
  if (market === 'spot') return spotBalances;
  return market === 'margin' ? crossedBalances : futuresBalances;
}

interface Amounts {
  readonly total: Decimal | undefined;
  readonly available: Decimal;
  readonly held: Decimal;
}

function balanceOf(
  raw: unknown,
  coin: string,
  amounts: Amounts,
  timestamp: number | undefined,
  context: ReadContext,
): Balance {
  return { type: 'balance', ...stampOf(context, timestamp), asset: coin.toUpperCase(), ...amounts, raw };
}

/** Never whole: after the first push only the coins that changed are told. */
function updateOf(rows: readonly Balance[], ts: number | undefined, context: ReadContext): readonly BalanceUpdate[] {
  return [{ type: 'balance-update', ...stampOf(context, ts), whole: false, rows }];
}
