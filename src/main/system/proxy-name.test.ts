import { expect, test } from 'vitest';
import { proxyNameOf } from './proxy-name.ts';

test.each([
  ['PROXY proxy.plant:3128', 'proxy.plant:3128'],
  ['PROXY proxy.plant:3128; DIRECT', 'proxy.plant:3128'],
  ['DIRECT; HTTPS second.plant:443', 'second.plant:443'],
  ['SOCKS5 [fd00::1]:1080', '[fd00::1]:1080'],
])('%s names %s', (route, name) => {
  expect(proxyNameOf(route)).toBe(name);
});

test.each(['DIRECT', '', 'PROXY ', 'PROXY a b', 'PROXY <b>', `PROXY ${'x'.repeat(300)}`])('"%s" names none', (route) => {
  expect(proxyNameOf(route)).toBeNull();
});
