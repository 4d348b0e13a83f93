import { SessionId } from '../../../src/shared/domain/ids'
import type { JournalEntry, Written } from '../../core/journal'
import type { Connection } from './connection'
import { readLines } from './journalTable'
import type { Notices } from './notices'

type Attempt = Written<Extract<JournalEntry, { readonly kind: 'step-attempted' }>>

/** Request ids of a whole step that are kept, the latest. */
const REQUESTS_KEPT = 50

/**
 * Folds the journal of one session that ended before that time, if there is one left: of the tries of a
 * step the last stays, with its words and with what AWS knows all of them by. Where runs and steps
 * begin and end is never touched. One transaction; false where nothing is left to be done.
 */
export function foldOne(connection: Connection, notices: Notices, endedBefore: number): boolean {
  return connection.together(() => {
    const id = nextToFold(connection, endedBefore)
    if (id === undefined) return false
    connection.write('INSERT INTO folded_sessions (session_id, done) VALUES (?, 0)', id)
    for (const attempts of attemptsByStep(connection, notices, id)) fold(connection, attempts)
    connection.write('UPDATE folded_sessions SET done = 1 WHERE session_id = ?', id)
    return true
  })
}

/** Certified long ago, and nothing of it open. */
function nextToFold(connection: Connection, endedBefore: number): SessionId | undefined {
  const [row] = connection.rows(
    `SELECT id FROM sessions
     WHERE json_valid(record) AND record ->> '$.certificate.issuedAt' < ?
       AND id NOT IN (SELECT session_id FROM folded_sessions)
       AND id NOT IN (SELECT session_id FROM open_runs)
     LIMIT 1`,
    endedBefore,
  )
  return row && SessionId.parse(row['id'])
}

function attemptsByStep(
  connection: Connection,
  notices: Notices,
  id: SessionId,
): readonly (readonly Attempt[])[] {
  const sql = `SELECT * FROM journal WHERE session_id = ? AND kind = 'step-attempted' ORDER BY seq`
  const attempts = readLines(connection.rows(sql, id), notices).flatMap(({ entry, ...line }) =>
    entry.kind === 'step-attempted' ? [{ ...line, entry }] : [],
  )
  return [...Map.groupBy(attempts, ({ entry }) => entry.key).values()]
}

function fold(connection: Connection, attempts: readonly Attempt[]): void {
  const last = attempts.at(-1)
  if (last === undefined || attempts.length === 1) return
  const requests = attempts.flatMap(({ entry }) => entry.requests ?? []).slice(-REQUESTS_KEPT)
  const entry: Attempt['entry'] = { ...last.entry, ...(requests.length > 0 ? { requests } : {}) }
  for (const { seq } of attempts.slice(0, -1))
    connection.write('DELETE FROM journal WHERE seq = ?', seq)
  connection.write('UPDATE journal SET entry = ? WHERE seq = ?', JSON.stringify(entry), last.seq)
}
