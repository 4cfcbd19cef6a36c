import { Subscription } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { defineChannel } from '../../src/contract/channel.js';
import { createFeedsOf } from '../../src/feeds/create-feeds.js';
import { createFeeds, venues, wsTransport } from '../../src/index.js';
import type { Feeds, Status, Ticker } from '../../src/index.js';
import { simulate } from '../../src/simulator/simulate.js';
import { TickerWire } from '../../src/venues/bitget/schemas.js';
import { topicOf } from '../../src/venues/bitget/topic.js';
import { acknowledging, plainServer } from '../support/plain-server.js';
import type { PlainServer } from '../support/plain-server.js';
import { until } from '../support/until.js';

const good = {
  action: 'snapshot',
  arg: { instType: 'SPOT', channel: 'ticker', instId: 'BTCUSDT' },
  data: [
    {
      instId: 'BTCUSDT',
      lastPr: '83715.7',
      open24h: '83812.27',
      high24h: '85250',
      low24h: '83172.57',
      change24h: '-0.00491',
      bidPr: '83715.69',
      askPr: '83715.7',
      bidSz: '0.074435',
      askSz: '2.145777',
      baseVolume: '2673.629245',
      quoteVolume: '225237773.321358',
      openUtc: '84409.37',
      changeUtc24h: '-0.00819',
      ts: '1790358774065',
    },
  ],
  ts: 1790358774066,
};
const [row] = good.data;

let server: PlainServer | undefined;
let all = new Subscription();
afterEach(async () => {
  all.unsubscribe();
  all = new Subscription();
  await server?.close();
  server = undefined;
});

/** Follows the ticker of BTCUSDT and notes everything told beside it. */
function follow(feeds: Feeds<typeof venues>): {
  tickers: Ticker[];
  problems: string[];
  statuses: Status[];
  errors: string[];
} {
  const noted: ReturnType<typeof follow> = { tickers: [], problems: [], statuses: [], errors: [] };
  all.add(
    feeds.problems$('bitget').subscribe(({ error, mending }) => noted.problems.push(`${mending}: ${error.message}`)),
  );
  all.add(feeds.status$('bitget').subscribe(status => noted.statuses.push(status)));
  all.add(
    feeds.ticker$('bitget', 'BTCUSDT').subscribe({
      next: ticker => noted.tickers.push(ticker),
      error: (cause: unknown) => noted.errors.push(String(cause)),
    }),
  );
  return noted;
}
const against = (url: string): Feeds<typeof venues> =>
  createFeeds({ urls: { bitget: url }, linger: 0, backoff: { base: 50, floor: 20, cap: 100 } });

/** A server that sends one frame, then a good one. */
async function serve(frame: string | Buffer): Promise<ReturnType<typeof follow>> {
  server = await plainServer((text, socket) => {
    acknowledging(text, socket, () => {
      socket.send(frame, { binary: typeof frame !== 'string' });
      socket.send(JSON.stringify(good));
    });
  });
  const noted = follow(against(server.url));
  await until(
    () => noted.tickers.length > 0,
    8_000,
    () => noted.problems.join('\n'),
  );
  expect(noted.errors).toEqual([]);
  return noted;
}

