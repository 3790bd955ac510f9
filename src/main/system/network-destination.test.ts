import { describe, expect, test } from 'vitest';
import { mayGoTo } from './network-destination.ts';

const own = ['https://p.example', 'https://id.example:8443', 'http://127.0.0.1:9000', 'http://p.example'];

describe('a request', () => {
  test.each(['https://p.example/api/v4/secrets/list?x=1', 'https://p.example:443/', 'https://id.example:8443/auth'])(
    'may go to %s',
    (url) => {
      expect(mayGoTo(url, own, false)).toBe(true);
    },
  );

  test.each([
    'https://evil.example/',
    'https://p.example.evil.example/',
    'https://p.example:8443/',
    'https://id.example/',
    'https://user:pw@p.example/',
    'http://p.example/',
    'http://127.0.0.1:9000/',
    'file:///etc/passwd',
    'p.example',
    '',
  ])('may not go to %j', (url) => {
    expect(mayGoTo(url, own, false)).toBe(false);
  });

  test('may go by plain HTTP to this computer in development, and nowhere else', () => {
    expect(mayGoTo('http://127.0.0.1:9000/x', own, true)).toBe(true);
    expect(mayGoTo('http://127.0.0.1:9001/x', own, true)).toBe(false);
    expect(mayGoTo('http://p.example/', own, true)).toBe(false);
  });
});
