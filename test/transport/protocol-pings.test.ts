import { EMPTY, firstValueFrom, switchMap } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { webTransport, wsTransport } from '../../src/index.js';
import { plainServer } from '../support/plain-server.js';
import { until } from '../support/until.js';

describe('pings of the WebSocket protocol', () => {
  it('are sent and answered on Node', async () => {
    let heard = 0;
    const server = await plainServer((text, socket) => {
      if (text === '') socket.on('ping', () => heard++);
    });
    let answers = 0;
    const open = wsTransport()(server.url)
      .pipe(
        switchMap(({ pings }) => {
          pings?.send();
          pings?.send();
          return pings?.answered$ ?? EMPTY;
        }),
      )
      .subscribe(() => answers++);
    await until(() => answers === 2);
    expect(heard).toBe(2);
    open.unsubscribe();
    await server.close();
  });

  it('do not exist in browsers', async () => {
    const server = await plainServer(() => {});
    const WebSocket = NodeWebSocket as unknown as new (url: string) => globalThis.WebSocket;
    const socket = await firstValueFrom(webTransport({ WebSocket })(server.url));
    expect(socket.pings).toBeUndefined();
    await server.close();
  });
});