describe('a bad frame is told in one sentence, and everything else goes on', () => {
  it.each([
    ['junk', 'hello', 'skipped: bitget frame is not JSON: '],
    ['truncated JSON', JSON.stringify(good).slice(0, 90), 'skipped: bitget frame is not JSON: '],
    ['binary', Buffer.from([1, 2, 3]), 'skipped: bitget frame is binary, 3 bytes'],
    ['data without arg', '{"action":"snapshot","data":[]}', 'skipped: bitget frame has data but no arg: '],
    [
      'a missing field',
      JSON.stringify({ ...good, data: [{ ...row, lastPr: undefined }] }),
      'skipped: bitget SPOT:ticker:BTCUSDT: data.0.lastPr does not fit (',
    ],
    [
      'a wrong type',
      JSON.stringify({ ...good, data: [{ ...row, bidPr: 83715.69 }] }),
      'skipped: bitget SPOT:ticker:BTCUSDT: data.0.bidPr does not fit (',
    ],
    [
      'text that is no number',
      JSON.stringify({ ...good, data: [{ ...row, askSz: 'many' }] }),
      'skipped: bitget SPOT:ticker:BTCUSDT: askSz is "many", not a number',
    ],
  ])('%s', async (_, frame, sentence) => {
    const { tickers, problems } = await serve(frame);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.slice(0, sentence.length)).toBe(sentence);
    expect(tickers).toMatchObject([{ price: 83715.7 }]);
  });

  it('a frame of nobody’s topic is no problem', async () => {
    const stranger = JSON.stringify({ ...good, arg: { ...good.arg, instId: 'ETHUSDT' } });
    expect((await serve(stranger)).problems).toEqual([]);
  });

  it.each([
    ['an event nobody knows', '{"event":"maintenance","msg":"soon"}', 'maintenance soon'],
    ['another JSON', '{"jsonrpc":"2.0"}', 'jsonrpc'],
    ['no object', '[1,2,3]', '[1,2,3]'],
  ])('%s is told', async (_, frame, words) => {
    const { problems } = await serve(frame);
    expect(problems).toEqual([
      expect.stringMatching(/^told: bitget connection: the venue says what is not known here \(/),
    ]);
    expect(problems[0]).toContain(words);
  });

  it('a huge frame ends the connection, and a new one is made', async () => {
    let times = 0;
    server = await plainServer((text, socket) => {
      acknowledging(text, socket, () => {
        socket.send(times++ === 0 ? ' '.repeat(17 * 1024 * 1024) : JSON.stringify(good));
      });
    });
    const { tickers, problems } = follow(against(server.url));
    await until(() => tickers.length > 0);
    expect(problems).toEqual([
      `reconnect: connection to ${new URL(server.url).host} failed: a frame was larger than is taken`,
    ]);
  });

  it('strict feeds err instead', async () => {
    server = await plainServer((text, socket) => {
      acknowledging(text, socket, () => {
        socket.send(JSON.stringify({ ...good, data: [{ ...row, lastPr: 7 }] }));
      });
    });
    const { errors } = follow(createFeeds({ urls: { bitget: server.url }, linger: 0, strict: true }));
    await until(() => errors.length > 0);
    expect(errors[0]).toMatch(/^SchemaError: bitget SPOT:ticker:BTCUSDT: data\.0\.lastPr does not fit/);
  });
});

