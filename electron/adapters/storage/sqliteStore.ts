import type { Journal } from '../../core/journal'
import type { SessionRecord, Shelf, Store, TakeRecord, Usage } from '../../core/ports'
import { SessionId, type ShowId, type TakeId } from '../../../src/shared/domain/ids'
import type { Show } from '../../../src/shared/domain/show'
import type { Connection } from './connection'
import { journalIn, outlinesIn } from './journalTable'
import type { Notices } from './notices'
import { readSession, readShow, readTake, readUsage } from './records'
import { storageSentences } from './sentences'
import { ofSessionIn, shelfIn } from './shelfTable'

/** The store over one database. What cannot be read is left out and told through the notices. */
export class SqliteStore implements Store {
  readonly journal: Journal
  readonly shows: Shelf<ShowId, Show>
  readonly removedShows: Shelf<ShowId, Show>
  readonly sessions: Shelf<SessionId, SessionRecord>
  readonly takes: Shelf<TakeId, TakeRecord>
  readonly usage: Shelf<string, Usage>
  readonly takesOf: Store['takesOf']
  readonly usageOf: Store['usageOf']
  readonly outlineOf: Store['outlineOf']
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
    this.takesOf = ofSessionIn('takes', { ...parts, read: readTake })
    this.usageOf = ofSessionIn('usage', { ...parts, read: readUsage })
    this.outlineOf = outlinesIn(connection, notices)
  }

  sessionIds(): readonly SessionId[] {
    return this.#connection
      .rows('SELECT id FROM sessions ORDER BY rowid')
      .flatMap(({ id }) => SessionId.safeParse(id).data ?? [])
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
