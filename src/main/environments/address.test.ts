import { describe, expect, test } from 'vitest';
import { parseAddress } from './address.ts';

describe('a platform\'s address', () => {
  test.each([
    ['plant-a.example', 'https://plant-a.example'],
    ['  plant-a.example \n', 'https://plant-a.example'],
    ['https://Plant-A.Example/ui/orchestration/secrets?page=2#top', 'https://plant-a.example'],
    ['HTTPS://PLANT-A.EXAMPLE', 'https://plant-a.example'],
    ['plant-a.example:8443', 'https://plant-a.example:8443'],
    ['plant-a.example:443', 'https://plant-a.example'],
    ['plant-a.example.', 'https://plant-a.example'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
    ['kelvin', 'https://kelvin'],
    ['localhost:8443', 'https://localhost:8443'],
    ['10.0.0.7', 'https://10.0.0.7'],
    ['[2001:db8::1]:8443', 'https://[2001:db8::1]:8443'],
  ])('%j is the origin %s', (text, origin) => {
    const host = origin.slice('https://'.length);
    expect(parseAddress(text, false)).toEqual({ kind: 'address', origin, host });
  });

  test.each([
    ['', 'empty'],
    [' \t', 'empty'],
    ['plant a.example', 'malformed'],
    ['plant-a\u200b.example', 'malformed'],
    ['https:\\\\plant-a.example', 'malformed'],
    ['https://', 'malformed'],
    ['https://plant-a.example:99999', 'malformed'],
    ['12', 'malformed'],
    ['http://plant-a.example', 'not-https'],
    ['ftp://plant-a.example', 'not-https'],
    ['http://127.0.0.1:3000', 'not-https'],
    ['https://ana:secret@plant-a.example', 'has-credentials'],
    ['ana@plant-a.example', 'has-credentials'],
  ])('%j is none: %s', (text, problem) => {
    expect(parseAddress(text, false)).toEqual({ kind: 'not-an-address', problem });
  });

  test.each(['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000', 'http://127.9.9.9'])(
    'may be %s in a development build',
    (origin) => {
      expect(parseAddress(`${origin}/ui`, true)).toMatchObject({ kind: 'address', origin });
    },
  );

  test.each(['http://plant-a.example', 'http://127.0.0.1.example', 'http://localhost.example', 'http://10.0.0.1'])(
    'is never plain HTTP elsewhere: %s',
    (text) => {
      expect(parseAddress(text, true)).toEqual({ kind: 'not-an-address', problem: 'not-https' });
    },
  );
});
