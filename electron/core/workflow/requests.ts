import type { StepRequest } from '../../../src/shared/domain/session'
import type { CallTrace } from '../journal'

/** Of a try that calls AWS again and again the latest tell what became of it. */
const KEPT = 12

/** What AWS was asked in the present try of a step. */
export class Requests {
  #latest: readonly StepRequest[] = []

  readonly note = (request: StepRequest): void => {
    this.#latest = [...this.#latest, request].slice(-KEPT)
  }

  /** As a member of the entry that is about to be written; the next try begins anew. */
  take(): { readonly requests?: readonly StepRequest[] } {
    const requests = this.#latest
    this.#latest = []
    return requests.length > 0 ? { requests } : {}
  }
}

/** Where nobody knows of calls. */
export const noTrace: CallTrace = { during: (_answered, work) => work() }
