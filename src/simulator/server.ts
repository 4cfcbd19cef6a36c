/**
 * The WebSocket server before a simulated exchange.
 * @module
 */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import type { Connection, Exchange, Refused } from './exchange.js';

/** Where the server listens. */
export interface ServerOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default "127.0.0.1". */
  readonly host?: string;
}

/** A listening server. */
export interface ExchangeServer {
  readonly host: string;
  readonly port: number;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
}

/** The longest message a client may send; a longer one is answered by close code 1009. */
const LONGEST_MESSAGE = 64 * 1_024;
/** What stands for bytes where text is wanted. */
const NOT_TEXT = '<binary>';
/** A line that says nothing any more does not answer pings either. */
const BY_HAND = { autoPong: false };

/**
 * Listens before an exchange.
 *
 * @returns rejects where the port is taken
 */
export function serve(
  exchange: Exchange,
  { port = 0, host = '127.0.0.1' }: ServerOptions = {},
): Promise<ExchangeServer> {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: LONGEST_MESSAGE,
    ...BY_HAND,
  });
  const server = createServer((request, response) => {
    const answer = request.method === 'GET' ? exchange.restAnswer(request.url ?? '/') : undefined;
    if (answer === undefined) {
      response.writeHead(426, { connection: 'close' }).end('a WebSocket is expected here\n');
      return;
    }
    const { status, body } = answer;
    const type = status === 200 || body.startsWith('{') ? 'application/json' : 'text/plain';
    response.writeHead(status, { 'content-type': type, connection: 'close' }).end(body);
  });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => {
      stream.destroy();
    });
    let socket: WebSocket | undefined;
    let isMute = false;
    const entry = exchange.connect(pathOf(request), {
      send: data => socket?.send(data),
      close(code) {
        if (code === undefined) socket?.terminate();
        else socket?.close(code);
      },
      mute() {
        isMute = true;
      },
    });
    if ('status' in entry) {
      refuse(stream, entry);
      return;
    }
    sockets.handleUpgrade(request, stream, head, opened => {
      socket = opened;
      listen(opened, entry);
      opened.on('ping', (data: Buffer) => {
        if (!isMute) opened.pong(data);
      });
    });
    // A handshake that was no handshake never gets that far.
    if (socket === undefined) entry.gone();
  });

  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const { port: actual } = server.address() as AddressInfo;
      resolve({ host, port: actual, close: () => closeAll() });
    });
  });

  function closeAll(): Promise<void> {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    return new Promise(resolve => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  }
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?')[0] ?? '/';
}

function refuse(stream: Duplex, { status, reason }: Refused): void {
  // Half-open streams would outlive the server.
  stream.once('finish', () => {
    stream.destroy();
  });
  const length = Buffer.byteLength(reason);
  stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${reason}`);
}

function listen(socket: WebSocket, connection: Connection): void {
  socket.on('message', (data: RawData, isBinary: boolean) => {
    connection.hear(isBinary ? NOT_TEXT : textOf(data));
  });
  socket.on('close', () => {
    connection.gone();
  });
  // Told by `close` as well; without a listener the process would die of it.
  socket.on('error', () => {});
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}
