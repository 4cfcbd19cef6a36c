import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { RequestError } from '../../src/model/errors.js';
import { fetchHttp } from '../../src/transport/http.js';
import { until } from '../support/until.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const made = createServer(answer);
  server = made;
  await new Promise<void>(done => {
    made.listen(0, '127.0.0.1', done);
  });
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/depth?symbol=A`;
}

const errorOf = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => undefined).catch((e: unknown) => e);

describe('requests over HTTP', () => {
  it('are made per subscription, give one value and complete', async () => {
    const urls: unknown[] = [];
    const url = await serve((request, response) => {
      urls.push(request.url);
      response.end('{"a":1}');
    });
    const got$ = fetchHttp()(url);
    expect(urls).toEqual([]);
    expect(await lastValueFrom(got$.pipe(toArray()))).toEqual([{ a: 1 }]);
    await firstValueFrom(got$);
    expect(urls).toEqual(['/depth?symbol=A', '/depth?symbol=A']);
  });

  it('are tried again where the status says that it may help', async () => {
    let times = 0;
    const url = await serve((_, response) => {
      times += 1;
      response.statusCode = times < 3 ? 503 : 200;
      response.end('[]');
    });
    expect(await firstValueFrom(fetchHttp()(url))).toEqual([]);
    expect(times).toBe(3);
  });

  it('wait as long as the answer asks for', async () => {
    const times: number[] = [];
    const url = await serve((_, response) => {
      times.push(Date.now());
      if (times.length === 1) response.writeHead(429, { 'retry-after': '1' });
      response.end('[]');
    });
    await firstValueFrom(fetchHttp()(url));
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('say what a status means that is not about what was asked for', async () => {
    const url = await serve((_, response) => {
      response.writeHead(403);
      response.end();
    });
    expect((await errorOf(firstValueFrom(fetchHttp()(url)))) as Error).toHaveProperty(
      'message',
      `request to ${new URL(url).host} failed: status 403 (this address is banned for a while, or its region is not served)`,
    );
  });

  it('keep integers that no number can hold', async () => {
    const url = await serve((_, response) => {
      response.end('{"id":1352182127898370049,"price":1.5,"n":7}');
    });
    expect(await firstValueFrom(fetchHttp()(url))).toEqual({ id: '1352182127898370049', price: 1.5, n: 7 });
  });

  it.each([400, 404, 403])('are not tried again after status %i', async status => {
    let times = 0;
    const url = await serve((_, response) => {
      times += 1;
      response.statusCode = status;
      response.end('Bad request');
    });
    const error = await errorOf(firstValueFrom(fetchHttp()(url)));
    expect(error).toBeInstanceOf(RequestError);
    expect((error as RequestError).message).toContain(`request to ${new URL(url).host} failed: status ${status}`);
    expect(times).toBe(1);
  });

  it('end after their retries with one sentence, be it for silence, no JSON or nobody there', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/text') response.end('Bad');
    });
    const { host, origin } = new URL(url);
    const get$ = fetchHttp({ timeout: 50, retries: 0 });
    expect(await errorOf(firstValueFrom(get$(url)))).toMatchObject({
      message: `request to ${host} failed: no answer within 50 ms`,
    });
    expect(await errorOf(firstValueFrom(get$(`${origin}/text`)))).toMatchObject({
      message: `request to ${host} failed: the answer is no JSON`,
    });
    expect(await errorOf(firstValueFrom(get$('http://127.0.0.1:1/')))).toMatchObject({
      message: 'request to 127.0.0.1:1 failed: the other side could not be reached',
    });
  });

  it('are given up when nobody waits any more', async () => {
    let isOpen = false;
    const url = await serve(request => {
      isOpen = true;
      request.on('close', () => (isOpen = false));
    });
    const subscription = fetchHttp()(url).subscribe();
    await until(() => isOpen);
    subscription.unsubscribe();
    await until(() => !isOpen);
    expect(isOpen).toBe(false);
  });

  it('take another fetch', async () => {
    const fetch = (): Promise<Response> => Promise.resolve(new Response('{"other":true}'));
    expect(await firstValueFrom(fetchHttp({ fetch })('https://example.org/'))).toEqual({ other: true });
  });
});
