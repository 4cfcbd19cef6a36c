/**
 * Where Bybit's doors are, on its main site and on others.
 * @see https://bybit-exchange.github.io/docs/v5/ws/connect
 * @module
 */

/** The addresses of the main site; each product line has its own. */
export const urls = {
  spot: 'wss://stream.bybit.com/v5/public/spot',
  linear: 'wss://stream.bybit.com/v5/public/linear',
  inverse: 'wss://stream.bybit.com/v5/public/inverse',
  option: 'wss://stream.bybit.com/v5/public/option',
  spread: 'wss://stream.bybit.com/v5/public/spread',
  rfq: 'wss://stream.bybit.com/v5/public/rfq',
  status: 'wss://stream.bybit.com/v5/public/misc/status',
  private: 'wss://stream.bybit.com/v5/private',
} as const;

/** Other sites with the same doors; accounts and keys are of one site only. */
export const hosts = {
  testnet: 'wss://stream-testnet.bybit.com',
  // Demo accounts trade at the prices of the main site, which alone tells them.
  demo: { private: 'wss://stream-demo.bybit.com' },
  eu: 'wss://stream.bybit.eu',
  georgia: 'wss://stream.bybitgeorgia.ge',
  indonesia: 'wss://stream.bybit.id',
  japan: 'wss://stream.manepa.jp',
  kazakhstan: 'wss://stream.bybit.kz',
  turkey: 'wss://stream.bybit.tr',
} as const;
