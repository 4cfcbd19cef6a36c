import { describe, expect, it } from 'vitest';
import type { Counterpart } from '../../src/contract/counterpart.js';
import type { Balances, Fill, Gap, Orders, Positions } from '../../src/index.js';
import type { Decimal } from '../../src/model/decimal.js';
import { compareDecimal } from '../../src/model/decimal.js';
import { counterparts } from '../../src/venues/counterparts.js';
import { accountStreams } from '../support/account-streams.js';
import { playRotation } from '../support/rotation-stage.js';
import type { RotationStage } from '../support/rotation-stage.js';

interface Row {
  readonly counterpart: Counterpart;
  readonly market: string;
  readonly positions?: boolean;
}

const table: readonly Row[] = [
  { counterpart: counterparts.bitget(), market: 'spot' },
  { counterpart: counterparts.bitget(), market: 'usdt-futures', positions: true },
  { counterpart: counterparts.bybit(), market: 'linear', positions: true },
  { counterpart: counterparts['bybit-spot-v1'](), market: 'spot' },
  { counterpart: counterparts['bybit-spot-v3'](), market: 'spot' },
  { counterpart: counterparts.backpack(), market: 'spot' },
];

const same = (one: Decimal | undefined, other: Decimal | undefined): boolean =>
  one === undefined || other === undefined ? one === other : compareDecimal(one, other) === 0;

describe.each(table)('an account over rotations at $counterpart.id on $market', ({ counterpart, market, ...row }) => {
  it.each([{ lags: [200, 5, 200, 5, 200, 5] }, { lags: [5, 200, 5, 200, 5, 200] }])(
    'tells each fill once and all states, frames late by $lags',
    ({ lags }) => {
      let stage: RotationStage | undefined;
      let fills: (Fill | Gap)[] = [];
      let others: { readonly type: string }[] = [];
      let truth: readonly Fill[] = [];
      const wrong: string[] = [];
      let checked = 0;
      const left = playRotation({ counterpart, seconds: 250, rotateEvery: 60_000, lags, rules: false }, played => {
        const { feeds, keep, at, exchange, all } = played;
        stage = played;
        const options = { market, gaps: true };
        const streams = accountStreams(feeds, {
          venue: counterpart.id,
          options,
          positions: row.positions === true ? options : undefined,
        });
        fills = keep(streams.fills$ as never);
        let [balances, orders, positions]: [Balances?, Orders?, Positions?] = [];
        others = keep(streams.orders$);
        all.add(streams.balances$.subscribe(value => void (others.push(value), (balances = value))));
        all.add(streams.orders$.subscribe(value => (orders = value)));
        all.add(streams.positions$?.subscribe(value => void (others.push(value), (positions = value))));
        const since = 30_000;
        const begun = Date.now() + since;
        for (let second = since / 1_000; second < 250; second++) {
          at(second * 1_000 + 50 + 250, () => {
            const now = exchange.account();
            const isOld = (at: number | undefined): boolean => (at ?? 0) > begun && (at ?? 0) < Date.now() - 240;
            const isStill = [
              ...now.balances(market).map(({ timestamp }) => timestamp),
              ...now.orders(market).map(({ updatedAt }) => updatedAt),
            ].every(at => (at ?? 0) < Date.now() - 240);
            if (!isStill) return;
            for (const { asset, available, timestamp } of now.balances(market)) {
              if (isOld(timestamp)) checked++;
              if (isOld(timestamp) && !same(balances?.assets[asset]?.available, available)) {
                wrong.push(`${second} s ${asset} is not ${available}`);
              }
            }
            for (const { id, status, filled, updatedAt } of now.orders(market)) {
              if (!isOld(updatedAt)) continue;
              checked++;
              const ours = orders?.open[id];
              const isOpen = status === 'open' || status === 'partially-filled';
              if (isOpen ? !same(ours?.filled, filled) : ours !== undefined)
                wrong.push(`${second} s order ${id} ${status}`);
            }
            for (const { symbol, side, size, updatedAt } of row.positions === true ? now.positions(market) : []) {
              const ours = positions?.open.find(one => one.symbol === symbol && one.side === side);
              if (isOld(updatedAt) && !same(ours?.size, size))
                wrong.push(`${second} s ${symbol} ${side} is not ${size}`);
            }
          });
        }
        at(249_000, () => (truth = exchange.account().fills(market)));
      });
      expect(wrong.slice(0, 3)).toEqual([]);
      expect(checked).toBeGreaterThan(100);
      expect([...fills, ...others].filter(({ type }) => type === 'gap')).toEqual([]);
      const ids = (fills as Fill[]).map(({ id }) => id);
      const from = truth.findIndex(({ id }) => id === ids[0]);
      expect(ids.length).toBeGreaterThan(20);
      const told = truth.slice(from).map(({ id }) => id);
      expect(ids.slice(0, told.length)).toEqual(told);
      expect(stage?.statuses.filter(({ phase }) => phase === 'rotating').length).toBeGreaterThanOrEqual(3);
      expect(stage?.statuses.map(({ phase }) => phase)).not.toContain('waiting');
      expect(stage?.problems.map(({ error }) => error.message)).toEqual([]);
      expect(left).toBe(0);
    },
  );
});
