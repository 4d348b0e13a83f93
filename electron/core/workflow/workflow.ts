import type { RunId, SessionId } from '../../../src/shared/domain/ids'
import type { WireError } from '../../../src/shared/errors'
import type { CallTrace } from '../journal'
import type { Clock, Log } from '../ports'
import type { Step } from './step'

/** What the body of a workflow works with. */
export interface RunScope<W> {
  readonly id: RunId
  readonly sessionId: SessionId
  /** When the run was first started, epoch ms: the same after a crash, unlike `clock.now()`. */
  readonly startedAt: number
  readonly world: W
  readonly clock: Clock
  readonly log: Log
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal
  /**
   * Does the step, or says what came of it when it was done before a crash. May be called in parallel;
   * each key once a run. Rejects with the step's operator error when it was refused: a body may catch
   * that and go on.
   */
  step<In, Out>(step: Step<W, In, Out>, input: In): Promise<Out>
}

/**
 * A definition. The body is played again from the top after a crash, with recorded outputs, so it has
 * to come to the same steps for the same outputs: no clock, chance or world between steps, and
 * whatever takes time stands inside a step.
 */
export interface Workflow<W, In, Out> {
  readonly name: string
  /** Raised when the steps change, so that an open run of the old shape is parked, not misread. */
  readonly version: number
  /** False for runs that may be open beside others of their session. */
  readonly exclusive?: boolean
  /** Checks an input read back from the journal. */
  parseInput?(input: unknown): In
  body(run: RunScope<W>, input: In): Promise<Out>
}

export type AnyWorkflow<W> = Workflow<W, unknown, unknown>

/** How far a run came. `waiting`, `parked` and `interrupted` runs stay open. */
export type Outcome<Out = unknown> =
  | { readonly kind: 'succeeded'; readonly output: Out }
  | { readonly kind: 'rolled-back'; readonly error: WireError }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'waiting'; readonly error: WireError }
  | { readonly kind: 'parked'; readonly error: WireError }
  /** The console is closing; the next start takes the run up again. */
  | { readonly kind: 'interrupted' }

export interface RunHandle<Out = unknown> {
  readonly id: RunId
  /** Never rejects. Resolves when the run ends or comes to rest; `resume` gives a new handle. */
  readonly done: Promise<Outcome<Out>>
}

/** What every run of an engine is given. */
export interface Equipment<W> {
  readonly world: W
  readonly clock: Clock
  readonly log: Log
  readonly random: () => number
  readonly trace: CallTrace
}
