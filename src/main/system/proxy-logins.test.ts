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
  expect(answerTo(asker, null)).toBeNull();
  expect([question(), changes()]).toEqual([{ proxy, wasRefused: false }, 1]);
  give(proxy, ana);
  expect([question(), changes()]).toEqual([null, 2]);
  expect([answerTo(asker, null), answerTo(asker, null), changes()]).toEqual([ana, ana, 2]);
});

test('what was given for one proxy is told to no other, and to no server', () => {
  const { answerTo, question, give, decline } = logins();
  give(proxy, ana);
  expect(answerTo({ ...asker, isProxy: false }, null)).toBeNull();
  expect(question()).toBeNull();
  for (const other of [{ ...asker, port: 8080 }, { ...asker, host: 'other.example' }]) {
    expect(answerTo(other, null)).toBeNull();
    decline(`${other.host}:${other.port}`);
  }
});

test('what a proxy refused is forgotten and asked for again', () => {
  const { answerTo, question, give } = logins();
  give(proxy, ana);
  expect(answerTo(asker, null)).toEqual(ana);
  expect(answerTo(asker, ana)).toBeNull();
  expect(question()).toEqual({ proxy, wasRefused: true });
  expect(answerTo(asker, null)).toBeNull();
});

test('a late refusal of what was said before does not delete what the person gave meanwhile', () => {
  const { answerTo, question, give } = logins();
  const newer = { ...ana, password: 'the new one' };
  give(proxy, ana);
  const [first, second] = [answerTo(asker, null), answerTo(asker, null)];
  expect(answerTo(asker, first)).toBeNull();
  give(proxy, newer);
  expect(answerTo(asker, second)).toBe(newer);
  expect([answerTo(asker, null), question()]).toEqual([newer, null]);
  expect(answerTo(asker, newer)).toBeNull();
  expect(question()).toEqual({ proxy, wasRefused: true });
});

test('the person who declines is left alone until they try again', () => {
  const { answerTo, question, decline, askAgain } = logins();
  answerTo(asker, null);
  decline(proxy);
  answerTo(asker, null);
  expect(question()).toBeNull();
  askAgain();
  answerTo(asker, null);
  expect(question()).toEqual({ proxy, wasRefused: false });
});
