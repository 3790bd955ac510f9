import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { counted } from './stages.mjs';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kelvin-stages-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function count(exitCode: number, report: string | undefined) {
  const file = join(folder, 'report.json');
  if (report !== undefined) writeFileSync(file, report);
  return counted(exitCode, 'what it printed', file, (counts: { passed: number; failed: number }) => counts);
}

describe('the count of a stage', () => {
  it('is what the report says', () => {
    expect(count(0, '{"passed": 3, "failed": 0}')).toMatchObject({ passed: 3, failed: 0 });
    expect(count(1, '{"passed": 3, "failed": 2}')).toMatchObject({ passed: 3, failed: 2 });
  });

  it('has a failure when no test ran', () => {
    expect(count(0, '{"passed": 0, "failed": 0}')).toMatchObject({ failed: 1, output: expect.stringMatching(/No test ran/) as string });
  });

  it('has a failure when the run ended badly although no test failed', () => {
    expect(count(1, '{"passed": 3, "failed": 0}')).toMatchObject({ passed: 3, failed: 1 });
  });

  it.each([['there is no report', undefined], ['the report is cut off', '{"passed": 3']])('has a failure when %s', (_why, report) => {
    expect(count(0, report)).toMatchObject({ passed: 0, failed: 1, output: expect.stringMatching(/no report/) as string });
  });
});
