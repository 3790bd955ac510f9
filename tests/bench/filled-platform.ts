import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';

/** Names as a platform of many plants has them. */
export function listedName(nth: number): string {
  return `plant-${nth % 7}-line-${nth % 97}-sensor-${String(nth).padStart(6, '0')}`;
}

/** Writes a sandbox's data file with so many secrets of a few people, changed over a year. */
export function writeFilledPlatform(path: string, count: number): void {
  const people = ['ana.ruiz', 'joao.pires', 'mei.lin', 'colleague'].map((name) => `krn:user:${name}@plant.example`);
  const begun = Date.UTC(2026, 0, 1);
  const time = (nth: number): string => new Date(begun + nth * 7_919_000).toISOString().replace('Z', '000Z');
  const person = (nth: number): string => people[nth % people.length] ?? '';
  const secrets = Array.from({ length: count }, (_, nth) => ({
    name: listedName(nth),
    created: time(nth % 3_000),
    created_by: person(nth),
    updated: time((nth * 31) % 3_000),
    updated_by: person(nth + 1),
    valueHmac: '',
    valueBytes: 12,
  }));
  const data = {
    format: 'kelvin-sandbox-data',
    version: 1,
    hmacKey: randomBytes(32).toString('base64'),
    cookieKey: randomBytes(32).toString('base64'),
    secrets,
    grants: [],
    refreshTokens: [],
  };
  writeFileSync(path, JSON.stringify(data), { mode: 0o600 });
}
