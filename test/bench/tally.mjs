/**
 * What every client does with what it gets: counts it, and reads it as a user would.
 * @module
 */

/**
 * @typedef {{
 *   ticker(ticker: import('../../dist/index.js').Ticker): void,
 *   trade(trade: import('../../dist/index.js').Trade): void,
 *   book(book: import('../../dist/index.js').Book): void,
 *   frame(): void,
 *   count(): number,
 *   digest(): number,
 * }} Tally
 */

/**
 * Creates a tally.
 *
 * @param {readonly number[]} marks - ascending counts
 * @param {(mark: number) => void} reached - told the index of each mark when the count is there
 * @returns {Tally}
 */
export function createTally(marks, reached) {
  let count = 0;
  let digest = 0;
  let index = 0;
  let mark = marks[0] ?? Infinity;
  const step = () => {
    if (++count !== mark) return;
    mark = marks[index + 1] ?? Infinity;
    reached(index++);
  };
  return {
    ticker: ticker => {
      digest = (digest + ticker.price + ticker.bid * ticker.askSize + ticker.volume24h + ticker.timestamp) % 1e9;
      step();
    },
    trade: trade => {
      digest = (digest + trade.price * trade.size + trade.id.length + (trade.side === 'buy' ? 1 : 2)) % 1e9;
      step();
    },
    book: ({ bids, asks }) => {
      let sum = bids.length + asks.length;
      for (let i = 0; i < 5; i++) {
        const bid = bids[i];
        const ask = asks[i];
        sum += bid[0] * bid[1] + ask[0] * ask[1];
      }
      digest = (digest + sum) % 1e9;
      step();
    },
    frame: step,
    count: () => count,
    digest: () => digest,
  };
}
