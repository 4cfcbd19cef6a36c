import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createExchange } from '../../src/simulator/exchange.js';
import { serve } from '../../src/simulator/server.js';
import { backpackCounterpart } from '../../src/venues/backpack/counterpart.js';
import { until } from '../support/until.js';

describe('pings of the WebSocket protocol at a simulated exchange', () => {
  it('are answered, until a line goes dead', async () => {
    const exchange = createExchange(backpackCounterpart());
    const server = await serve(exchange);
    const socket = new WebSocket(`ws://${server.host}:${server.port}/`);
    const pongs: string[] = [];
    socket.on('pong', data => pongs.push(data.toString()));
    await new Promise(resolve => socket.once('open', resolve));
    socket.ping('one');
    await until(() => pongs.length === 1);
    exchange.inject('half-open');
    socket.ping('two');
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(pongs).toEqual(['one']);
    socket.terminate();
    exchange.close();
    await server.close();
  });

  it('tell over HTTP what grants nothing', async () => {
    const exchange = createExchange(backpackCounterpart());
    const server = await serve(exchange);
    const get = async (path: string): Promise<readonly unknown[]> => {
      const answer = await fetch(`http://${server.host}:${server.port}${path}`);
      return [answer.status, answer.headers.get('content-type'), await answer.text()];
    };
    expect(await get('/api/v1/depth?symbol=NOPE')).toEqual([
      ...[400, 'application/json', '{"code":"INVALID_CLIENT_REQUEST","message":"Invalid market symbol"}'],
    ]);
    expect((await get('/api/v1/depth?symbol=OLD_USDC')).slice(0, 2)).toEqual([404, 'application/json']);
    expect((await get('/api/v1/depth?symbol=SOL_USDC&limit=3')).slice(0, 2)).toEqual([400, 'text/plain']);
    expect((await get('/api/v1/depth?symbol=SOL_USDC&limit=5')).slice(0, 2)).toEqual([200, 'application/json']);
    expect((await get('/nowhere'))[0]).toBe(426);
    exchange.close();
    await server.close();
  });
});
