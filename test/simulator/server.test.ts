import { createConnection } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import { WebSocket } from 'ws';
import type { RestContext } from '../../src/contract/counterpart.js';
import { createExchange, simulate } from '../../src/simulator/index.js';
import type { SimulatedVenue, SimulateOptions, Simulation } from '../../src/simulator/index.js';
import { serve } from '../../src/simulator/server.js';
import { argument, NaiveBook, PUBLIC, request } from './naive-client.js';
import { TOY_DOOR, toyCounterpart, toyText } from './toy-counterpart.js';

const BOOK = 'SPOT:books:SOLUSDT';
const open: Simulation[] = [];

async function start(options: SimulateOptions<'bitget'> = {}): Promise<Simulation> {
  const exchange = await simulate('bitget', { ackDelay: 0, tick: 5, ...options });
  open.push(exchange);
  return exchange;
}

/** A bare client: resolves once it is open. */
async function connect(
  exchange: Simulation,
  path = PUBLIC,
): Promise<{ readonly socket: WebSocket; readonly texts: string[] }> {
  const socket = new WebSocket(exchange.url + path);
  const texts: string[] = [];
  socket.on('message', (data: Buffer, isBinary: boolean) => texts.push(isBinary ? '<binary>' : data.toString()));
  socket.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return { socket, texts };
}

function closing(socket: WebSocket): Promise<number> {
  return new Promise(resolve => socket.once('close', resolve));
}

async function until(what: () => boolean): Promise<void> {
  await expect.poll(what, { timeout: 5_000, interval: 5 }).toBe(true);
}

afterEach(async () => {
  for (const exchange of open.splice(0)) await exchange.close();
});

