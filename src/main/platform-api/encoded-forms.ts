import type { SecretValue } from '../../shared/secret-value.ts';

/**
 * Every way in which an error text may quote a value: as it is, with its white space tidied as texts are,
 * escaped for JSON (once, twice, ASCII only, with HTML characters escaped), as Python or HTML write it,
 * percent-encoded, in hex, and in base64 at each of its three alignments. The texts are dangerous: they are
 * compared and thrown away.
 */
export function exposeEncodedForms(value: SecretValue): readonly string[] {
  const bytes = Buffer.from(value.exposeSecretBytes());
  const raw = bytes.toString('utf8');
  const json = JSON.stringify(raw).slice(1, -1);
  const jsonAscii = asciiOnly(json);
  const percent = encodeURIComponent(raw);
  return [
    raw,
    tidied(raw),
    json,
    jsonAscii,
    json.replaceAll('/', '\\/'),
    json.replace(/[<>&]/g, unicodeEscape),
    JSON.stringify(json).slice(1, -1),
    json.replaceAll('\\"', '"').replaceAll("'", "\\'"),
    pythonRepr(bytes),
    raw.replace(/[&<>"']/g, htmlEntity),
    raw.replace(/[&<>"']/g, namedHtmlEntity),
    percent,
    percent.replaceAll('%20', '+'),
    percent.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`),
    bytes.toString('hex'),
    ...base64Forms(bytes),
  ];
}

/** How a text for people is shown: control characters and runs of white space become one space. */
export function tidied(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/** Base64 of the value as it stands in a longer text: the characters that it alone decides, at each alignment. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
    const own = shifted.toString('base64url').slice(Math.ceil((shift * 8) / 6), Math.floor((shifted.length * 8) / 6));
    return [own, own.replaceAll('-', '+').replaceAll('_', '/')];
  });
}

function asciiOnly(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, unicodeEscape);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Python's `repr` of the bytes, without its quotes. */
function pythonRepr(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[^\x20-\x7e]|[\\']/g, (character) => {
    const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', "'": "\\'" }[character];
    return short ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

function htmlEntity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

function namedHtmlEntity(character: string): string {
  return { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }[character] ?? character;
}
