import { expect, test } from 'vitest';
import { createProxyLogins } from './proxy-logins.ts';

const asker = { isProxy: true, host: 'proxy.example', port: 3128 };
const proxy = 'proxy.example:3128';
const ana = { userName: 'ana', password: 'of the proxy' };

function logins() {
  let changes = 0;
  const made = createProxyLogins(() => (changes += 1));
  return { ...made, changes: () => changes };
}

test('a proxy that asks is answered by the person, and from then on by itself', () => {
  const { answerTo, question, give, changes } = logins();
  expect(answerTo(asker, false)).toBeNull();
  expect([question(), changes()]).toEqual([{ proxy, wasRefused: false }, 1]);
  give(proxy, ana);
  expect([question(), changes()]).toEqual([null, 2]);
  expect([answerTo(asker, false), answerTo(asker, false), changes()]).toEqual([ana, ana, 2]);
});

test('what was given for one proxy is told to no other, and to no server', () => {
  const { answerTo, question, give, decline } = logins();
  give(proxy, ana);
  expect(answerTo({ ...asker, isProxy: false }, false)).toBeNull();
  expect(question()).toBeNull();
  for (const other of [{ ...asker, port: 8080 }, { ...asker, host: 'other.example' }]) {
    expect(answerTo(other, false)).toBeNull();
    decline(`${other.host}:${other.port}`);
  }
});

test('what a proxy refused is forgotten and asked for again', () => {
  const { answerTo, question, give } = logins();
  give(proxy, ana);
  expect(answerTo(asker, false)).toEqual(ana);
  expect(answerTo(asker, true)).toBeNull();
  expect(question()).toEqual({ proxy, wasRefused: true });
  expect(answerTo(asker, false)).toBeNull();
});

test('the person who declines is left alone until they try again', () => {
  const { answerTo, question, decline, askAgain } = logins();
  answerTo(asker, false);
  decline(proxy);
  answerTo(asker, false);
  expect(question()).toBeNull();
  askAgain();
  answerTo(asker, false);
  expect(question()).toEqual({ proxy, wasRefused: false });
});
