import type { Journal, JournalEntry, Written } from '../../electron/core/journal'
import type { RunId, SessionId } from '../../src/shared/domain/ids'

/** A journal that lasts as long as the test. Entries go through JSON, as they do on disk. */
export class MemoryJournal implements Journal {
  readonly #entries: Written<JournalEntry>[] = []
  readonly #now: () => number

  constructor(now: () => number = () => 0) {
    this.#now = now
  }

  append(sessionId: SessionId, runId: RunId, entry: JournalEntry): Written<JournalEntry> {
    const kept = JSON.parse(JSON.stringify(entry)) as JournalEntry // it was one a moment ago
    const written = {
      seq: this.#entries.length + 1,
      runId,
      sessionId,
      at: this.#now(),
      entry: kept,
    }
    this.#entries.push(written)
    return written
  }

  ofRun(runId: RunId): readonly Written<JournalEntry>[] {
    return this.#entries.filter((written) => written.runId === runId)
  }

  ofSession(sessionId: SessionId): readonly Written<JournalEntry>[] {
    return this.#entries.filter((written) => written.sessionId === sessionId)
  }

  openRuns(): readonly { readonly runId: RunId; readonly sessionId: SessionId }[] {
    const ended = new Set(this.#of('run-ended').map(({ runId }) => runId))
    return this.#of('run-started').filter(({ runId }) => !ended.has(runId))
  }

  #of(kind: JournalEntry['kind']): readonly Written<JournalEntry>[] {
    return this.#entries.filter(({ entry }) => entry.kind === kind)
  }
}
