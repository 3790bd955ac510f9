import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { createLog, noteError } from './log.ts';
import type { LogLine } from './log.ts';

const noon = Date.UTC(2026, 10, 24, 12);
const marker = 'hunter2 at plant-a.example';

function logIn(folder: string) {
  const echoed: string[] = [];
  const log = createLog({ folder, echo: (line) => echoed.push(line), now: () => noon });
  return { log, echoed, text: () => readFileSync(join(folder, 'kelvin-secrets.log'), 'utf8') };
}

test('a line is JSON with its time, its event and its fields', () => {
  const { log, text, echoed } = logIn(temporaryFolder());
  log({ event: 'request-refused', channel: 'outbox.add', code: 'bad-name' });
  expect(text()).toBe(
    '{"at":"2026-11-24T12:00:00.000Z","event":"request-refused","channel":"outbox.add","code":"bad-name"}\n',
  );
  expect(echoed).toEqual([text().trim()]);
});

test.skipIf(process.platform === 'win32')('only this person may read it', () => {
  const folder = join(temporaryFolder(), 'logs');
  logIn(folder).log({ event: 'second-instance' });
  expect(statSync(join(folder, 'kelvin-secrets.log')).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('a field that the event does not have is a type error, and dropped all the same', () => {
  const { log, text } = logIn(temporaryFolder());
  // @ts-expect-error the event has no such field
  log({ event: 'second-instance', words: marker });
  // @ts-expect-error the code is none of the program's
  log({ event: 'request-refused', channel: 'outbox.add', code: marker });
  // @ts-expect-error no such event
  log({ event: marker });
  log({ event: 'files-set-aside', count: marker as unknown as number });
  log({ event: 'phase', phase: { kind: marker } as unknown as 'ready', trouble: 'none' });
  expect(text()).not.toContain('hunter2');
  expect(text().match(/\[dropped\]/g)).toHaveLength(4);
});

test.each<[string, LogLine]>([
  ['an id', { event: 'attempt', entry: marker as never, intent: 'create', number: 1 }],
  ['a version', { event: 'app-started', version: marker, electron: marker, napi: 10, development: true }],
  ['an error', { event: 'crash', where: 'start', error: { message: marker } as never }],
])('text that is no %s is dropped', (_, line) => {
  const { log, text } = logIn(temporaryFolder());
  log(line);
  expect(text()).not.toContain('hunter2');
});

test('an error leaves its class, its code and where it came from, never its words or folders', () => {
  class Odd extends Error {
    override name = marker;
    code = 'EACCES';
  }
  const note = noteError(new Odd(`${marker}\n    at hunter2 (file.js:1:1)`));
  expect(note).toMatchObject({ name: 'Error', code: 'EACCES' });
  expect(note.frames.length).toBeGreaterThan(0);
  expect(note.frames[0]).toMatch(/log\.test\.ts:\d+:\d+$/);
  expect(JSON.stringify(note)).not.toMatch(/hunter2|\//);
  expect(noteError(marker)).toEqual({ name: 'string', code: null, frames: [] });
});

test('it is turned over at one mebibyte, and three files are kept', () => {
  const folder = temporaryFolder();
  const { log } = logIn(folder);
  for (let turn = 1; turn <= 4; turn++) {
    log({ event: 'files-set-aside', count: turn });
    writeFileSync(join(folder, 'kelvin-secrets.log'), ' '.repeat(1024 * 1024), { flag: 'a' });
    logIn(folder).log({ event: 'files-set-aside', count: turn * 10 });
  }
  expect(readdirSync(folder).sort()).toEqual(['kelvin-secrets.log', 'kelvin-secrets.log.1', 'kelvin-secrets.log.2']);
});

test('a disk that takes nothing stops nothing', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'logs'), 'a file where a folder should be');
  const { log } = logIn(join(folder, 'logs'));
  expect(() => log({ event: 'second-instance' })).not.toThrow();
});
