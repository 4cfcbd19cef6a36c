/**
 * Bybit's liquidations.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { SymbolRequest } from '../../contract/channel.js';
import type { Liquidation } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { contractMarkets } from './markets.js';
import type { ContractMarket } from './markets.js';
import { LiquidationWire } from './schemas.js';
import { topicOf } from './topic.js';

/** Every liquidation, within half a second. */
export const liquidations = defineChannel({
  kind: 'liquidations',
  docs: 'https://bybit-exchange.github.io/docs/v5/websocket/public/all-liquidation',
  markets: contractMarkets,
  topic: ({ market, symbol }: SymbolRequest<ContractMarket>) =>
    topicOf(market, `allLiquidation.${symbol}`, { incremental: false, prompt: false }),
  wire: LiquidationWire,
  normalise: ({ data }, { venue, market, symbol, receivedAt }) =>
    data.map((row): Liquidation => ({
      type: 'liquidation',
      venue,
      market,
      symbol,
      timestamp: row.T,
      receivedAt,
      // Bybit tells the side of the position: a long one is closed by selling.
      side: row.S === 'Buy' ? 'sell' : 'buy',
      price: numberOf(row.p, 'p'),
      size: numberOf(row.v, 'v'),
      raw: row,
    })),
});
