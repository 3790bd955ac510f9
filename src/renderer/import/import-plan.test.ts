import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../shared/entry.ts';
import type { NamesCheck } from '../../shared/import/import-request.ts';
import { importFormats } from '../../shared/import/import-line.ts';
import { shortName } from '../../shared/words/importing.ts';
import { fateWords } from './fate-words.ts';
import { noChoices, planImport, type ImportChoices } from './import-plan.ts';
import { measureText } from './measured-line.ts';

const there = (name: string) => ({ name, created: 'c', createdBy: 'krn:user:joao', updated: '2026-11-02T10:00:00.000000Z', updatedBy: 'krn:user:joao' });
const known: NamesCheck = {
  waiting: [{ name: 'waits', entryId: 'e1' as EntryId, intent: 'create', addedAt: 0 }],
  listed: [there('listed'), there('LEGACY_NAME')],
  asOf: 0,
};
const nothing: NamesCheck = { waiting: [], listed: [], asOf: null };

function plan(text: string, choices: Partial<ImportChoices> = {}, names: NamesCheck | null = nothing) {
  return planImport(measureText(text, 'env').lines, { ...noChoices, ...choices }, names);
}
/** "name kind" of each line, with what leaves it out. */
function fates(...given: Parameters<typeof plan>): string[] {
  return plan(...given).map(({ name, fate }) =>
    `${name} ${fate.kind === 'left-out' ? fate.because.kind : fate.kind}`);
}

describe('what becomes of the lines of an import', () => {
  it('creates what nothing stands in the way of', () => {
    expect(fates('a=1\nb=2')).toEqual(['a create', 'b create']);
  });

  it('leaves out what the platform does not take, and what has no value', () => {
    expect(fates('MQTT_USER=x\na=\nnonsense')).toEqual(['MQTT_USER name', 'a value', ' line']);
  });

  it('repairs no name by itself, one or all where the person says so', () => {
    expect(fates('MQTT_USER=x\nMQTT_PASS=y', { repaired: new Set([1]) })).toEqual(['MQTT_USER name', 'mqtt-pass create']);
    expect(fates('MQTT_USER=x\nMQTT_PASS=y', { repairsAll: true })).toEqual(['mqtt-user create', 'mqtt-pass create']);
  });

  it('takes the first of one name, or the one that the person keeps, and the next where the first cannot be added', () => {
    expect(fates('a=1\na=2\nb=\nb=3')).toEqual(['a create', 'a same-name', 'b value', 'b create']);
    expect(fates('a=1\na=2', { kept: new Set([1]) })).toEqual(['a same-name', 'a create']);
    expect(fates('mqtt-user=1\nMQTT_USER=2', { repairsAll: true })).toEqual(['mqtt-user create', 'mqtt-user same-name']);
  });

  it('tells of names that are one once they are written as the platform takes them, and changes no line that was fine', () => {
    const text = 'MQTT_USER=1\nmqtt-user=2\nMqtt.User=3\nA_B=4\na.b=5';
    expect(fates(text)).toEqual(['MQTT_USER name', 'mqtt-user create', 'Mqtt.User name', 'A_B name', 'a.b name']);
    expect(fates(text, { repairsAll: true })).toEqual([
      'mqtt-user same-name', 'mqtt-user create', 'mqtt-user same-name', 'a-b create', 'a-b same-name',
    ]);
    expect(fates(text, { repairsAll: true, kept: new Set([0]) }).slice(0, 3)).toEqual([
      'mqtt-user create', 'mqtt-user same-name', 'mqtt-user same-name',
    ]);
  });

  it('skips what waits and what is there; what is there is replaced where the person says so, what waits never', () => {
    const text = 'waits=1\nlisted=2\nnew=3';
    expect(fates(text, {}, known)).toEqual(['waits waits', 'listed listed', 'new create']);
    expect(fates(text, { existing: 'replace' }, known)).toEqual(['waits waits', 'listed replace', 'new create']);
  });

  it('knows a name of an older platform that is there, and neither refuses nor repairs it', () => {
    expect(fates('LEGACY_NAME=x', { existing: 'replace', repairsAll: true }, known)).toEqual(['LEGACY_NAME replace']);
  });

  it('leaves out what main refused, and gives its name to the next', () => {
    expect(fates('a=1\na=2', { refused: new Map([[0, 'name-already-waits']]) })).toEqual(['a refused', 'a create']);
  });

  it('takes ten thousand lines of one name in no more than one look at each', () => {
    const lines = plan('a=1\n'.repeat(10_000), { kept: new Set([9_999]) });
    expect(lines.filter(({ fate }) => fate.kind === 'create').map(({ index }) => index)).toEqual([9_999]);
  });
});

describe('the words of a line', () => {
  const words = (text: string, choices: Partial<ImportChoices> = {}, names: NamesCheck | null = nothing) =>
    plan(text, choices, names).map((line) => fateWords(line, 0, 60_000));

  it('say the reason, and offer what can be done about it', () => {
    const [bad, , second, waits, taken] = words('Compressor_4=x\nb=1\nb=2\nwaits=1\nlisted=1', {}, known);
    expect(bad).toMatchObject({ why: 'Only lowercase letters, digits and -', offer: { kind: 'repair', label: 'Use compressor-4' } });
    expect(second).toMatchObject({ why: 'Same name as line 2', offer: { kind: 'keep' } });
    expect(waits).toMatchObject({ offer: { kind: 'show', entryId: 'e1' } });
    expect(taken?.why).toContain('On the platform (list of');
    expect(taken?.offer).toBeNull();
  });

  it('tell what cannot be seen in a value that is added', () => {
    const [edge, cut, dollar] = words('a="x\n"\nb=1 # y\nc="$HOME"');
    expect([edge?.why, cut?.why, dollar?.why]).toEqual([
      'Ends with a newline, kept as it is', 'The comment behind it is left out', '$ is kept as it is written',
    ]);
    expect(words('A=x', { repairsAll: true })[0]?.why).toBe('Was A');
  });

  it('show little of a name that is so long that it must be a value in the wrong column', () => {
    const { lines } = measureText(`name,value\n${'S3CR3T'.repeat(1000)},mqtt-user\n`, 'csv');
    const [line] = planImport(lines, { ...noChoices, repairsAll: true }, nothing);
    expect(line?.fate).toMatchObject({ kind: 'left-out', because: { problem: { kind: 'too-long' } } });
    expect(shortName(line?.name ?? '')).toBe('S3CR3TS3CR3TS3CR3TS3CR3T…');
  });

  it('hold nothing of any value, whatever is wrong with its line', () => {
    const marker = 'S3CR3T';
    const texts = {
      env: `a=${marker}\nb="${marker}" ${marker}\nc=1\nc=${marker}\nbad name ${marker}\nd="${marker}`,
      'csv-turned': `name,value\n${marker},a\n"${marker}"${marker},b\n${marker},c,x\n${marker},A_B\n"${marker}`,
      csv: `name,value\na,${marker}\nb,"${marker}"${marker}\nc,${marker},x\nc,x"${marker}"\nd,"${marker}`,
      json: `{"a":"${marker}","b":["${marker}"],"c":{"x":"${marker}"},"d":"${marker}\n`,
    };
    for (const format of importFormats) {
      const { lines } = measureText(texts[format], format);
      const planned = planImport(lines, noChoices, known);
      expect(JSON.stringify([lines, planned, planned.map((line) => fateWords(line, 0, 0))])).not.toContain(marker);
    }
  });
});
