import type { RunId, SessionId } from '../../../src/shared/domain/ids'
import { toOperatorError, type WireError } from '../../../src/shared/errors'
import type { Journal, JournalEntry, Written } from '../journal'
import { JournalLost } from './halt'
import type { Outcome } from './workflow'

type Entry<K extends JournalEntry['kind']> = Extract<JournalEntry, { readonly kind: K }>

/** What is known of one step of one run. */
export interface StepPast {
  readonly key: string
  readonly failures: number
  readonly outcome:
    | { readonly kind: 'succeeded'; readonly output: unknown }
    | { readonly kind: 'failed'; readonly error: WireError }
    | undefined
  readonly undone: boolean
}

/** A run that rests: until something is mended, or until a person has looked at it. */
export interface Standing {
  readonly kind: 'waiting' | 'parked'
  readonly error: WireError
}

/** What happened, as against what is about to: it is kept in memory when it cannot be written. */
const isFact = ({ kind }: JournalEntry): boolean =>
  kind !== 'step-started' && kind !== 'run-resumed'

/**
 * Everything known of one run: its journal as it was read, and what was added since. The only writer
 * of a run. After a write that failed it writes nothing more until `mend` has brought the journal up
 * to what is known.
 */
export class RunRecord {
  readonly #journal: Journal
  readonly #steps = new Map<string, StepPast>()
  readonly #changed: () => void
  #unwritten: JournalEntry[] = []
  #lost: JournalLost | undefined
  #started: (Entry<'run-started'> & { readonly at: number }) | undefined
  #standing: Standing | undefined
  #unwinding: WireError | undefined
  #ended: Entry<'run-ended'> | undefined

  constructor(
    readonly id: RunId,
    readonly sessionId: SessionId,
    { journal, changed }: { readonly journal: Journal; readonly changed: () => void },
  ) {
    this.#journal = journal
    this.#changed = changed
    for (const written of journal.ofRun(id)) this.#take(written.entry, written)
  }

  get started() {
    return this.#started
  }
  get standing() {
    return this.#standing
  }
  /** Why the run is on its way back. */
  get unwinding() {
    return this.#unwinding
  }
  get ended() {
    return this.#ended
  }
  /** Set while the journal is behind what is known. */
  get lost() {
    return this.#lost
  }

  step(key: string): StepPast | undefined {
    return this.#steps.get(key)
  }

  /** In the order in which they were begun. */
  steps(): readonly StepPast[] {
    return [...this.#steps.values()]
  }

  /** On disk when it returns. Throws `JournalLost` when it is not; the run must then stop. */
  append(entry: JournalEntry): void {
    if (this.#lost === undefined) {
      try {
        this.#take(entry, this.#journal.append(this.sessionId, this.id, entry))
      } catch (thrown) {
        this.#lost = new JournalLost(thrown)
      }
    }
    if (this.#lost === undefined) return this.#changed()
    if (isFact(entry)) {
      this.#unwritten.push(entry)
      this.#take(entry)
    }
    throw this.#lost
  }

  /** Writes what could not be written before. Throws `JournalLost` when it still cannot be. */
  mend(): void {
    this.#lost = undefined
    while (this.#unwritten[0] !== undefined) {
      try {
        this.#journal.append(this.sessionId, this.id, this.#unwritten[0])
      } catch (thrown) {
        this.#lost = new JournalLost(thrown)
        throw this.#lost
      }
      this.#unwritten.shift()
      this.#changed()
    }
  }

  #take(entry: JournalEntry, written?: Written<JournalEntry>): void {
    switch (entry.kind) {
      case 'run-started':
        this.#started = { ...entry, at: written?.at ?? 0 }
        return
      case 'run-waiting':
        this.#standing = { kind: 'waiting', error: entry.error }
        return
      case 'run-parked':
        this.#standing = { kind: 'parked', error: entry.error }
        return
      case 'run-resumed':
        this.#standing = undefined
        return
      case 'run-unwinding':
        this.#unwinding = entry.error
        return
      case 'run-ended':
        this.#ended = entry
        return
      case 'step-started':
      case 'step-attempted':
      case 'step-succeeded':
      case 'step-failed':
      case 'step-undone':
        this.#steps.set(entry.key, after(this.#steps.get(entry.key), entry))
    }
  }
}

type StepEntry = Extract<JournalEntry, { readonly key: string }>

function after(past: StepPast | undefined, entry: StepEntry): StepPast {
  const known = past ?? { key: entry.key, failures: 0, outcome: undefined, undone: false }
  switch (entry.kind) {
    case 'step-started':
      return known
    case 'step-attempted':
      return { ...known, failures: known.failures + 1 }
    case 'step-succeeded':
      return { ...known, outcome: { kind: 'succeeded', output: entry.output } }
    case 'step-failed':
      return { ...known, outcome: { kind: 'failed', error: entry.error } }
    case 'step-undone':
      return { ...known, undone: true }
  }
}

/** What the journal says of a run that has ended. */
export function outcomeOnRecord({ ended, unwinding, id }: RunRecord): Outcome {
  switch (ended?.outcome) {
    case 'succeeded':
      return { kind: 'succeeded', output: ended.output }
    case 'rolled-back': {
      const error = unwinding ?? toOperatorError(undefined, id).wire
      return { kind: 'rolled-back', error }
    }
    case 'cancelled':
      return { kind: 'cancelled' }
    case undefined:
      return { kind: 'interrupted' }
  }
}
