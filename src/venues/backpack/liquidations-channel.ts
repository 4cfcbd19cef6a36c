/**
 * Backpack's liquidations.
 * @module
 */
import { defineChannel } from '../../contract/channel.js';
import type { SymbolRequest } from '../../contract/channel.js';
import type { Liquidation } from '../../model/market.js';
import { numberOf } from '../../wire/number.js';
import { pageOf } from './docs.js';
import { contractMarkets, marketOf } from './markets.js';
import type { ContractMarket } from './markets.js';
import { LiquidationWire } from './schemas.js';
import { plainTopic, topicOf } from './stream.js';
import { msOfMicros } from './time.js';

/** How liquidations are asked for: by symbol, or all of them, out of which those of the symbol are taken. */
export const liquidationForms = ['symbol', 'all'] as const;

/** What liquidations are asked for by. The symbol `default` stands for all. */
export interface LiquidationsRequest extends SymbolRequest<ContractMarket> {
  readonly by?: (typeof liquidationForms)[number];
}

/**
 * Each liquidation. The page of 2025 has them all in one stream, newer ones quote a stream per symbol; if the venue refuses
 * the one, or is silent, `by` asks for the other.
 */
export const liquidations = defineChannel({
  kind: 'liquidations',
  docs: pageOf('Public/Liquidation'),
  markets: contractMarkets,
  topic: ({ symbol, by = 'symbol' }: LiquidationsRequest) => {
    if (!liquidationForms.includes(by)) {
      throw new RangeError(`by ${JSON.stringify(by)} is not one of backpack: ${liquidationForms.join(', ')}`);
    }
    return by === 'all' || symbol === 'default' ? plainTopic('liquidation') : topicOf('liquidation', symbol);
  },
  wire: LiquidationWire,
  normalise: ({ data }, { venue, symbol: wanted, receivedAt }): readonly Liquidation[] => {
    const symbol = data.s;
    if (wanted !== 'default' && wanted !== symbol) return [];
    return [
      {
        type: 'liquidation',
        // The engine's time is a slip in the one sample there is.
        ...{ venue, market: marketOf(symbol), symbol, timestamp: msOfMicros(data.E, 'E'), receivedAt },
        side: data.S === 'Bid' ? 'buy' : 'sell',
        price: numberOf(data.p, 'p'),
        size: numberOf(data.q, 'q'),
        raw: data,
      },
    ];
  },
});
