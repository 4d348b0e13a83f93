import type { Shelf } from '../../core/ports'
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
  { connection, notices, read }: ShelfParts<R>,
): Shelf<Id, R> {
  const readable = (row: Row): readonly R[] => {
    try {
      return [read(JSON.parse(String(row['record'])))]
    } catch {
      notices.add(storageSentences.unreadableRecord(name, String(row['id'])))
      return []
    }
  }
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
