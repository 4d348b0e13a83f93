import { operatorError, toOperatorError, type WireError } from '../../../src/shared/errors'
import { Execution } from './execution'
import { JournalLost } from './halt'
import { outcomeOnRecord, type RunRecord } from './runRecord'
import { runSentences } from './sentences'
import { unwind } from './unwind'
import { ofError, verdictOf, type Verdict } from './verdict'
import type { AnyWorkflow, Equipment, Outcome, RunHandle } from './workflow'

/** A run in this console: its record, what it is doing now, and how it last came to rest. */
export class Run<W> {
  #execution: Execution<W> | undefined
  #done: Promise<Outcome> = Promise.resolve({ kind: 'interrupted' })
  #rest: Outcome | undefined

  constructor(
    readonly record: RunRecord,
    /** Undefined where this version does not know it. */
    readonly workflow: AnyWorkflow<W> | undefined,
    readonly equipment: Equipment<W>,
  ) {}

  get handle(): RunHandle {
    return { id: this.record.id, done: this.#done }
  }
  /** How it came to rest; undefined while it moves. */
  get rest(): Outcome | undefined {
    return this.#rest
  }

  /** Plays it from the top, over what is on record. */
  go(): RunHandle {
    this.#rest = undefined
    this.#done = this.#live()
      .catch((thrown: unknown) => this.#fallen(thrown))
      .then((outcome) => (this.#rest = outcome))
    return this.handle
  }

  /** Leaves it as the journal says it stands. */
  leave(): RunHandle {
    return this.#resting(this.record.standing ?? { kind: 'interrupted' })
  }

  /** Takes it up again from the step where it stood; a run that moves is left to move. */
  resume(): RunHandle {
    if (this.#execution) return this.handle
    try {
      this.record.mend()
      if (this.record.ended) return this.#resting(outcomeOnRecord(this.record))
      if (this.record.standing) this.record.append({ kind: 'run-resumed' })
    } catch (thrown) {
      return this.#resting(this.#fallen(thrown))
    }
    return this.go()
  }

  /** Resolves when all that was under way has let go and the run has ended, by this or by itself. */
  async cancel(reason: string): Promise<void> {
    if (this.#execution) {
      this.#execution.halt({ kind: 'cancelled', reason })
      await this.#done
    } else {
      this.#resting(this.#cancelled(reason))
    }
    if (this.record.lost) throw toOperatorError(this.record.lost.cause, this.record.id)
  }

  /** Calls off what is under way and leaves the run open, for the next start to take up. */
  async interrupt(): Promise<void> {
    this.#execution?.halt({ kind: 'interrupted' })
    await this.#done
  }

  async #live(): Promise<Outcome> {
    const { workflow, record } = this
    const input = record.started?.input
    if (workflow === undefined) {
      return this.#recorded({ kind: 'rest', standing: 'parked', error: unknownWorkflow(record) })
    }
    const execution = new Execution(record, this.equipment)
    this.#execution = execution
    try {
      const ending = await execution.play(async (scope) =>
        workflow.body(scope, workflow.parseInput ? workflow.parseInput(input) : input),
      )
      if (record.lost) return this.#fallen(record.lost)
      const { halted, unreached } = execution
      const facts = { ending, halted, unreached, unwinding: record.unwinding }
      return await this.#conclude(execution, verdictOf({ ...facts, reference: record.id }))
    } finally {
      this.#execution = undefined
    }
  }

  async #conclude(execution: Execution<W>, verdict: Verdict): Promise<Outcome> {
    if (verdict.kind !== 'unwind') return this.#recorded(verdict)
    const { record } = this
    try {
      if (!record.unwinding) record.append({ kind: 'run-unwinding', error: verdict.error })
      await unwind(execution)
      record.append({ kind: 'run-ended', outcome: 'rolled-back', output: null })
      return { kind: 'rolled-back', error: record.unwinding ?? verdict.error }
    } catch (thrown) {
      return this.#stuck(execution, thrown)
    }
  }

  /** An undo that did not work: what is left is for the operator to see, never passed over. */
  #stuck(execution: Execution<W>, thrown: unknown): Outcome {
    if (thrown instanceof JournalLost) return this.#fallen(thrown)
    const { halted } = execution
    if (halted?.kind === 'cancelled') return this.#recorded({ ...halted, kind: 'cancel' })
    if (halted?.kind === 'interrupted') return { kind: 'interrupted' }
    const verdict = ofError(thrown, this.record.id)
    if (verdict.kind !== 'unwind') return this.#recorded(verdict, thrown)
    const error = { ...verdict.error, fate: 'park' as const }
    return this.#recorded({ kind: 'rest', standing: 'parked', error }, thrown)
  }

  #recorded(verdict: Exclude<Verdict, { kind: 'unwind' }>, cause?: unknown): Outcome {
    const { record } = this
    try {
      switch (verdict.kind) {
        case 'succeed':
          record.append({ kind: 'run-ended', outcome: 'succeeded', output: verdict.output })
          return { kind: 'succeeded', output: verdict.output }
        case 'cancel':
          record.append({
            kind: 'run-ended',
            outcome: 'cancelled',
            output: { reason: verdict.reason },
          })
          return { kind: 'cancelled' }
        case 'interrupt':
          return { kind: 'interrupted' }
        case 'rest': {
          const { standing, error } = verdict
          record.append({ kind: `run-${standing}`, error })
          if (standing === 'parked') this.#tell('a run was parked', error, cause)
          return { kind: standing, error }
        }
      }
    } catch (thrown) {
      return this.#fallen(thrown)
    }
  }

  /** What cannot be written now is kept and written first: a run that was called off stays so. */
  #cancelled(reason: string): Outcome {
    try {
      this.record.mend()
    } catch (thrown) {
      if (!this.record.ended) this.#recorded({ kind: 'cancel', reason })
      return this.#fallen(thrown)
    }
    if (this.record.ended) return outcomeOnRecord(this.record)
    return this.#recorded({ kind: 'cancel', reason })
  }

  /** The journal is lost: what is known stays in memory until `resume` can write it. */
  #fallen(thrown: unknown): Outcome {
    const cause = thrown instanceof JournalLost ? thrown.cause : thrown
    const { wire } = toOperatorError(cause, this.record.id)
    this.#tell('a run stopped because its journal cannot be written', wire, cause)
    return { kind: wire.fate === 'wait' ? 'waiting' : 'parked', error: wire }
  }

  #tell(
    what: string,
    { code, reference }: { code: string; reference: string | null },
    cause: unknown,
  ) {
    this.equipment.log.error(what, { run: this.record.id, code, reference, cause })
  }

  #resting(outcome: Outcome): RunHandle {
    this.#rest = outcome
    this.#done = Promise.resolve(outcome)
    return this.handle
  }
}

function unknownWorkflow({ started }: RunRecord): WireError {
  const sentence = started
    ? runSentences.unknownWorkflow(started.workflow, started.version)
    : runSentences.unreadable()
  return operatorError(sentence).wire
}
