import { switchMap, tap } from 'rxjs';
import type { Subscription } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import type { Frame, Socket, Transport } from '../../src/index.js';
import { webTransport, wsTransport } from '../../src/index.js';
import { plainServer } from '../support/plain-server.js';
import type { PlainServer } from '../support/plain-server.js';
import { until } from '../support/until.js';

let server: PlainServer | undefined;
let open: Subscription | undefined;
afterEach(async () => {
  open?.unsubscribe();
  await server?.close();
  server = undefined;
});

interface Noted {
  readonly sockets: Socket[];
  readonly frames: Frame[];
  readonly errors: unknown[];
  completed: boolean;
}

function connect(transport: Transport, url: string): Noted {
  const noted: Noted = { sockets: [], frames: [], errors: [], completed: false };
  open = transport(url)
    .pipe(
      tap(socket => noted.sockets.push(socket)),
      switchMap(socket => socket.frames$),
    )
    .subscribe({
      next: frame => noted.frames.push(frame),
      error: (cause: unknown) => noted.errors.push(cause),
      complete: () => (noted.completed = true),
    });
  return noted;
}

/** A browser's constructor has these members; `ws` has them as well. */
const BrowserWebSocket = NodeWebSocket as unknown as new (url: string) => WebSocket;

describe.each<[string, (handshakeTimeout?: number) => Transport]>([
  ['wsTransport', handshakeTimeout => wsTransport(handshakeTimeout === undefined ? {} : { handshakeTimeout })],
  [
    'webTransport',
    handshakeTimeout =>
      webTransport({ WebSocket: BrowserWebSocket, ...(handshakeTimeout === undefined ? {} : { handshakeTimeout }) }),
  ],
])('%s', (_, make) => {
  it('is cold, emits one socket, carries text and bytes both ways, stamps each frame', async () => {
    const heard: string[] = [];
    server = await plainServer((text, socket) => {
      heard.push(text);
      if (text === '') socket.send('hello');
      if (text === 'bytes?') socket.send(Buffer.from([1, 2, 3]), { binary: true });
    });
    const connection$ = make()(server.url);
    await new Promise(resolve => setTimeout(resolve, 30));
    expect(server.arrivals()).toBe(0);
    const noted = connect(() => connection$, server.url);
    await until(() => noted.frames.length === 1);
    noted.sockets[0]?.send('bytes?');
    await until(() => noted.frames.length === 2);
    expect(noted.sockets).toHaveLength(1);
    expect(noted.frames[0]?.data).toBe('hello');
    expect([...(noted.frames[1]?.data as Uint8Array)]).toEqual([1, 2, 3]);
    expect(Math.abs((noted.frames[0]?.receivedAt ?? 0) - Date.now())).toBeLessThan(1_000);
    expect(heard).toEqual(['', 'bytes?']);
  });

  it('closes when it is unsubscribed, and says nothing more', async () => {
    const codes: number[] = [];
    server = await plainServer((text, socket) => {
      if (text === '') socket.on('close', code => codes.push(code));
    });
    const noted = connect(make(), server.url);
    await until(() => noted.sockets.length === 1);
    open?.unsubscribe();
    await until(() => codes.length === 1);
    expect(codes).toEqual([1000]);
    expect(noted.errors).toEqual([]);
  });

  it.each([
    [1000, 'normal'],
    [1001, 'going away'],
  ])('calls a clean close with %i an error: nobody asked for it', async (code, words) => {
    server = await plainServer((_, socket) => {
      socket.close(code);
    });
    const noted = connect(make(), server.url);
    await until(() => noted.errors.length === 1);
    expect(noted.completed).toBe(false);
    expect(noted.errors).toMatchObject([
      {
        code: 'CONNECTION',
        retryable: true,
        closeCode: code,
        message: expect.stringContaining(`(${code} ${words})`) as string,
      },
    ]);
  });

  it('can be unsubscribed during the handshake without any noise', async () => {
    server = await plainServer(() => {});
    const noted = connect(make(), server.url);
    open?.unsubscribe();
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(noted).toMatchObject({ sockets: [], errors: [] });
  });

  it('gives up a handshake that is not answered', async () => {
    const net = await import('node:net');
    const mute = net.createServer(socket => socket.on('error', () => {}));
    await new Promise<void>(resolve => mute.listen(0, '127.0.0.1', resolve));
    const noted = connect(make(150), `ws://127.0.0.1:${(mute.address() as { port: number }).port}`);
    await until(() => noted.errors.length === 1);
    expect(noted.errors).toMatchObject([{ code: 'CONNECTION' }]);
    mute.close();
  });

  it('says of an address that it is none, and keeps its path for itself', async () => {
    const noted = connect(make(), 'http//nonsense?apiKey=secret');
    await until(() => noted.errors.length === 1);
    expect(noted.errors).toMatchObject([{ code: 'CONNECTION', retryable: false }]);
    expect(String(noted.errors[0])).not.toContain('secret');
  });
});

describe('webTransport', () => {
  it('says where there is no WebSocket', () => {
    const noted = connect(webTransport({ WebSocket: undefined as unknown as typeof WebSocket }), 'ws://127.0.0.1:1');
    if ('WebSocket' in globalThis) return;
    expect(noted.errors).toMatchObject([{ code: 'CONNECTION', retryable: false }]);
  });
});