describe('a bad wish errs alone', () => {
  it('an unknown symbol: 30001', async () => {
    const exchange = await simulate('bitget');
    const feeds = against(exchange.url);
    const noted = follow(feeds);
    const errors: unknown[] = [];
    all.add(feeds.ticker$('bitget', 'NOPEUSDT').subscribe({ error: (cause: unknown) => errors.push(cause) }));
    await until(() => errors.length > 0 && noted.tickers.length > 0);
    expect(errors).toMatchObject([
      {
        name: 'SubscriptionError',
        code: 'SUBSCRIPTION',
        venueCode: '30001',
        message: expect.stringMatching(
          /^bitget SPOT:ticker:NOPEUSDT: refused with 30001 \(the channel or the symbol does not exist: /,
        ) as string,
      },
    ]);
    expect(noted.errors).toEqual([]);
    all.unsubscribe();
    await exchange.close();
  });

  it('an unknown channel: 30016', async () => {
    const exchange = await simulate('bitget');
    const nonsense = defineChannel({
      kind: 'channel',
      docs: 'https://example.org',
      markets: ['spot'],
      topic: ({ market, symbol }) => topicOf('candle1h', market, symbol, false),
      wire: TickerWire,
      normalise: () => [],
    });
    const feeds = createFeedsOf({ bitget: { ...venues.bitget, raw: { nonsense } } }, wsTransport(), {
      urls: { bitget: exchange.url },
      linger: 0,
    });
    const errors: unknown[] = [];
    all.add(
      feeds.channel$('bitget', 'nonsense', 'BTCUSDT').subscribe({ error: (cause: unknown) => errors.push(cause) }),
    );
    await until(() => errors.length > 0);
    expect(errors).toMatchObject([
      {
        venueCode: '30016',
        message: expect.stringMatching(/^bitget SPOT:candle1h:BTCUSDT: refused with 30016 \(wrong parameter/) as string,
      },
    ]);
    all.unsubscribe();
    await exchange.close();
  });

  it('a symbol of another market is accepted and silent: this is told', async () => {
    const exchange = await simulate('bitget');
    const { protocol } = venues.bitget;
    const impatient = { bitget: { ...venues.bitget, protocol: { ...protocol, patience: 300 } } };
    const feeds = createFeedsOf(impatient, wsTransport(), { urls: { bitget: exchange.url }, linger: 0 });
    const problems: string[] = [];
    all.add(feeds.problems$().subscribe(({ error }) => problems.push(error.message)));
    all.add(feeds.ticker$('bitget', 'BTCPERP', { market: 'usdt-futures' }).subscribe());
    await until(() => problems.length > 0);
    expect(problems[0]).toBe(
      'bitget USDT-FUTURES:ticker:BTCPERP: accepted, but nothing came within 300 ms; is it the right market?',
    );
    all.unsubscribe();
    await exchange.close();
  });
});

describe('a bad line is told in one sentence, and tried again', () => {
  it('nobody listens there', async () => {
    const closed = await plainServer(() => {});
    await closed.close();
    const { problems, statuses } = follow(against(closed.url));
    await until(() => problems.length > 2);
    const { host } = new URL(closed.url);
    expect(new Set(problems)).toEqual(
      new Set([`reconnect: connection to ${host} failed: nothing listens there (ECONNREFUSED)`]),
    );
    expect(statuses.map(({ phase }) => phase).slice(0, 4)).toEqual(['connecting', 'waiting', 'connecting', 'waiting']);
  });

  it('a name that nobody knows', async () => {
    const { problems } = follow(against('ws://no-such-host.invalid'));
    await until(() => problems.length > 0, 15_000);
    expect(problems[0]).toMatch(
      /^reconnect: connection to no-such-host\.invalid failed: the name .* \((ENOTFOUND|EAI_AGAIN)\)/,
    );
  }, 20_000);

  it('a server that accepts and hangs up', async () => {
    server = await plainServer((_, socket) => {
      socket.close(1001);
    });
    const { problems } = follow(against(server.url));
    await until(() => problems.length > 2);
    expect(problems[0]).toBe(
      `reconnect: connection to ${new URL(server.url).host} was closed by the server (1001 going away)`,
    );
  });

  it('a server that is no WebSocket server', async () => {
    const http = await import('node:http');
    const plain = http.createServer((_, response) => response.writeHead(200).end('hello'));
    await new Promise<void>(resolve => plain.listen(0, '127.0.0.1', resolve));
    const { port } = plain.address() as { port: number };
    const { problems } = follow(against(`ws://127.0.0.1:${port}`));
    await until(() => problems.length > 0);
    expect(problems[0]).toBe(`reconnect: connection to 127.0.0.1:${port} failed: Unexpected server response: 200`);
    all.unsubscribe();
    await new Promise(resolve => plain.close(resolve));
  });

  it('a server that accepts the connection and never answers the handshake', async () => {
    const net = await import('node:net');
    const mute = net.createServer(socket => socket.on('error', () => {}));
    await new Promise<void>(resolve => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as { port: number };
    const feeds = createFeeds({
      urls: { bitget: `ws://127.0.0.1:${port}` },
      transport: wsTransport({ handshakeTimeout: 200 }),
      linger: 0,
    });
    const { problems } = follow(feeds);
    await until(() => problems.length > 0);
    expect(problems[0]).toBe(`reconnect: connection to 127.0.0.1:${port} failed: Opening handshake has timed out`);
    all.unsubscribe();
    mute.close();
  });

  it('a server that says nothing at all', async () => {
    server = await plainServer(() => {});
    const { protocol } = venues.bitget;
    const impatient = {
      bitget: { ...venues.bitget, protocol: { ...protocol, heartbeat: { every: 100, text: 'ping', patience: 200 } } },
    };
    const feeds = createFeedsOf(impatient, wsTransport(), {
      urls: { bitget: server.url },
      linger: 0,
      backoff: { base: 50, floor: 20 },
    });
    const { problems } = follow(feeds);
    await until(() => (server?.arrivals() ?? 0) > 1);
    expect(problems).toContain('reconnect: bitget connection is dead: nothing came for 200 ms after a ping');
  });

  it('ends in one clear error where the attempts are limited', async () => {
    const closed = await plainServer(() => {});
    await closed.close();
    const feeds = createFeeds({
      urls: { bitget: closed.url },
      linger: 0,
      backoff: { base: 10, floor: 5, maxAttempts: 2 },
    });
    const { errors, statuses } = follow(feeds);
    await until(() => errors.length > 0);
    expect(errors[0]).toMatch(
      /^ConnectionError: connection given up after 2 attempts: connection to .* failed: nothing listens there/,
    );
    expect(statuses.at(-1)?.phase).toBe('failed');
  });
});

describe('a channel that takes no symbol', () => {
  it('is asked for with the venue’s word for everything', async () => {
    const exchange = await simulate('bitget', { tick: 50 });
    const rows: unknown[] = [];
    all.add(
      against(exchange.url)
        .channel$('bitget', 'index-price', 'default', { market: 'margin' })
        .subscribe(message => rows.push(...message.rows)),
    );
    await until(() => rows.length > 0);
    expect(rows[0]).toMatchObject({ symbol: expect.any(String) as string, indexPrice: expect.any(String) as string });
    all.unsubscribe();
    await exchange.close();
  });
});
