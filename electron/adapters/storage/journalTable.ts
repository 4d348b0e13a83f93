import type { Journal, JournalEntry, Written } from '../../core/journal'
import type { Store } from '../../core/ports'
import { RunId, SessionId } from '../../../src/shared/domain/ids'
import { StepRequest } from '../../../src/shared/domain/session'
import { WireError } from '../../../src/shared/errors'
import type { Connection, Row } from './connection'
import type { Notices } from './notices'
import { storageSentences } from './sentences'

/** The journal in its table. A line that cannot be read is left out and said, never deleted. */
export function journalIn(connection: Connection, notices: Notices, now: () => number): Journal {
  const readable = readableIn(notices)
  return {
    append: (sessionId, runId, entry) => {
      const at = now()
      const { id: seq } = connection.write(
        'INSERT INTO journal (run_id, session_id, at, kind, entry) VALUES (?, ?, ?, ?, ?)',
        runId,
        sessionId,
        at,
        entry.kind,
        JSON.stringify(entry),
      )
      return { seq, runId, sessionId, at, entry }
    },
    ofRun: (runId) =>
      connection
        .rows('SELECT * FROM journal WHERE run_id = ? ORDER BY seq', runId)
        .flatMap(readable),
    ofSession: (sessionId) =>
      connection
        .rows('SELECT * FROM journal WHERE session_id = ? ORDER BY seq', sessionId)
        .flatMap(readable),
    openRuns: () =>
      connection.rows('SELECT * FROM open_runs ORDER BY seq').map((row) => ({
        runId: RunId.parse(row['run_id']),
        sessionId: SessionId.parse(row['session_id']),
      })),
  }
}

/** Of one session the lines about whole runs: a twentieth of all. */
export function outlinesIn(connection: Connection, notices: Notices): Store['outlineOf'] {
  const sql = `SELECT * FROM journal WHERE session_id = ? AND kind LIKE 'run-%' ORDER BY seq`
  return (sessionId) => connection.rows(sql, sessionId).flatMap(readableIn(notices))
}

/** Rows as lines; one that cannot be read is left out and said. */
export const readLines = (
  rows: readonly Row[],
  notices: Notices,
): readonly Written<JournalEntry>[] => rows.flatMap(readableIn(notices))

const readableIn =
  (notices: Notices) =>
  (row: Row): readonly Written<JournalEntry>[] => {
    try {
      return [lineOf(row)]
    } catch {
      notices.add(storageSentences.unreadableRecord('journal', String(row['seq'])))
      return []
    }
  }

const lineOf = (row: Row): Written<JournalEntry> => ({
  seq: Number(row['seq']),
  runId: RunId.parse(row['run_id']),
  sessionId: SessionId.parse(row['session_id']),
  at: Number(row['at']),
  entry: entryOf(JSON.parse(String(row['entry']))),
})

/** What each kind of entry has to have; what is in an input or an output is for the workflows to check. */
const partsOf: Readonly<
  Record<JournalEntry['kind'], Readonly<Record<string, 'string' | 'number' | 'error'>>>
> = {
  'run-started': { workflow: 'string', version: 'number' },
  'step-started': { key: 'string' },
  'step-attempted': { key: 'string', attempt: 'number', error: 'error' },
  'step-succeeded': { key: 'string' },
  'step-failed': { key: 'string', error: 'error' },
  'step-undone': { key: 'string' },
  'run-waiting': { error: 'error' },
  'run-parked': { error: 'error' },
  'run-resumed': {},
  'run-unwinding': { error: 'error' },
  'run-ended': { outcome: 'string' },
}

function entryOf(read: unknown): JournalEntry {
  const entry = read as Record<string, unknown> // every property is looked at below
  const parts = Object.entries(partsOf[entry['kind'] as JournalEntry['kind']])
  for (const [name, type] of parts) {
    if (type === 'error') WireError.parse(entry[name])
    else if (typeof entry[name] !== type) throw new TypeError(`${name} is not a ${type}`)
  }
  if (entry['requests'] !== undefined) StepRequest.array().parse(entry['requests'])
  return entry as JournalEntry
}
