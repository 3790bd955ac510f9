import type { Database } from 'better-sqlite3';

/**
 * Environments, accounts, sessions, the outbox with its attempts, and the cached lists. The states of an entry
 * are mirrored by CHECK constraints: a row that is in no legal state cannot be written, whatever the code does.
 * Times are wall clock, ms since 1970, unless a name ends in `_monotonic`.
 */
export function migrate(db: Database): void {
  db.exec(`
    CREATE TABLE environments (
      id                TEXT PRIMARY KEY,
      origin            TEXT NOT NULL UNIQUE,
      label             TEXT NOT NULL CHECK (label <> ''),
      kind              TEXT NOT NULL CHECK (kind IN ('production', 'staging', 'other')),
      colour            TEXT NOT NULL CHECK (colour IN ('plum', 'teal', 'slate', 'indigo', 'moss', 'rust')),
      confirmed_issuer  TEXT,
      added_at          INTEGER NOT NULL,
      last_exchange_at  INTEGER,
      clock_offset_ms   INTEGER
    ) STRICT;

    -- Who signed in to an environment, kept for as long as an entry or a list is theirs. names is a JSON
    -- array of what the token and /users/me call the account; krn is what a 201 of this session showed.
    CREATE TABLE accounts (
      id              INTEGER PRIMARY KEY,
      environment_id  TEXT NOT NULL REFERENCES environments (id) ON DELETE RESTRICT,
      issuer          TEXT NOT NULL,
      subject         TEXT NOT NULL,
      name            TEXT NOT NULL,
      names           TEXT NOT NULL CHECK (json_valid(names)),
      krn             TEXT,
      UNIQUE (environment_id, issuer, subject)
    ) STRICT;

    CREATE TABLE sessions (
      environment_id      TEXT PRIMARY KEY REFERENCES environments (id) ON DELETE RESTRICT,
      account_id          INTEGER NOT NULL REFERENCES accounts (id) ON DELETE RESTRICT,
      state               TEXT NOT NULL CHECK (state IN ('signed-in', 'expired', 'signed-out')),
      signed_in_at        INTEGER NOT NULL,
      access_token        TEXT,
      access_expires_at   INTEGER,
      refresh_token       TEXT,
      refresh_expires_at  INTEGER,
      method              TEXT NOT NULL CHECK (method IN ('browser', 'password', 'service-account', 'token')),
      -- A service account's own: it is given no refresh token, so each renewal asks with them.
      client_id           TEXT,
      client_secret       TEXT,
      CHECK (state = 'signed-in' OR (access_token IS NULL AND refresh_token IS NULL AND client_secret IS NULL)),
      CHECK ((method = 'service-account') = (client_id IS NOT NULL)),
      CHECK (method = 'service-account' OR client_secret IS NULL),
      CHECK (state <> 'signed-in' OR access_token IS NOT NULL OR refresh_token IS NOT NULL)
    ) STRICT;

    CREATE TABLE entries (
      sequence         INTEGER PRIMARY KEY AUTOINCREMENT,
      id               TEXT NOT NULL UNIQUE,
      environment_id   TEXT NOT NULL REFERENCES environments (id) ON DELETE RESTRICT,
      origin           TEXT NOT NULL,
      account_id       INTEGER REFERENCES accounts (id) ON DELETE RESTRICT,
      intent           TEXT NOT NULL CHECK (intent IN ('create', 'replace', 'delete')),
      name             TEXT NOT NULL CHECK (name <> ''),
      value_bytes      INTEGER,
      value_lines      INTEGER,
      revision         INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
      seen_created     TEXT,
      seen_updated     TEXT,
      seen_updated_by  TEXT,
      state            TEXT NOT NULL CHECK (state IN
                         ('waiting', 'sending', 'uncertain', 'needs-attention', 'delivered', 'discarded')),
      held_at          INTEGER,
      added_at         INTEGER NOT NULL,
      moved_at         INTEGER NOT NULL,
      next_at          INTEGER,
      attempts         INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
      setbacks         INTEGER NOT NULL DEFAULT 0 CHECK (setbacks >= 0),
      looks            INTEGER NOT NULL DEFAULT 0 CHECK (looks >= 0),
      attempt_id       TEXT REFERENCES attempts (id) DEFERRABLE INITIALLY DEFERRED,
      last_outcome     TEXT,
      reason           TEXT CHECK (reason IS NULL OR json_valid(reason)),
      proof            TEXT CHECK (proof IN ('answer', 'read-back', 'person')),
      delivered_as     TEXT,
      -- How often the person changed it: a receipt beside the database tells when the disk lost such a change.
      changes          INTEGER NOT NULL DEFAULT 0 CHECK (changes >= 0),
      -- SHA-256 of the value: a disk that acknowledged a write and never made it leaves an older page behind, and
      -- a mixture of two values must not be sent.
      value_check      BLOB CHECK (value_check IS NULL OR length(value_check) = 32),
      -- Last, because SQLite reads a row from its beginning: whoever asks for states must not walk through values.
      value            BLOB CHECK (value IS NULL OR length(value) > 0),

      CHECK (intent <> 'create' OR (seen_created IS NULL AND seen_updated IS NULL AND seen_updated_by IS NULL)),
      CHECK (intent <> 'delete' OR value IS NULL),
      CHECK ((intent = 'delete') = (value_bytes IS NULL)),
      CHECK ((value IS NULL) = (value_check IS NULL)),
      CHECK (intent = 'delete' OR (value IS NULL) = (state IN ('delivered', 'discarded'))),
      CHECK (state NOT IN ('sending', 'uncertain') OR (attempt_id IS NOT NULL AND attempts > 0)),
      CHECK ((state = 'needs-attention') = (reason IS NOT NULL)),
      CHECK ((state = 'delivered') = (proof IS NOT NULL)),
      CHECK (next_at IS NULL OR state IN ('waiting', 'uncertain'))
    ) STRICT;

    CREATE UNIQUE INDEX one_open_create_for_a_name ON entries (environment_id, name)
      WHERE intent = 'create' AND state NOT IN ('delivered', 'discarded');
    -- Holds all that what is due and the counts are told from, so that neither reads ten thousand rows for it.
    CREATE INDEX open_entries ON entries (environment_id, sequence, state, account_id, held_at, next_at)
      WHERE state NOT IN ('delivered', 'discarded');
    CREATE INDEX delayed_entries ON entries (environment_id, account_id, next_at) WHERE next_at IS NOT NULL;
    CREATE INDEX open_entries_by_name ON entries (environment_id, name, sequence)
      WHERE state NOT IN ('delivered', 'discarded');
    CREATE INDEX ended_entries ON entries (moved_at) WHERE state IN ('delivered', 'discarded');

    CREATE TABLE attempts (
      id                 TEXT PRIMARY KEY,
      entry_sequence     INTEGER NOT NULL REFERENCES entries (sequence) ON DELETE CASCADE,
      number             INTEGER NOT NULL CHECK (number >= 1),
      intent             TEXT NOT NULL CHECK (intent IN ('create', 'replace', 'delete')),
      name               TEXT NOT NULL,
      revision           INTEGER NOT NULL,
      started_at         INTEGER NOT NULL,
      started_monotonic  REAL NOT NULL,
      timeout_ms         INTEGER NOT NULL CHECK (timeout_ms > 0),
      clock_offset_ms    INTEGER,
      ended_at           INTEGER,
      outcome            TEXT,
      CHECK ((ended_at IS NULL) = (outcome IS NULL)),
      UNIQUE (entry_sequence, number)
    ) STRICT;

    -- What else was sent under a name is asked before each request that writes; what was ever sent only grows.
    CREATE INDEX attempts_by_name ON attempts (name);
    -- After this computer's clock was set back: the attempts that began by the old one.
    CREATE INDEX attempts_by_start ON attempts (started_at);

    CREATE TABLE lists (
      environment_id  TEXT NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
      account_id      INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
      refreshed_at    INTEGER,
      refused         INTEGER NOT NULL DEFAULT 0 CHECK (refused IN (0, 1)),
      PRIMARY KEY (environment_id, account_id)
    ) STRICT;

    CREATE TABLE listed_secrets (
      account_id  INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
      name        TEXT NOT NULL,
      created     TEXT,
      created_by  TEXT,
      updated     TEXT,
      updated_by  TEXT,
      PRIMARY KEY (account_id, name)
    ) STRICT, WITHOUT ROWID;
  `);
}
