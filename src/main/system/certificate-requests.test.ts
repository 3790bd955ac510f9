import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const app = new EventEmitter();
vi.mock('electron', () => ({ app }));
const { answerCertificateRequests, originOf } = await import('./certificate-requests.ts');
const { createClientCertificates } = await import('./client-certificates.ts');

const plant = 'https://plant-a.example';
const ana = { fingerprint: 'sha256/ana', subjectName: 'Ana Ruiz', issuerName: 'Plant CA', validExpiry: 2_000_000_000 };

let certificates: ReturnType<typeof createClientCertificates>;
let brokenOff: string[];
let stop: () => void;
beforeEach(() => {
  certificates = createClientCertificates(() => undefined);
  brokenOff = [];
  stop = answerCertificateRequests({
    certificates,
    isAsking: (origin) => origin === plant,
    breakOff: (origin) => brokenOff.push(origin),
  });
});
afterEach(() => stop());

/** As the system asks; answers what is shown, and whether Chromium's own choice was stopped. */
function ask(address: string, contents: unknown = null): { stopped: boolean; shown: unknown } {
  let stopped = false;
  let shown: unknown = 'nothing said';
  app.emit('select-client-certificate', { preventDefault: () => (stopped = true) }, contents, address, [ana], (one?: unknown) => {
    shown = one;
  });
  return { stopped, shown };
}

test('the person is asked, the request is broken off, and what they chose is shown when it is made again', () => {
  expect(ask('plant-a.example:443')).toEqual({ stopped: true, shown: 'nothing said' });
  expect([brokenOff, certificates.question()?.origin]).toEqual([[plant], plant]);
  certificates.choose(plant, ana.fingerprint);
  expect(ask('plant-a.example:443')).toEqual({ stopped: true, shown: ana });
  expect(brokenOff).toEqual([plant]);
});

test('a host that no request of ours is on its way to gets none, and nobody is asked', () => {
  for (const address of ['proxy.plant:3128', 'plant-a.example:8443', 'evil.example:443', 'not a host']) {
    expect(ask(address)).toEqual({ stopped: true, shown: undefined });
  }
  expect([certificates.question(), brokenOff]).toEqual([null, []]);
});

test('a page gets none, not even where one was chosen for the same host', () => {
  ask('plant-a.example:443');
  certificates.choose(plant, ana.fingerprint);
  expect(ask('plant-a.example:443', {})).toEqual({ stopped: true, shown: undefined });
});

test('after the network was closed it answers nothing any more', () => {
  stop();
  expect(ask('plant-a.example:443')).toEqual({ stopped: false, shown: 'nothing said' });
});

test.each([
  ['plant-a.example:443', plant],
  ['https://plant-a.example/', plant],
  ['localhost:8443', 'https://localhost:8443'],
  ['[::1]:8443', 'https://[::1]:8443'],
  ['', null],
  ['not a host', null],
])('the system names %j, which is %j', (address, origin) => {
  expect(originOf(address)).toBe(origin);
});
