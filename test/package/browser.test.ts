import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/simulator/simulate.js';

/** A real browser against the simulator: the browser's face, its own WebSocket, a bundle as a user would make it. */
const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(path =>
  existsSync(path),
);
const root = fileURLToPath(new URL('../..', import.meta.url));
const built = existsSync(join(root, 'dist/browser.js'));
if (chromium === undefined || !built) console.warn('no browser or no dist: the browser test is skipped');

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(chromium === undefined || !built)('in a browser', () => {
  it('streams, survives a cut, and closes its connection', async () => {
    const exchange = await simulate('bitget', { seed: 3, tick: 50 });
    const script = await build({
      stdin: {
        contents: `
          import { createFeeds } from 'rxtape';
          const tell = what => fetch('/told', { method: 'POST', body: JSON.stringify(what) });
          const feeds = createFeeds({ urls: { bitget: '${exchange.url}' }, linger: 0, backoff: { base: 100, floor: 50 } });
          const problems = [];
          let books = 0;
          feeds.problems$().subscribe(({ error }) => problems.push(error.code));
          const watching = feeds.book$('bitget', 'BTCUSDT').subscribe(book => {
            if (++books === 3) tell('flowing');
            if (problems.includes('CONNECTION') && books > 6) {
              watching.unsubscribe();
              setTimeout(() => tell({ bids: book.bids.length, sequence: book.sequence, problems }), 200);
            }
          });`,
        resolveDir: root,
      },
      bundle: true,
      // The package as users have it, not the sources that the repository's own paths name.
      tsconfigRaw: {},
      write: false,
      logLevel: 'error',
      format: 'esm',
      platform: 'browser',
      conditions: ['browser'],
    });
    const told: unknown[] = [];
    const server = createServer((request, response) => {
      if (request.method !== 'POST') {
        response.setHeader('content-type', 'text/html');
        response.end(`<!doctype html><script type="module">${script.outputFiles[0]?.text ?? ''}</script>`);
        return;
      }
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        told.push(JSON.parse(body));
        if (told.length === 1) exchange.inject('close-1006');
        response.end();
        if (told.length === 2) finished();
      });
    });
    let finished = (): void => {};
    const done = new Promise<void>(resolve => (finished = resolve));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const profile = mkdtempSync(join(tmpdir(), 'rxtape-browser-'));
    const { port } = server.address() as AddressInfo;
    const browser = spawn(
      chromium ?? '',
      [...flags, `--user-data-dir=${profile}`, '--remote-debugging-port=0', `http://127.0.0.1:${port}/`],
      {
        stdio: 'ignore',
        detached: true,
      },
    );
    try {
      await done;
      expect(told[0]).toBe('flowing');
      const { bids, sequence, problems } = told[1] as { bids: number; sequence: string; problems: string[] };
      expect(problems).toEqual(['CONNECTION']);
      expect(exchange.bookAt('BTCUSDT', sequence)?.bids).toHaveLength(bids);
      expect(exchange.clients).toBe(0);
    } finally {
      if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
      await new Promise(resolve => server.close(resolve));
      await exchange.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  }, 60_000);
});
