import { SessionId } from '../../../src/shared/domain/ids'
import type { Connection } from './connection'

/** The condition is that of the index `open_sessions`, word for word: otherwise all would be read. */
const WITHOUT_CERTIFICATE = `
  SELECT id FROM sessions
  WHERE CASE WHEN json_valid(record) THEN record ->> '$.certificate' END IS NULL`

/** Sessions that are not over, and those of which a run is still open. */
export function openSessionsIn(connection: Connection): readonly SessionId[] {
  const rows = [
    ...connection.rows(WITHOUT_CERTIFICATE),
    ...connection.rows('SELECT DISTINCT session_id AS id FROM open_runs'),
  ]
  return rows.flatMap(({ id }) => SessionId.safeParse(id).data ?? [])
}
