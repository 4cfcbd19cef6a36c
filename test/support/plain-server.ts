/**
 * A bare WebSocket server that says just what a test tells it to.
 * @module
 */
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

/** The server. */
export interface PlainServer {
  readonly url: string;
  readonly sockets: readonly WebSocket[];
  /** How many connections there ever were. */
  readonly arrivals: () => number;
  close(): Promise<void>;
}

/** Starts a server; `hear` is told each text of each client, '' when one arrives. */
export async function plainServer(hear: (text: string, socket: WebSocket) => void): Promise<PlainServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await new Promise<void>(resolve => server.once('listening', resolve));
  const sockets: WebSocket[] = [];
  let arrivals = 0;
  server.on('connection', socket => {
    arrivals++;
    sockets.push(socket);
    socket.on('close', () => sockets.splice(sockets.indexOf(socket), 1));
    socket.on('error', () => {});
    socket.on('message', data => {
      hear((data as Buffer).toString(), socket);
    });
    hear('', socket);
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    arrivals: () => arrivals,
    close: () =>
      new Promise(resolve => {
        for (const socket of server.clients) socket.terminate();
        server.close(() => {
          resolve();
        });
      }),
  };
}

interface Request {
  readonly op: string;
  readonly args: readonly object[];
}

/** Acknowledges the way Bitget does, then hands each argument on. */
export function acknowledging(text: string, socket: WebSocket, then: (arg: object) => void = () => {}): void {
  if (text === 'ping') socket.send('pong');
  if (!text.startsWith('{')) return;
  const { op, args } = JSON.parse(text) as Request;
  for (const arg of args) {
    socket.send(JSON.stringify({ event: op, arg }));
    if (op === 'subscribe') then(arg);
  }
}
