import { describe, expect, it } from 'vitest';
import { dropped, pasted } from './transfer.ts';

const picture = new File([new Uint8Array([0x89, 0x50])], 'image.png', { type: 'image/png' });

function source(texts: Readonly<Record<string, string>>, ...files: readonly File[]) {
  return {
    types: [...Object.keys(texts), ...(files.length > 0 ? ['Files'] : [])],
    files: files as unknown as FileList,
    getData: (type: string) => texts[type] ?? '',
  };
}

describe('what is pasted', () => {
  it('from a spreadsheet or a word processor is its text, not the picture of it that lies beside it', () => {
    expect(pasted(source({ 'text/plain': 'cell', 'text/html': '<td>cell' }, picture))).toEqual({ kind: 'text', text: 'cell' });
    expect(pasted(source({ 'text/plain': 'word', 'text/rtf': '{word}' }, picture))).toEqual({ kind: 'text', text: 'word' });
  });

  it('from a file manager is the file, though its path lies beside it as text', () => {
    expect(pasted(source({ 'text/plain': '/home/ana/image.png' }, picture))).toEqual({ kind: 'files', files: [picture] });
  });

  it('is a picture that was copied alone, as a browser does with its address as HTML', () => {
    expect(pasted(source({ 'text/html': '<img>' }, picture))).toEqual({ kind: 'files', files: [picture] });
  });

  it('is an empty text where nothing is there', () => {
    expect(pasted(null)).toEqual({ kind: 'text', text: '' });
    expect(pasted(source({}))).toEqual({ kind: 'text', text: '' });
  });
});

describe('what is dropped', () => {
  it('is a file before all else', () => {
    expect(dropped(source({ 'text/plain': 'a', 'text/html': 'a' }, picture))).toEqual({ kind: 'files', files: [picture] });
    expect(dropped(source({ 'text/plain': 'a\r\n' }))).toEqual({ kind: 'text', text: 'a\r\n' });
  });
});
