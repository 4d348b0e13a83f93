import type { Journal } from '../../electron/core/journal'
import type { Shelf, Store } from '../../electron/core/ports'

/** Thrown in place of the power cut: whatever meets it must do nothing more. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

export interface CrashPoint {
  /** Counts from 1, over everything that is written through what was wrapped. */
  readonly write: number
  readonly when: 'before' | 'after'
}

/** Every place where so many writes can be cut: just before one lands, and just after. */
export const crashPoints = (writes: number): readonly CrashPoint[] =>
  Array.from({ length: writes }, (_, index) => index + 1).flatMap((write) => [
    { write, when: 'before' as const },
    { write, when: 'after' as const },
  ])

/** Stands at every write: counts it, and falls where it is told to; dead from then on, as after a kill. */
export class Guard {
  readonly #point: CrashPoint | undefined
  #writes = 0

  constructor(point?: CrashPoint) {
    this.#point = point
  }

  get writes(): number {
    return this.#writes
  }

  get fell(): boolean {
    return this.#point !== undefined && this.#writes >= this.#point.write
  }

  write<T>(work: () => T): T {
    const { write, when } = this.#point ?? { write: Infinity, when: 'before' }
    this.#writes += 1
    const number = this.#writes
    if (number > write || (number === write && when === 'before')) throw new Crash()
    const result = work()
    if (number === write) throw new Crash()
    return result
  }
}

/** The same journal behind a guard. Reading goes on working. */
export const guardedJournal = (journal: Journal, guard: Guard): Journal => ({
  append: (sessionId, runId, entry) => guard.write(() => journal.append(sessionId, runId, entry)),
  ofRun: (runId) => journal.ofRun(runId),
  ofSession: (sessionId) => journal.ofSession(sessionId),
  openRuns: () => journal.openRuns(),
})

/** The same store, every write of it behind a guard. A fall within a transaction takes it all back. */
export const guardedStore = (store: Store, guard: Guard): Store => ({
  journal: guardedJournal(store.journal, guard),
  shows: guardedShelf(store.shows, guard),
  removedShows: guardedShelf(store.removedShows, guard),
  sessions: guardedShelf(store.sessions, guard),
  takes: guardedShelf(store.takes, guard),
  usage: guardedShelf(store.usage, guard),
  sessionIds: () => store.sessionIds(),
  takesOf: (sessionId) => store.takesOf(sessionId),
  usageOf: (sessionId) => store.usageOf(sessionId),
  outlineOf: (sessionId) => store.outlineOf(sessionId),
  setting: (name) => store.setting(name),
  putSetting: (name, value) => guard.write(() => store.putSetting(name, value)),
  together: (work) => store.together(work),
})

const guardedShelf = <Id extends string, R extends { readonly id: Id }>(
  shelf: Shelf<Id, R>,
  guard: Guard,
): Shelf<Id, R> => ({
  all: () => shelf.all(),
  get: (id) => shelf.get(id),
  put: (record) => guard.write(() => shelf.put(record)),
  remove: (id) => guard.write(() => shelf.remove(id)),
})

/**
 * Plays a scenario once unharmed and says how often it writes, so that every write can then be cut
 * without a count in the test that goes stale.
 */
export async function discoverWrites(scenario: (guard: Guard) => Promise<void>): Promise<number> {
  const guard = new Guard()
  await scenario(guard)
  return guard.writes
}
