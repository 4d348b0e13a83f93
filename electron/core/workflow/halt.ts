import type { WireError } from '../../../src/shared/errors'

/** Why a run does not go on, apart from a refusal. */
export type HaltReason =
  | { readonly kind: 'cancelled'; readonly reason: string }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'parked'; readonly error: WireError }
  | { readonly kind: 'waiting'; readonly error: WireError }
  /** The body is over, or the run is on its way back: no step may be begun any more. */
  | { readonly kind: 'over' }

/** Thrown through the body to bring it to its end. A body that swallows it is met by it again. */
export class Halt extends Error {
  override readonly name = 'Halt'

  constructor(readonly reason: HaltReason) {
    super(`the run does not go on: ${reason.kind}`)
  }
}

/** The journal could not be written. The run stops dead: nothing may happen that is not on record. */
export class JournalLost extends Error {
  override readonly name = 'JournalLost'

  constructor(cause: unknown) {
    super('the journal could not be written', { cause })
  }
}

const weight: Readonly<Record<HaltReason['kind'], number>> = {
  over: 0,
  waiting: 1,
  parked: 2,
  interrupted: 3,
  cancelled: 4,
}

/** Of two reasons the one that decides: what the operator did over what happened, a person over a wait. */
export const heavier = (a: Halt | undefined, b: Halt): Halt =>
  a !== undefined && weight[a.reason.kind] >= weight[b.reason.kind] ? a : b
