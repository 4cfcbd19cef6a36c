import { gzipSync } from 'node:zlib';
import { NEVER, Observable, Subject, of, switchMap, tap, throwError } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ConnectionError, RequestError } from '../../src/model/errors.js';
import type { Frame } from '../../src/contract/frame.js';
import { createRedaction } from '../../src/tape/redact.js';
import { tapeLines } from '../../src/tape/tape-sink.js';
import { taped } from '../../src/tape/taped.js';
import { tapedHttp } from '../../src/tape/taped-http.js';
import type { Socket } from '../../src/transport/socket.js';

const secret = 'aB3/+x"9secret==';
const encoder = new TextEncoder();

describe('the redaction', () => {
  const { text, bytes } = createRedaction([secret, 'k1', '  ']);

  it.each([
    ['plain', `before ${secret} after`, 'before [redacted] after'],
    ['as JSON', JSON.stringify({ echo: secret }), '{"echo":"[redacted]"}'],
    ['with slashes escaped', JSON.stringify({ echo: secret }).replaceAll('/', '\\/'), '{"echo":"[redacted]"}'],
    ['in an address', `/ws?key=${encodeURIComponent(secret)}&x=1`, '/ws?key=[redacted]&x=1'],
    ['short, as a whole text only', '{"a":"k1","b":"k12","c":k1}', '{"a":"[redacted]","b":"k12","c":k1}'],
    [
      'under its name',
      '{"apiKey":"zzz","sign" : "y\\"y","signed":"no"}',
      '{"apiKey":"[redacted]","sign" : "[redacted]","signed":"no"}',
    ],
    ['nowhere', '{"price":"1.50"}', '{"price":"1.50"}'],
  ])('finds a secret %s', (_, dirty, clean) => {
    expect(text(dirty)).toBe(clean);
  });

  it('looks into bytes, packed or not', () => {
    const json = JSON.stringify({ echo: secret });
    expect(bytes(encoder.encode(json))).toBe('{"echo":"[redacted]"}');
    expect(bytes(gzipSync(json))).toBe('{"echo":"[redacted]"}');
    const harmless = gzipSync('{"price":1}');
    expect(bytes(harmless)).toBe(harmless);
    expect(bytes(Uint8Array.of(1, 2, 3, ...encoder.encode(secret)))).toBe('[redacted]');
    expect(bytes(Uint8Array.of(1, 2, 3))).toEqual(Uint8Array.of(1, 2, 3));
  });
});

describe('what is recorded', () => {
  it('passes through, and holds no secret, no query, and nothing that was sent', () => {
    const lines: string[] = [];
    const tape = tapeLines(line => lines.push(line), {
      secrets: [secret],
      urls: { venue: `wss://u:${'p'.repeat(9)}@host/ws?k=q` },
    });
    const frames$ = new Subject<Frame>();
    const sent: string[] = [];
    const close$ = new Subject<never>();
    const transport = taped(
      () =>
        new Observable<Socket>(subscriber => {
          subscriber.next({ frames$, send: text => sent.push(text) });
          return close$.subscribe(subscriber);
        }),
      tape,
    );
    const heard: Frame[] = [];
    const lost: unknown[] = [];
    transport(`wss://user:pass@host/ws?listenKey=${'q'.repeat(12)}`)
      .pipe(
        tap(socket => {
          socket.send(`login ${secret}`);
        }),
        switchMap(socket => socket.frames$),
      )
      .subscribe({ next: frame => heard.push(frame), error: (cause: unknown) => lost.push(cause) });
    const frames: readonly Frame[] = [
      { receivedAt: 5, data: `{"event":"login","arg":${JSON.stringify(secret)}}` },
      { receivedAt: 6, data: Uint8Array.of(0, 255, 128, 7) },
    ];
    for (const frame of frames) frames$.next(frame);
    const cause = new ConnectionError(`connection was refused: ${secret}`, { closeCode: 1008, retryAfter: 70 });
    close$.error(cause);

    expect(heard).toEqual(frames);
    expect(sent).toEqual([`login ${secret}`]);
    expect(lost).toEqual([cause]);
    expect(lines.slice(1).map(line => ({ ...(JSON.parse(line) as object), at: 0 }))).toEqual([
      { type: 'dial', at: 0, connection: 1, url: 'wss://host/ws' },
      { type: 'open', at: 0, connection: 1 },
      { type: 'sent', at: 0, connection: 1 },
      { type: 'frame', at: 0, connection: 1, text: '{"event":"login","arg":"[redacted]"}' },
      { type: 'bytes', at: 0, connection: 1, base64: 'AP+ABw==' },
      {
        ...{ type: 'lost', at: 0, connection: 1, closeCode: 1008 },
        ...{ reason: 'connection was refused: [redacted]', retryable: true, retryAfter: 70 },
      },
    ]);
    for (const word of [secret, JSON.stringify(secret).slice(1, -1), 'pppp', 'user', 'qqqq', 'k=q']) {
      expect(lines.join('\n')).not.toContain(word);
    }
  });

  it('tells a connection that was left, and answers over HTTP', () => {
    const lines: string[] = [];
    const tape = tapeLines(line => lines.push(line), { secrets: [secret] });
    taped(
      () => NEVER,
      tape,
    )('ws://host/')
      .subscribe()
      .unsubscribe();
    const http$ = (url: string): Observable<unknown> =>
      url.endsWith('bad')
        ? throwError(() => new RequestError('status 429', 429, { retryAfter: 9 }))
        : of({ echo: secret });
    const answers: unknown[] = [];
    tapedHttp(http$, tape)('https://u:p@host/depth?symbol=X').subscribe(answer => answers.push(answer));
    tapedHttp(http$, tape)('https://host/bad').subscribe({ error: (cause: unknown) => answers.push(String(cause)) });
    tapedHttp(
      () => NEVER,
      tape,
    )('https://host/slow')
      .subscribe()
      .unsubscribe();
    expect(answers).toEqual([{ echo: secret }, 'RequestError: status 429']);
    expect(lines.slice(1).map(line => ({ ...(JSON.parse(line) as object), at: 0 }))).toEqual([
      { type: 'dial', at: 0, connection: 1, url: 'ws://host/' },
      { type: 'left', at: 0, connection: 1 },
      { type: 'request', at: 0, request: 2, url: 'https://host/depth?symbol=X' },
      { type: 'answer', at: 0, request: 2, body: { echo: '[redacted]' } },
      { type: 'request', at: 0, request: 3, url: 'https://host/bad' },
      { type: 'refusal', at: 0, request: 3, status: 429, reason: 'status 429', retryable: true, retryAfter: 9 },
      { type: 'request', at: 0, request: 4, url: 'https://host/slow' },
      { type: 'dropped', at: 0, request: 4 },
    ]);
  });
});
