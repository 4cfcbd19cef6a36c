import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutKeys } from '../../src/wire/without-keys.js';

const key = 'MyApiKeyAbc123';
const signature = 'deadbeef'.repeat(8);
const login = JSON.stringify({ op: 'auth', args: [key, 1_700_000_000_000, signature] });

describe('withoutKeys', () => {
  it.each([
    ['a request', login, '{…'],
    ['a request that is cut', login.slice(0, 40), '{…'],
    ['an echo', `{"request":${login}}`, '{"request":{…'],
    ['an echo inside of text', JSON.stringify({ msg: `what is ${login}` }), '{"msg":"what is {…'],
    ['an echo inside of text inside of text', JSON.stringify(JSON.stringify({ msg: login })), '"{\\"msg\\":\\"{…'],
    ['arguments alone', `{"args":["${key}"]}`, '{…'],
    ['arguments with spaces', `{ "args" : ["${key}"] }`, '{ …'],
    ['another order', `{"args":["${key}"],"op":"auth"}`, '{…'],
    ['fields by name', `{"apiKey":"${key}","sign":"x"}`, '{…'],
    ['a printed object', `auth {op=auth, apiKey=${key}, sign=x`, 'auth {…'],
    ['a printed map', `map[args:[${key} 17 x] op:auth]`, 'map[…'],
    ['a printed record', `{auth [${key} 17 x]}`, '{…'],
    ['a passphrase', `passphrase: hunter2`, '…'],
    ['a part that a server could not read', `error found in #10 byte of ...|${key.slice(3)}",17,"ab|...`, '…'],
    ['a signature in hex', `bad ${signature}`, 'bad …'],
    ['a signature in base64', `bad ${btoa('x'.repeat(32))}`, 'bad …'],
    ['a longer one', `bad ${btoa('x'.repeat(64))}`, 'bad …'],
  ])('cuts %s', (_, text, left) => {
    expect(withoutKeys(text)).toBe(left);
  });

  it.each([
    '',
    'args size >10',
    'Invalid sign',
    'API key is invalid.',
    'Your api key has expired.',
    'error:handler not found,topic:orderbook.50.BTCUSDT',
    'error:topic:order needs auth first',
    'Failed to decode incoming data',
    '{"success":true,"conn_id":"0970e817-426e-429a-a679-ff7f55e0b16a","op":"subscribe"}',
  ])('leaves %j as it is', text => {
    expect(withoutKeys(text)).toBe(text);
  });

  it('shows no key, wherever a text repeats a login, and wherever it is cut', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(login.length), fc.nat(3), (before, end, depth) => {
        let text = login.slice(0, end);
        for (let n = 0; n < depth; n++) text = JSON.stringify({ msg: text });
        const told = withoutKeys(before + text);
        expect(told.replace(before, '')).not.toMatch(/MyApi|17000|deadb/);
      }),
    );
  });
});
