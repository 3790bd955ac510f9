/** The captions by which a header was known, as the file writes them. */
export interface CsvColumns {
  readonly name: string;
  readonly value: string;
}

// What people and password stores call the two; the first that a file has is meant. `secret` and `key` are either.
const nameCaptions = ['name', 'secret name', 'key name', 'variable name', 'variable', 'key', 'secret'];
const valueCaptions = ['value', 'secret value', 'password', 'secret', 'token', 'key'];

/**
 * Which of the fields of a first line are name and value; null where it is no header. Case, `_`, `-` and blanks around
 * do not count. Two columns that could both be meant are none: a guess would be a wrong secret on a machine.
 */
export function headerColumns(
  fields: readonly string[],
): { readonly name: number; readonly value: number; readonly columns: CsvColumns } | null {
  const captions = fields.map((field) => field.trim().toLowerCase().replace(/[ _-]+/g, ' '));
  const name = firstOf(nameCaptions, captions);
  if (name === null) return null;
  const others = captions.map((caption, index) => (index === name ? '' : caption));
  const value = firstOf(valueCaptions, others);
  if (value === null) return null;
  const isPlain = captions[value] === 'value';
  if (!isPlain && others.filter((caption) => valueCaptions.includes(caption)).length > 1) return null;
  return { name, value, columns: { name: fields[name]?.trim() ?? '', value: fields[value]?.trim() ?? '' } };
}

/** Where the first of these stands, if it stands there once. */
function firstOf(known: readonly string[], captions: readonly string[]): number | null {
  const caption = known.find((one) => captions.includes(one));
  if (caption === undefined || captions.indexOf(caption) !== captions.lastIndexOf(caption)) return null;
  return captions.indexOf(caption);
}
