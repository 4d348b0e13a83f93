import type { RunId, SessionId } from '../../../src/shared/domain/ids'
import type { JournalEntry, Written } from '../journal'
import type { Clock, Cloud, Log, SessionRecord, Store, TakenOver } from '../ports'
import { markTake } from '../shows/markTake'
import type { ShowWorld, Self } from '../shows/showWorld'
import type { Engine } from '../workflow/engine'

export interface ClaimWatchParts {
  readonly store: Store
  readonly engine: Engine<ShowWorld>
  readonly clock: Clock
  readonly log: Log
  readonly self: Self
  readonly cloudOf: (session: SessionRecord) => Promise<Cloud>
  readonly onLost: (sessionId: SessionId) => void
}

/** Whether the sessions of this console are still its own: another may have taken one over. */
export class ClaimWatch {
  constructor(private readonly parts: ClaimWatchParts) {}

  /**
   * Asks AWS whose claim stands, for `patienceMs` at most. Whose session it was lets go of it at once.
   * Never rejects: where nobody can tell, it is taken to be ours, because a stop must not wait.
   */
  async look(sessionId: SessionId, patienceMs: number): Promise<void> {
    const { clock } = this.parts
    const over = new AbortController()
    const rest = clock.sleep(patienceMs, over.signal).catch(() => undefined) // called off below
    await Promise.race([this.#look(sessionId), rest])
    over.abort(new Error('it is known'))
  }

  async #look(sessionId: SessionId): Promise<void> {
    const { store, log } = this.parts
    const session = store.sessions.get(sessionId)
    if (!session || session.takenOver || session.certificate) return
    try {
      const taken = await this.#takenOver(session)
      if (taken) await this.#letGo(sessionId, taken)
    } catch (thrown) {
      log.info('whose claim stands could not be asked', { session: sessionId, cause: thrown })
    }
  }

  async #takenOver({ id, show, settings, ...at }: SessionRecord): Promise<TakenOver | undefined> {
    const { self, cloudOf } = this.parts
    if (settings.bucket === null) return undefined
    const { claims } = await cloudOf({ id, show, settings, ...at })
    const claim = await claims.read(settings.bucket, show.id)
    const isTaken =
      claim?.sessionId === id &&
      claim.consoleId !== self.id &&
      // Just being taken from that very console, or given back in its place.
      !this.#beingTakenFrom(id).includes(claim.consoleId)
    return isTaken ? { owner: claim.owner, since: claim.since } : undefined
  }

  /** The consoles from which open runs of the session are to take it. */
  #beingTakenFrom(sessionId: SessionId): readonly string[] {
    const { journal } = this.parts.store
    return this.#runsOf(sessionId).flatMap((runId) =>
      journal
        .ofRun(runId)
        .flatMap(({ entry }) => (entry.kind === 'run-started' ? (fromOf(entry.input) ?? []) : [])),
    )
  }

  async #letGo(sessionId: SessionId, takenOver: TakenOver): Promise<void> {
    const { store, engine, onLost } = this.parts
    // Read anew: much may have happened while AWS was asked.
    const session = store.sessions.get(sessionId)
    if (!session || session.takenOver || session.certificate) return
    store.sessions.put({ ...session, takenOver })
    await Promise.all(this.#runsOf(sessionId).map((runId) => engine.cancel(runId, 'taken over')))
    onLost(sessionId)
  }

  /** Also those that were not taken up yet after a start; not the closing of takes, which are its own. */
  #runsOf(sessionId: SessionId): readonly RunId[] {
    const { store, engine } = this.parts
    const open = [...engine.openRuns(), ...store.journal.openRuns()]
    const runs = new Set(
      open.filter((run) => run.sessionId === sessionId).map(({ runId }) => runId),
    )
    return [...runs].filter((runId) => !closesTake(store.journal.ofRun(runId)))
  }
}

const closesTake = (lines: readonly Written<JournalEntry>[]): boolean =>
  lines.some(({ entry }) => entry.kind === 'run-started' && entry.workflow === markTake.name)

/** Of the input of a run that takes over or retires. */
function fromOf(input: unknown): string | undefined {
  const { from } = (input ?? {}) as { readonly from?: { readonly consoleId?: unknown } | null }
  return typeof from?.consoleId === 'string' ? from.consoleId : undefined
}
