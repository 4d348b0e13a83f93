import type { Journal, SessionRecord, Shelf, Store, TakeRecord, Usage } from '../../core/ports'
import type { SessionId, ShowId, TakeId } from '../../../src/shared/domain/ids'
import type { Show } from '../../../src/shared/domain/show'
import type { Connection } from './connection'
import { journalIn } from './journalTable'
import type { Notices } from './notices'
import { readSession, readShow, readTake, readUsage } from './records'
import { storageSentences } from './sentences'
import { shelfIn } from './shelfTable'

/** The store over one database. What cannot be read is left out and told through the notices. */
export class SqliteStore implements Store {
  readonly journal: Journal
  readonly shows: Shelf<ShowId, Show>
  readonly removedShows: Shelf<ShowId, Show>
  readonly sessions: Shelf<SessionId, SessionRecord>
  readonly takes: Shelf<TakeId, TakeRecord>
  readonly usage: Shelf<string, Usage>
  readonly #connection: Connection
  readonly #notices: Notices

  constructor(connection: Connection, notices: Notices, now: () => number) {
    const parts = { connection, notices }
    this.#connection = connection
    this.#notices = notices
    this.journal = journalIn(connection, notices, now)
    this.shows = shelfIn('shows', { ...parts, read: readShow })
    this.removedShows = shelfIn('removed_shows', { ...parts, read: readShow })
    this.sessions = shelfIn('sessions', { ...parts, read: readSession })
    this.takes = shelfIn('takes', { ...parts, read: readTake })
    this.usage = shelfIn('usage', { ...parts, read: readUsage })
  }

  setting(name: string): unknown {
    const [row] = this.#connection.rows('SELECT value FROM settings WHERE name = ?', name)
    if (!row) return undefined
    try {
      return JSON.parse(String(row['value']))
    } catch {
      this.#notices.add(storageSentences.unreadableRecord('settings', name))
      return undefined
    }
  }

  putSetting(name: string, value: unknown): void {
    this.#connection.write(
      `INSERT INTO settings (name, value) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      name,
      JSON.stringify(value ?? null),
    )
  }

  together<T>(work: () => T): T {
    return this.#connection.together(work)
  }
}
