import { expect, test } from 'vitest';
import { createClientCertificates } from './client-certificates.ts';

const [plant, login] = ['https://plant-a.example', 'https://id.example:8443'];
const ana = { fingerprint: 'sha256/ana', subjectName: 'Ana Ruiz', issuerName: 'Plant CA', validExpiry: 2_000_000_000 };
const old = { ...ana, fingerprint: 'sha256/old', validExpiry: 1_000 };
const offered = [old, ana];

function certificates() {
  let changes = 0;
  const made = createClientCertificates(() => (changes += 1));
  return { ...made, changes: () => changes };
}

test('none is shown before the person has chosen among all that fit, seen by subject, issuer and end', () => {
  const { answerTo, question, changes } = certificates();
  expect([answerTo(plant, offered), answerTo(plant, [ana])]).toEqual(['ask', 'ask']);
  expect(changes()).toBe(1);
  expect(question()).toEqual({
    origin: plant,
    wasRefused: false,
    offered: [
      { id: 'sha256/old', subject: 'Ana Ruiz', issuer: 'Plant CA', validUntil: 1_000_000 },
      { id: 'sha256/ana', subject: 'Ana Ruiz', issuer: 'Plant CA', validUntil: 2_000_000_000_000 },
    ],
  });
});

test('one alone is not shown unasked either', () => {
  expect(certificates().answerTo(plant, [ana])).toBe('ask');
});

test('what was chosen is shown there from then on, and at no other origin', () => {
  const { answerTo, choose, question, version } = certificates();
  answerTo(plant, offered);
  choose(plant, ana.fingerprint);
  expect([question(), version(), answerTo(plant, offered), answerTo(plant, [ana])]).toEqual([null, 1, ana, ana]);
  for (const other of [login, 'https://plant-a.example:8443', 'http://plant-a.example']) {
    expect(answerTo(other, offered)).toBe('ask');
  }
});

test('none is a choice too, and is kept', () => {
  const { answerTo, choose, askAgain, question } = certificates();
  answerTo(plant, offered);
  choose(plant, null);
  askAgain();
  expect([answerTo(plant, offered), question()]).toEqual([null, null]);
});

test('only what was asked and offered can be chosen', () => {
  const { answerTo, choose, question, version } = certificates();
  choose(plant, ana.fingerprint);
  answerTo(plant, [old]);
  choose(login, old.fingerprint);
  choose(plant, ana.fingerprint);
  expect([question()?.origin, version(), answerTo(login, [old])]).toEqual([plant, 0, 'ask']);
});

test('the person who will not say is left alone until they try by hand, and none is shown meanwhile', () => {
  const { answerTo, decline, askAgain, version } = certificates();
  answerTo(plant, offered);
  decline(plant);
  expect(answerTo(plant, offered)).toBeNull();
  const before = version();
  askAgain();
  expect([version() > before, answerTo(plant, offered)]).toEqual([true, 'ask']);
});

test('one that the host did not take is chosen anew, and said to be so', () => {
  const { answerTo, choose, refused, question, version } = certificates();
  answerTo(plant, offered);
  choose(plant, old.fingerprint);
  refused(plant, version());
  expect([answerTo(plant, offered), question()?.wasRefused]).toEqual(['ask', true]);
});

test('a late refusal of what was chosen before does not undo a newer choice', () => {
  const { answerTo, choose, refused, version } = certificates();
  answerTo(plant, offered);
  choose(plant, old.fingerprint);
  const before = version();
  refused(plant, before);
  answerTo(plant, offered);
  choose(plant, ana.fingerprint);
  refused(plant, before);
  expect(answerTo(plant, offered)).toBe(ana);
});

test('who showed none and was not let in is asked anew when they try by hand, and not before', () => {
  const { answerTo, choose, refused, askAgain, version } = certificates();
  answerTo(plant, offered);
  choose(plant, null);
  refused(plant, version());
  expect(answerTo(plant, offered)).toBeNull();
  askAgain();
  expect(answerTo(plant, offered)).toBe('ask');
});

test('a card that was pulled out is asked for anew, and where nothing fits nobody is asked', () => {
  const { answerTo, choose, question } = certificates();
  answerTo(plant, offered);
  choose(plant, ana.fingerprint);
  expect([answerTo(plant, []), question()]).toEqual([null, null]);
  expect(answerTo(plant, [old])).toBe('ask');
});
