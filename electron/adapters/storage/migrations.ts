import type { DatabaseSync } from 'node:sqlite'

/**
 * The n-th takes a file from version n to n + 1, counted from 0. Never edit one that was released: add
 * another.
 */
const migrations: readonly string[] = [
  `
  CREATE TABLE journal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    entry TEXT NOT NULL
  ) STRICT;
  CREATE INDEX journal_of_run ON journal (run_id, seq);
  CREATE INDEX journal_of_session ON journal (session_id, seq);

  -- Follows from the journal; kept so that finding the open runs does not grow with it.
  CREATE TABLE open_runs (
    run_id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL,
    seq INTEGER NOT NULL
  ) STRICT;
  CREATE TRIGGER run_opened AFTER INSERT ON journal WHEN new.kind = 'run-started' BEGIN
    INSERT INTO open_runs (run_id, session_id, seq) VALUES (new.run_id, new.session_id, new.seq);
  END;
  CREATE TRIGGER run_closed AFTER INSERT ON journal WHEN new.kind = 'run-ended' BEGIN
    DELETE FROM open_runs WHERE run_id = new.run_id;
  END;
  CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
  END;
  CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
  END;

  CREATE TABLE shows (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE removed_shows (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE sessions (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  -- The session of a record that cannot be read is null.
  CREATE TABLE takes (
    id TEXT PRIMARY KEY,
    record TEXT NOT NULL,
    session_id TEXT GENERATED ALWAYS AS
      (CASE WHEN json_valid(record) THEN CAST(record ->> '$.sessionId' AS TEXT) END) VIRTUAL
  ) STRICT;
  CREATE INDEX takes_of_session ON takes (session_id);
  CREATE TABLE usage (
    id TEXT PRIMARY KEY,
    record TEXT NOT NULL,
    session_id TEXT GENERATED ALWAYS AS
      (CASE WHEN json_valid(record) THEN CAST(record ->> '$.sessionId' AS TEXT) END) VIRTUAL
  ) STRICT;
  CREATE INDEX usage_of_session ON usage (session_id);
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
  `
  -- Sessions whose tries were folded into one a step. While that is done, and only then, tries of the
  -- session may be taken together; everything else in the journal stays as it was written.
  CREATE TABLE folded_sessions (session_id TEXT PRIMARY KEY, done INTEGER NOT NULL) STRICT;
  DROP TRIGGER journal_is_not_changed;
  DROP TRIGGER journal_is_not_shortened;
  CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
  WHEN old.kind <> 'step-attempted' OR new.kind <> old.kind OR new.seq <> old.seq
    OR new.run_id <> old.run_id OR new.session_id <> old.session_id OR new.at <> old.at
    OR NOT EXISTS
      (SELECT 1 FROM folded_sessions WHERE session_id = old.session_id AND done = 0)
  BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
  END;
  CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
  WHEN old.kind <> 'step-attempted' OR NOT EXISTS
    (SELECT 1 FROM folded_sessions WHERE session_id = old.session_id AND done = 0)
  BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
  END;

  -- What is over is most of it, and is not needed to begin with.
  CREATE INDEX open_sessions ON sessions (id)
    WHERE CASE WHEN json_valid(record) THEN record ->> '$.certificate' END IS NULL;
  `,
]

/** The version this console writes. */
export const KNOWN_VERSION = migrations.length

/** 0 for a file without anything in it. */
export function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
}

/**
 * Brings a file up to date, one version a transaction, so that a step that fails leaves the version
 * before it. `before` is called ahead of each.
 */
export function migrate(
  database: DatabaseSync,
  before: (version: number) => void,
  steps: readonly string[] = migrations,
): void {
  for (const [version, sql] of steps.entries()) {
    if (version < versionOf(database)) continue
    before(version)
    try {
      database.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${version + 1}; COMMIT`)
    } catch (thrown) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw thrown
    }
  }
}
