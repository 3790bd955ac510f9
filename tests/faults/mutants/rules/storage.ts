import type { Mutant } from '../mutant.ts';

const database = 'src/main/storage/database.ts';
const databaseTest = 'src/main/storage/database.test.ts';

/** What the disk keeps, and that nothing on it is overwritten (design §2). */
export const storageMutants: readonly Mutant[] = [
  {
    name: 'commits-at-normal',
    rule: 'A commit is on the disk before it is answered: synchronous is FULL on this very connection, and that is proven.',
    file: database,
    search: "db.pragma('synchronous = FULL');",
    replacement: "db.pragma('synchronous = NORMAL');",
    test: {
      file: databaseTest,
      titles: ['a commit is durable', 'synchronous is FULL on a database that was closed and opened again'],
    },
    failsWith: /The database refused synchronous/,
  },
  {
    name: 'erased-values-left-in-pages',
    rule: 'What is erased is overwritten, and that is proven before the app goes on.',
    file: database,
    search: "db.pragma('secure_delete = ON');",
    replacement: "db.pragma('secure_delete = OFF');",
    test: {
      file: databaseTest,
      titles: [
        'nothing readable is left behind',
        'temporary files stay in memory, and what is erased is overwritten',
      ],
    },
    failsWith: /The database refused secure_delete/,
  },
  {
    name: 'orphan-log-thrown-away',
    rule: 'A log whose database is gone is the only copy of what was committed: it is not opened over.',
    file: database,
    search: 'if (isOrphanLog(options.file) || isLogDamaged(options))',
    replacement: 'if (isLogDamaged(options))',
    test: {
      file: databaseTest,
      titles: ['what stands in the way is told apart', 'a log whose database is gone: it is not thrown away'],
    },
  },
  {
    name: 'damaged-log-opened-over',
    rule: 'A damaged log is looked at before SQLite opens it, which would pass over the commits behind the damage.',
    file: database,
    search: 'if (isOrphanLog(options.file) || isLogDamaged(options))',
    replacement: 'if (isOrphanLog(options.file))',
    test: {
      file: 'src/main/storage/open-or-salvage.test.ts',
      titles: ['a damaged log', 'in which SQLite would pass over later commits loses none of them'],
    },
  },
  {
    name: 'newer-database-opened',
    rule: 'A database of a newer app is refused and not touched.',
    file: 'src/main/storage/migrations.ts',
    search: "if (version > steps.length) return 'newer-version';",
    replacement: '',
    test: {
      file: 'src/main/storage/migrations.test.ts',
      titles: ['a database of a newer app is refused and not touched'],
    },
  },
  {
    name: 'quarantine-overwritten',
    rule: 'What was set aside earlier is never overwritten.',
    file: 'src/main/storage/quarantine.ts',
    search: 'if (!taken) return suffix;',
    replacement: 'if (!taken || copy === 1) return suffix;',
    test: {
      file: 'src/main/storage/quarantine.test.ts',
      titles: ['what was set aside in the same second before is not overwritten'],
    },
  },
  {
    name: 'damaged-database-overwritten',
    rule: 'A damaged database is set aside untouched before the mended one takes its place.',
    file: 'src/main/storage/open-or-salvage.ts',
    search: 'const moved = setAside([file], now);',
    replacement: 'const moved: string[] = [];',
    test: {
      file: 'src/main/storage/open-or-salvage.test.ts',
      titles: ['a damaged database', 'is set aside under a dated name, untouched, and what can be read goes on'],
    },
  },
  {
    name: 'receipts-settled-not-kept',
    rule: 'What ended has no receipt any more, or the next start tells of a loss that is none.',
    file: 'src/main/system/receipts.ts',
    search: "else if (sign === '-') receipts.set(id, { ...known, settledAt: first });",
    replacement: "else if (sign === '-') continue;",
    test: {
      file: 'src/main/system/receipts.test.ts',
      titles: ['what was given and what was settled is known, oldest first, also to the next run'],
    },
  },
  {
    name: 'key-file-away-called-damaged',
    rule: 'A key file that the disk does not give now is not damaged: nothing is begun afresh over it.',
    file: 'src/main/vault/key-file-store.ts',
    search: "return { kind: 'out-of-reach' } as const;",
    replacement: "return { kind: 'unreadable' } as const;",
    test: {
      file: 'src/main/vault/vault.test.ts',
      titles: [
        'files that are not as they were',
        'a key file that the disk does not give now (%s) is not called damaged, and opens when it can be read',
      ],
    },
  },
  {
    name: 'value-kept-by-the-schema',
    rule: 'The schema itself refuses a delivered entry that still has its value.',
    file: 'src/main/storage/migrations/0001-the-beginning.ts',
    search: "      CHECK (intent = 'delete' OR (value IS NULL) = (state IN ('delivered', 'discarded'))),\n",
    replacement: '',
    test: {
      file: 'src/main/storage/migrations/0001-the-beginning.test.ts',
      titles: ['the schema itself refuses %s'],
    },
  },
  {
    name: 'two-creates-by-the-schema',
    rule: 'The schema itself refuses a second open create of one name.',
    file: 'src/main/storage/migrations/0001-the-beginning.ts',
    search: 'CREATE UNIQUE INDEX one_open_create_for_a_name',
    replacement: 'CREATE INDEX one_open_create_for_a_name',
    test: {
      file: 'src/main/storage/migrations/0001-the-beginning.test.ts',
      titles: ['a second open create for the same name is refused, a delivered one does not stand in the way'],
    },
  },
  {
    name: 'done-begins-again-after-salvage',
    rule: 'Of two images of a row salvage takes the one that went further: nothing that ended begins again.',
    file: 'src/main/storage/salvage/stored-tables.ts',
    search: "return (ended ? 1e18 : 0) + number(row['attempts']) * 1e14 + number(row['moved_at']);",
    replacement: "return -((ended ? 1e18 : 0) + number(row['attempts']) * 1e14 + number(row['moved_at']));",
    test: {
      file: 'src/main/storage/salvage/stored-tables.test.ts',
      titles: ['of a row that lies on two pages the further state is taken: what was delivered does not wait again'],
    },
  },
  {
    name: 'half-a-value-salvaged',
    rule: 'Half of a value, or a mixture with an older one, is none: it is told as lost, by name.',
    file: 'src/main/storage/salvage/salvage.ts',
    search: 'isWhole(value, check)',
    replacement: 'check.length > 0',
    test: {
      file: 'src/main/storage/salvage/salvage.test.ts',
      titles: ['a value that is not the very one that was put there does not go on: it is told as lost, by name'],
    },
  },
];
