import type { JournalEntry, Written } from '../../electron/core/journal'
import type { SessionRecord, Store } from '../../electron/core/ports'
import type { SessionId } from '../../src/shared/domain/ids'

/** What one console was told to be on disk, over all its lives: kept beside it, to be held against AWS. */
export class Book {
  readonly #started = new Set<string>()
  readonly #sessions = new Map<string, SessionRecord>()
  readonly #entries = new Map<SessionId, Written<JournalEntry>[]>()
  #pending: (() => void)[] | undefined

  /** Whether the step is on record as begun. */
  hasStarted(key: string): boolean {
    return this.#started.has(key)
  }

  /** Whether any step of this name is on record as begun for the session. */
  hasStartedFor(sessionId: string, step: string): boolean {
    const all = this.#entries.get(sessionId as SessionId) ?? [] // a name in AWS, compared as text
    return all.some(({ entry }) => entry.kind === 'step-started' && entry.key.includes(`/${step}`))
  }

  session(id: string): SessionRecord | undefined {
    return this.#sessions.get(id)
  }

  sessions(): readonly SessionRecord[] {
    return [...this.#sessions.values()]
  }

  /** Entries that were acknowledged and that the store does not have. */
  lostBy(store: Store): readonly string[] {
    return [...this.#entries].flatMap(([sessionId, entries]) => {
      const kept = new Set(store.journal.ofSession(sessionId).map(({ seq }) => seq))
      return entries.filter(({ seq }) => !kept.has(seq)).map(({ entry }) => JSON.stringify(entry))
    })
  }

  /** The same store, read over its shoulder. */
  keptFrom(store: Store): Store {
    const { journal, sessions } = store
    return {
      journal: {
        append: (sessionId, runId, entry) => {
          const written = journal.append(sessionId, runId, entry)
          this.#take(() => this.#entry(written))
          return written
        },
        ofRun: (runId) => journal.ofRun(runId),
        ofSession: (sessionId) => journal.ofSession(sessionId),
        openRuns: () => journal.openRuns(),
      },
      shows: store.shows,
      removedShows: store.removedShows,
      sessions: {
        all: () => sessions.all(),
        get: (id) => sessions.get(id),
        put: (record) => {
          sessions.put(record)
          this.#take(() => void this.#sessions.set(record.id, record))
        },
        remove: (id) => sessions.remove(id),
      },
      takes: store.takes,
      usage: store.usage,
      sessionIds: () => store.sessionIds(),
      takesOf: (sessionId) => store.takesOf(sessionId),
      usageOf: (sessionId) => store.usageOf(sessionId),
      outlineOf: (sessionId) => store.outlineOf(sessionId),
      setting: (name) => store.setting(name),
      putSetting: (name, value) => store.putSetting(name, value),
      together: (work) => this.#together(store, work),
    }
  }

  /** What a transaction that came to nothing has written was never told to be on disk. */
  #together<T>(store: Store, work: () => T): T {
    if (this.#pending) return store.together(work)
    const pending: (() => void)[] = []
    this.#pending = pending
    try {
      const result = store.together(work)
      for (const take of pending) take()
      return result
    } finally {
      this.#pending = undefined
    }
  }

  #take(taking: () => void): void {
    if (this.#pending) this.#pending.push(taking)
    else taking()
  }

  #entry(written: Written<JournalEntry>): void {
    const { entry, sessionId } = written
    if (entry.kind === 'step-started') this.#started.add(entry.key)
    const known = this.#entries.get(sessionId)
    if (known) known.push(written)
    else this.#entries.set(sessionId, [written])
  }
}
