import type { Journal } from '../../electron/core/ports'

/** Thrown in place of the power cut: whatever meets it must do nothing more. */
export class Crash extends Error {
  override readonly name = 'Crash'
}

export interface CrashPoint {
  /** Counts from 1, over all runs of the journal. */
  readonly write: number
  readonly when: 'before' | 'after'
}

/** Every place where so many journal writes can be cut: just before one lands, and just after. */
export const crashPoints = (writes: number): readonly CrashPoint[] =>
  Array.from({ length: writes }, (_, index) => index + 1).flatMap((write) => [
    { write, when: 'before' as const },
    { write, when: 'after' as const },
  ])

export interface CrashingJournal extends Journal {
  fell(): boolean
}

/** The same journal, falling at a point and dead from then on, as after a kill. Reading still works. */
export function crashing(journal: Journal, { write, when }: CrashPoint): CrashingJournal {
  let writes = 0
  return {
    fell: () => writes >= write,
    append: (sessionId, runId, entry) => {
      writes += 1
      if (writes > write || (writes === write && when === 'before')) throw new Crash()
      const written = journal.append(sessionId, runId, entry)
      if (writes === write) throw new Crash()
      return written
    },
    ofRun: (runId) => journal.ofRun(runId),
    ofSession: (sessionId) => journal.ofSession(sessionId),
    openRuns: () => journal.openRuns(),
  }
}

/** The same journal, counting its writes. */
export function counting(journal: Journal): { readonly journal: Journal; writes(): number } {
  let writes = 0
  return {
    writes: () => writes,
    journal: {
      append: (sessionId, runId, entry) => {
        writes += 1
        return journal.append(sessionId, runId, entry)
      },
      ofRun: (runId) => journal.ofRun(runId),
      ofSession: (sessionId) => journal.ofSession(sessionId),
      openRuns: () => journal.openRuns(),
    },
  }
}

/**
 * Plays a scenario once unharmed and says how often it writes, so that every write can then be cut
 * without a count in the test that goes stale.
 */
export async function discoverWrites(
  scenario: (wrap: (journal: Journal) => Journal) => Promise<void>,
): Promise<number> {
  let writes = (): number => 0
  await scenario((journal) => {
    const counted = counting(journal)
    writes = () => counted.writes()
    return counted.journal
  })
  return writes()
}
