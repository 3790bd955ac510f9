import { expect, test } from 'vitest';
import type { Incident } from '../incident.ts';
import { incidentWords } from './incidents.ts';

const now = new Date(2026, 10, 24, 15, 0).getTime();
const at = new Date(2026, 10, 24, 14, 32).getTime();
const since = new Date(2026, 10, 24, 14, 2).getTime();

const said: readonly (readonly [string, Incident, { fact: string; text: string }])[] = [
  [
    'damage that lost nothing',
    { id: 1, at, setAside: ['secrets.db.quarantine-x'], kind: 'salvaged', kept: 3, lost: [] },
    {
      fact: 'The outbox on this computer was found damaged at 14:32.',
      text: 'Everything that could be read goes on: 3 secrets. Nothing was deleted: the old file is kept as secrets.db.quarantine-x.',
    },
  ],
  [
    'damage that lost values',
    {
      id: 1, at, setAside: ['a', 'b'], kind: 'salvaged', kept: 0,
      lost: [{ id: 'x', name: 'demosecret', mayBeThere: true }, { id: 'y', name: 'opcua', mayBeThere: false }],
    },
    {
      fact: 'The outbox on this computer was found damaged at 14:32.',
      text:
        'Nothing that could be read was waiting. The values of demosecret (may be on the platform), opcua could not be read: ' +
        'add them again. Nothing was deleted: the old files are kept as a, b.',
    },
  ],
  [
    'a new beginning',
    { id: 1, at, setAside: [], kind: 'started-afresh' },
    { fact: 'The app began with an empty outbox at 14:32.', text: 'What waited in the old one is not sent. Nothing was deleted.' },
  ],
  [
    'lost writes',
    { id: 1, at, setAside: [], kind: 'missing', count: 2, since, until: at, gone: 2, onHold: 0 },
    {
      fact: '2 changes you made between 14:02 and 14:32 are missing.',
      text:
        'They were recorded and had not arrived when the disk of this computer lost them. What is on the platform is safe. ' +
        'Look there for what you added, replaced or deleted then, and do again what did not arrive.',
    },
  ],
  [
    'one lost write',
    { id: 1, at, setAside: [], kind: 'missing', count: 1, since, until: since, gone: 1, onHold: 0 },
    {
      fact: '1 change you made at 14:02 is missing.',
      text:
        'It was recorded and had not arrived when the disk of this computer lost it. What is on the platform is safe. ' +
        'Look there for what you added, replaced or deleted then, and do it again if it did not arrive.',
    },
  ],
  [
    'a lost change of what is still here',
    { id: 1, at, setAside: [], kind: 'missing', count: 1, since, until: since, gone: 0, onHold: 1 },
    {
      fact: '1 change you made at 14:02 is missing.',
      text:
        'It was recorded when the disk of this computer lost it. What is on the platform is safe. What it was about is on ' +
        'hold as it was before, so that nothing older is sent by itself: 1 secret. ' +
        'Compare it with the platform, then change, release or discard it.',
    },
  ],
  [
    'lost changes of what is still here',
    { id: 1, at, setAside: [], kind: 'missing', count: 3, since, until: at, gone: 0, onHold: 2 },
    {
      fact: '3 changes you made between 14:02 and 14:32 are missing.',
      text:
        'They were recorded when the disk of this computer lost them. What is on the platform is safe. What they were about ' +
        'is on hold as it was before, so that nothing older is sent by itself: 2 secrets. ' +
        'Compare each with the platform, then change, release or discard it.',
    },
  ],
  [
    'lost changes, and lost writes of which nothing is left',
    { id: 1, at, setAside: [], kind: 'missing', count: 2, since, until: at, gone: 1, onHold: 1 },
    {
      fact: '2 changes you made between 14:02 and 14:32 are missing.',
      text:
        'They were recorded when the disk of this computer lost them. What is on the platform is safe. Look there for what ' +
        'you added, replaced or deleted then, and do again what did not arrive. What else you changed is on hold as it was ' +
        'before, so that nothing older is sent by itself: 1 secret. Compare it with the platform, then change, release or ' +
        'discard it.',
    },
  ],
];

test.each(said)('%s', (_, incident, words) => {
  expect(incidentWords(incident, now)).toEqual(words);
});
