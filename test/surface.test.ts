import { describe, expect, it } from 'vitest';

/** The names that are part of the public interface: a change here is a change for users. */
describe('the exported names', () => {
  it.each([
    ['rxtape', () => import('../src/index.js')],
    ['rxtape in the browser', () => import('../src/browser.js')],
    ['rxtape/operators', () => import('../src/operators/index.js')],
    ['rxtape/reducers', () => import('../src/state/index.js')],
    ['rxtape/simulator', () => import('../src/simulator/index.js')],
    ['rxtape/tape', () => import('../src/tape/index.js')],
    ['rxtape/tape in the browser', () => import('../src/tape/browser.js')],
    ['rxtape/venues/bitget', () => import('../src/venues/bitget/index.js')],
    ['rxtape/sinks/csv', () => import('../src/sinks/csv.js')],
  ])('of %s', async (_, load) => {
    expect(Object.keys(await load()).sort()).toMatchSnapshot();
  });

  it('are the same in the browser but for the transport of Node', async () => {
    const node = Object.keys(await import('../src/index.js')).filter(name => name !== 'wsTransport');
    expect(node.sort()).toEqual(Object.keys(await import('../src/browser.js')).sort());
  });
});