describe('simulate', () => {
  it('speaks Bitget over a loopback socket, in text frames without extensions', async () => {
    const exchange = await start();
    expect(exchange.url).toBe(`ws://127.0.0.1:${exchange.port}`);
    const { socket, texts } = await connect(exchange);
    expect(socket.extensions).toBe('');
    socket.send('ping');
    socket.send(request('subscribe', BOOK));
    await until(() => texts.length > 50);
    expect(texts[0]).toBe('pong');
    expect(texts[1]).toBe(JSON.stringify({ event: 'subscribe', arg: argument(BOOK) }));
    expect(texts).not.toContain('<binary>');
    const book = new NaiveBook();
    for (const text of texts.slice(2)) book.hear(text);
    expect(book.gaps).toEqual([]);
    expect(BigInt(book.sequence)).toBeGreaterThan(1352182127898370048n);
    expect(exchange.bookAt('SOLUSDT', book.sequence)?.bids).toEqual(book.levels('bids'));
    expect(exchange.bookAt('SOLUSDT', book.sequence)?.asks).toEqual(book.levels('asks'));
    expect(exchange.subscriptions()).toEqual([[BOOK]]);
    expect(exchange.clients).toBe(1);
    expect(exchange.heard.map(one => one.text)).toEqual(['ping', request('subscribe', BOOK)]);
    socket.terminate();
    await until(() => exchange.clients === 0);
  });

  it('opens its own doors only', async () => {
    const exchange = await start();
    await expect(connect(exchange, '/v3/ws/private')).rejects.toThrow('404');
    await expect(connect(exchange, '/')).rejects.toThrow('404');
    const { socket } = await connect(exchange, `${PUBLIC}?x=1`);
    socket.terminate();
    const reply = await fetch(exchange.url.replace('ws', 'http'));
    expect(reply.status).toBe(426);
  });

  it('forgets a handshake that was none', async () => {
    const exchange = await start();
    const socket = createConnection(exchange.port, '127.0.0.1');
    const answer = new Promise<string>(resolve =>
      socket.once('data', data => {
        resolve(data.toString());
      }),
    );
    socket.write(`GET ${PUBLIC} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    expect(await answer).toContain('400 Bad Request');
    expect(exchange.clients).toBe(0);
    socket.destroy();
  });

  it('refuses connections with 503 where a fault says so', async () => {
    const exchange = await start();
    exchange.inject('refuse-connection');
    await expect(connect(exchange)).rejects.toThrow('503');
    const { socket } = await connect(exchange);
    socket.terminate();
  });

  it('closes with 1001, or without a close frame', async () => {
    const exchange = await start();
    for (const [fault, code] of [
      ['close-1001', 1001],
      ['close-1006', 1006],
    ] as const) {
      const { socket } = await connect(exchange);
      const closed = closing(socket);
      exchange.inject(fault);
      expect(await closed).toBe(code);
    }
  });

  it('tells the last excess before it cuts the line', async () => {
    const exchange = await start();
    const { socket, texts } = await connect(exchange);
    const closed = closing(socket);
    for (let n = 0; n < 12; n++) socket.send('ping');
    expect(await closed).toBe(1006);
    expect(texts.slice(10).map(text => (JSON.parse(text) as { code: number }).code)).toEqual([30006, 30007]);
    expect(exchange.violations).toHaveLength(2);
  });

  it('cuts with a code where told to', async () => {
    const exchange = await start({ closeCode: 1008, excess: 'cut' });
    const { socket } = await connect(exchange);
    const closed = closing(socket);
    for (let n = 0; n < 11; n++) socket.send('ping');
    expect(await closed).toBe(1008);
  });

  it('hangs up on a message that is too long, and does not count bytes as text', async () => {
    const exchange = await start();
    const { socket, texts } = await connect(exchange);
    socket.send(Buffer.from('ping'));
    await until(() => texts.length > 0);
    expect(texts).toEqual(['{"event":"error","code":30002,"msg":"Unrecognized request:<binary>"}']);
    const closed = closing(socket);
    socket.send('x'.repeat(70_000));
    expect(await closed).toBe(1009);
    await until(() => exchange.clients === 0);
  });

  it('leaves nothing behind when it is closed', async () => {
    const before = process.getActiveResourcesInfo().length;
    const exchange = await start();
    const { socket } = await connect(exchange);
    const closed = closing(socket);
    socket.send(request('subscribe', BOOK, 'SPOT:ticker:BTCUSDT'));
    await until(() => exchange.subscriptions()[0]?.length === 2);
    await exchange.close();
    await exchange.close();
    expect(await closed).toBe(1006);
    expect(exchange.clients).toBe(0);
    const { sequence } = exchange.book('SOLUSDT');
    await expect(connect(exchange)).rejects.toThrow('ECONNREFUSED');
    await until(() => process.getActiveResourcesInfo().length <= before);
    expect(exchange.book('SOLUSDT').sequence).toBe(sequence);
  });

  it('closes itself at the end of an `await using`', async () => {
    const exchange = await start();
    await exchange[Symbol.asyncDispose]();
    await expect(connect(exchange)).rejects.toThrow('ECONNREFUSED');
  });

  it('listens where it is told to, and says when the place is taken', async () => {
    const first = await start();
    await expect(simulate('bitget', { port: first.port })).rejects.toThrow('EADDRINUSE');
  });

  it('answers GETs by path and query, with 404 where there is no such thing, and packs frames into binary ones', async () => {
    const rest = { '/depth': ({ query }: RestContext) => (query['symbol'] === 'BTC' ? '{"is":"so"}' : undefined) };
    const exchange = createExchange(toyCounterpart({ 'ticker:BTC': { zipped: true } }, { rest }), { ackDelay: 0 });
    const server = await serve(exchange);
    const origin = `127.0.0.1:${server.port}`;
    try {
      const found = await fetch(`http://${origin}/depth?symbol=BTC`);
      expect([found.status, await found.text()]).toEqual([200, '{"is":"so"}']);
      const statusOf = async (path: string, init = {}): Promise<number> =>
        (await fetch(`http://${origin}${path}`, init)).status;
      expect(await statusOf('/depth?symbol=ETH')).toBe(404);
      expect(await statusOf('/depth?symbol=BTC', { method: 'POST' })).toBe(426);
      expect(await statusOf('/other')).toBe(426);
      const socket = new WebSocket(`ws://${origin}${TOY_DOOR}`);
      const frames: (readonly [boolean, Buffer])[] = [];
      socket.on('message', (data: Buffer, isBinary: boolean) => frames.push([isBinary, data]));
      socket.once('open', () => {
        socket.send(toyText('subscribe', 'ticker:BTC'));
      });
      await until(() => frames.length > 1);
      expect(frames.slice(0, 2).map(([isBinary]) => isBinary)).toEqual([false, true]);
      expect(JSON.parse(gunzipSync(frames[1]?.[1] ?? '').toString())).toMatchObject({ key: 'ticker:BTC' });
      socket.terminate();
    } finally {
      exchange.close();
      await server.close();
    }
  });

  it('names the venues that can be simulated', async () => {
    await expect(simulate('moon' as SimulatedVenue)).rejects.toThrow(
      'venue "moon" cannot be simulated; possible are bitget',
    );
    await expect(simulate('constructor' as SimulatedVenue)).rejects.toThrow(RangeError);
    await expect(simulate('bitget', { faults: ['bad-checksum'] })).rejects.toThrow(RangeError);
  });

  it('is typed for its venue', () => {
    expectTypeOf(simulate<'bitget'>)
      .parameter(1)
      .toEqualTypeOf<SimulateOptions<'bitget'> | undefined>();
    expectTypeOf<SimulateOptions<'bitget'>>().toHaveProperty('integrity');
    // @ts-expect-error: a fault that does not exist
    const wrong: SimulateOptions<'bitget'> = { faults: ['no-such-fault'] };
    // @ts-expect-error: a switch that Bitget has not
    const other: SimulateOptions<'bitget'> = { category: 'linear' };
    expect([wrong, other]).toHaveLength(2);
  });
});
