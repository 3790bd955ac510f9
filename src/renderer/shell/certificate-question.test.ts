import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeBridge, ok } from '../../../tests/support/fake-bridge.ts';
import type { CertificateQuestion } from '../../shared/client-certificate.ts';
import { CertificateAsking, noCertificate } from './certificate-question.svelte.ts';

const origin = 'https://plant-a.example';
const question: CertificateQuestion = {
  origin,
  wasRefused: false,
  offered: [{ id: 'sha256/ana', subject: 'Ana Ruiz', issuer: 'Plant CA', validUntil: 2 }],
};

let asked: CertificateQuestion | null;
let main: FakeBridge;
let asking: CertificateAsking;
beforeEach(async () => {
  asked = question;
  main = new FakeBridge({
    'network.certificate-question': () => ok({ question: asked }),
    'network.choose-certificate': () => ok({}),
    'network.decline-certificate': () => ok({}),
  });
  vi.stubGlobal('window', main.window);
  asking = new CertificateAsking();
  asking.start();
  await vi.waitFor(() => expect(asking.question).toEqual(asked));
});
afterEach(() => { vi.unstubAllGlobals(); });

const told = () => main.asked.filter(({ channel }) => channel !== 'network.certificate-question');

it('nothing is chosen for the person, and nothing is told before they choose', async () => {
  expect(asking.chosen).toBeNull();
  await asking.choose();
  expect(told()).toEqual([]);
});

it.each([['sha256/ana', 'sha256/ana'], [noCertificate, null]])('what they choose (%s) is told with the origin it is for', async (chosen, certificate) => {
  asking.chosen = chosen;
  await asking.choose();
  expect(told()).toEqual([{ channel: 'network.choose-certificate', input: { origin, certificate } }]);
});

it('what was chosen for one origin is not chosen for the next that asks', async () => {
  asking.chosen = 'sha256/ana';
  asked = { ...question, origin: 'https://id.example' };
  main.announce('certificate-asks', {});
  await vi.waitFor(() => expect(asking.question).toEqual(asked));
  expect(asking.chosen).toBeNull();
});

it('closing the question tells that the person will not say', async () => {
  await asking.decline();
  expect(told()).toEqual([{ channel: 'network.decline-certificate', input: { origin } }]);
});
