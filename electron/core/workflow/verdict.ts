import {
  OperatorError,
  operatorError,
  toOperatorError,
  type WireError,
} from '../../../src/shared/errors'
import type { Ending } from './execution'
import { Halt, type HaltReason } from './halt'
import { runSentences } from './sentences'

/** What becomes of a run whose body is over. */
export type Verdict =
  | { readonly kind: 'succeed'; readonly output: unknown }
  | { readonly kind: 'cancel'; readonly reason: string }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'rest'; readonly standing: 'waiting' | 'parked'; readonly error: WireError }
  | { readonly kind: 'unwind'; readonly error: WireError }

export interface Facts {
  readonly ending: Ending
  readonly halted: HaltReason | undefined
  /** Set when the run was on its way back already. */
  readonly unwinding: WireError | undefined
  /** Steps on record that the body did not come to. */
  readonly unreached: readonly string[]
  /** For the operator and the log alike, should something unforeseen have happened. */
  readonly reference: string
}

/**
 * The operator's word first, then what needs a person, then what the body made of it. A step that was
 * refused outweighs one that waits beside it: waiting would mend nothing.
 */
export function verdictOf({ ending, halted, unwinding, unreached, reference }: Facts): Verdict {
  if (halted?.kind === 'cancelled') return { kind: 'cancel', reason: halted.reason }
  if (halted?.kind === 'interrupted') return { kind: 'interrupt' }
  if (halted?.kind === 'parked') return { kind: 'rest', standing: 'parked', error: halted.error }
  if (unreached.length > 0) return parked(operatorError(runSentences.changed(unreached)))
  if (unwinding !== undefined) return { kind: 'unwind', error: unwinding }

  const thrown = 'thrown' in ending ? ending.thrown : undefined
  if (thrown !== undefined && !(thrown instanceof Halt)) return ofError(thrown, reference)
  if (halted?.kind === 'waiting') return { kind: 'rest', standing: 'waiting', error: halted.error }
  return 'output' in ending
    ? { kind: 'succeed', output: ending.output }
    : ofError(ending.thrown, reference)
}

/** What an error that was thrown by a body or an undo means for the run. */
export function ofError(thrown: unknown, reference: string): Verdict {
  const error = toOperatorError(thrown, reference)
  switch (error.wire.fate) {
    case 'wait':
      return { kind: 'rest', standing: 'waiting', error: error.wire }
    case 'park':
      return parked(error)
    case 'undo':
    case 'retry':
      return { kind: 'unwind', error: { ...error.wire, fate: 'undo' } }
  }
}

const parked = ({ wire }: OperatorError): Verdict => ({
  kind: 'rest',
  standing: 'parked',
  error: wire,
})
