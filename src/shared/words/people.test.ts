import { describe, expect, it } from 'vitest';
import { initials } from './environment-names.ts';
import { fullIdentity, person } from './people.ts';

describe('who somebody is', () => {
  it.each([
    ['krn:user:joao.pires@plant-a.example', 'joao.pires'],
    ['krn:srv-acc:edge-cluster-2', 'edge-cluster-2'],
    ['krn:wlappv:edge/pump:app/1.0.0', 'edge/pump:app/1.0.0'],
    ['somebody', 'somebody'],
    [null, '–'],
  ])('of %s is "%s" in a column', (identity, words) => {
    expect(person(identity, [])).toBe(words);
  });

  it('is "You" for any of one’s own names', () => {
    expect(person('krn:user:ana@x', ['ana', 'krn:user:ana@x'])).toBe('You');
  });

  it('keeps the whole identity for the tooltip', () => {
    expect(fullIdentity('krn:user:joao.pires@plant-a.example')).toBe('joao.pires@plant-a.example');
    expect(fullIdentity('krn:srv-acc:edge-cluster-2')).toBe('edge-cluster-2 (service account)');
    expect(fullIdentity('krn:unheard-of:x')).toBe('krn:unheard-of:x');
  });
});

describe('the letters on a tile', () => {
  it.each([
    ['Plant A production', 'AP'],
    ['Plant A staging', 'AS'],
    ['Sandbox', 'SA'],
    ['Ölfeld – Süd', 'ÖS'],
    ['', '··'],
  ])('of "%s" are %s', (label, letters) => {
    expect(initials(label)).toBe(letters);
  });
});
