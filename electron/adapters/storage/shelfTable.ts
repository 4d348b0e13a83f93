import type { Shelf } from '../../core/ports'
import type { SessionId } from '../../../src/shared/domain/ids'
import type { Connection, Row } from './connection'
import type { Notices } from './notices'
import { storageSentences } from './sentences'

export type ShelfName = 'shows' | 'removed_shows' | 'sessions' | 'takes' | 'usage'

/** Throws where what was read is not such a record. */
export type Reader<R> = (read: unknown) => R

export interface ShelfParts<R> {
  readonly connection: Connection
  readonly notices: Notices
  readonly read: Reader<R>
}

/** A shelf in its table. A record that cannot be read is left out and said, never deleted. */
export function shelfIn<Id extends string, R extends { readonly id: Id }>(
  name: ShelfName,
  parts: ShelfParts<R>,
): Shelf<Id, R> {
  const { connection } = parts
  const readable = readableIn(name, parts)
  return {
    all: () => connection.rows(`SELECT * FROM ${name} ORDER BY rowid`).flatMap(readable),
    get: (id) => connection.rows(`SELECT * FROM ${name} WHERE id = ?`, id).flatMap(readable)[0],
    put: (record) =>
      void connection.write(
        `INSERT INTO ${name} (id, record) VALUES (?, ?)
         ON CONFLICT (id) DO UPDATE SET record = excluded.record`,
        record.id,
        JSON.stringify(record),
      ),
    remove: (id) => void connection.write(`DELETE FROM ${name} WHERE id = ?`, id),
  }
}

/** What lies on a shelf of one session. Those that cannot be read may be of any, and are said. */
export function ofSessionIn<R>(
  name: 'takes' | 'usage',
  parts: ShelfParts<R>,
): (sessionId: SessionId) => readonly R[] {
  const readable = readableIn(name, parts)
  const sql = `SELECT * FROM ${name} WHERE session_id = ? OR session_id IS NULL ORDER BY rowid`
  return (sessionId) => parts.connection.rows(sql, sessionId).flatMap(readable)
}

const readableIn =
  <R>(name: ShelfName, { notices, read }: ShelfParts<R>) =>
  (row: Row): readonly R[] => {
    try {
      return [read(JSON.parse(String(row['record'])))]
    } catch {
      notices.add(storageSentences.unreadableRecord(name, String(row['id'])))
      return []
    }
  }
