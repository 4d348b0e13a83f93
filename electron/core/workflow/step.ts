import type { RunId } from '../../../src/shared/domain/ids'
import type { Clock, Log } from '../ports'

/** What a step is given to work with, apart from its input. */
export interface StepContext<W> {
  readonly world: W
  /** The same for every try of the same step of the same run: AWS and our tags know the effect by it. */
  readonly key: string
  /** Aborted when the run is cancelled or the try takes too long. `do` and `undo` must honour it. */
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly log: Log
  /** Counts from 1, on through crashes. */
  readonly attempt: number
}

/**
 * One resumable unit of work. `do` and `undo` may both be called again after a crash, with the same
 * key. Inputs and outputs are JSON values: they are journalled, so no secret may be in them.
 */
export interface Step<W, In, Out> {
  /** Imperative and kebab-cased (`create-channel`): people read it in the journal. */
  readonly name: string
  /** Tells steps of one name apart within a run: a destination id, say. */
  subject?(input: In): string
  /** Safe to repeat: with the same key it finds what an earlier call made. */
  do(context: StepContext<W>, input: In): Promise<Out>
  /** `made` is undefined when the outcome was never learnt: look it up by key. */
  undo?(context: StepContext<W>, input: In, made: Out | undefined): Promise<void>
  /** Checks an output read back from the journal; without it the journal is taken at its word. */
  parse?(output: unknown): Out
  /** Tries in a row that may end in the fate `retry`; `DEFAULT_ATTEMPTS` where not given. */
  readonly attempts?: number
  /** No new try is begun when it would start later than this after the first. */
  readonly deadlineMs?: number
  /** Of one try. When it is over, `signal` is aborted and the try counts as failed with `retry`. */
  readonly timeoutMs?: number
  /** For the activity list: how long it usually takes, and at the longest. */
  readonly usualMs?: number
  readonly longestMs?: number
}

export const DEFAULT_ATTEMPTS = 6

/** `run/step` or `run/step/subject`. */
export function keyOf<W, In, Out>(runId: RunId, step: Step<W, In, Out>, input: In): string {
  const subject = step.subject?.(input)
  return subject === undefined ? `${runId}/${step.name}` : `${runId}/${step.name}/${subject}`
}
