import type { RunId, SessionId } from '../../src/shared/domain/ids'
import type { StepRequest } from '../../src/shared/domain/session'
import type { WireError } from '../../src/shared/errors'

/** Knows which calls to AWS were made within a piece of work, however deep in it. */
export interface CallTrace {
  /** Does the work, and tells of every call meanwhile that AWS gave an id, refusals included. */
  during<T>(answered: (request: StepRequest) => void, work: () => Promise<T>): Promise<T>
}

/** What AWS knows the calls of a try by, the latest few; absent: none, or from before it was kept. */
interface WithRequests {
  readonly requests?: readonly StepRequest[]
}

export type JournalEntry =
  | {
      readonly kind: 'run-started'
      readonly workflow: string
      readonly version: number
      readonly input: unknown
    }
  | { readonly kind: 'step-started'; readonly key: string }
  | ({
      readonly kind: 'step-attempted'
      readonly key: string
      readonly attempt: number
      readonly error: WireError
    } & WithRequests)
  | ({
      readonly kind: 'step-succeeded'
      readonly key: string
      readonly output: unknown
    } & WithRequests)
  | ({
      readonly kind: 'step-failed'
      readonly key: string
      readonly error: WireError
    } & WithRequests)
  | ({ readonly kind: 'step-undone'; readonly key: string } & WithRequests)
  | { readonly kind: 'run-waiting'; readonly error: WireError }
  | { readonly kind: 'run-parked'; readonly error: WireError }
  | { readonly kind: 'run-resumed' }
  | { readonly kind: 'run-unwinding'; readonly error: WireError }
  | {
      readonly kind: 'run-ended'
      readonly outcome: 'succeeded' | 'rolled-back' | 'cancelled'
      readonly output: unknown
    }

export interface Written<E> {
  readonly seq: number
  readonly runId: RunId
  readonly sessionId: SessionId
  readonly at: number
  readonly entry: E
}

/** Append-only; an entry is on disk when `append` returns. The truth after a crash. */
export interface Journal {
  append(sessionId: SessionId, runId: RunId, entry: JournalEntry): Written<JournalEntry>
  ofRun(runId: RunId): readonly Written<JournalEntry>[]
  ofSession(sessionId: SessionId): readonly Written<JournalEntry>[]
  /** Runs that were started and never ended, oldest first. */
  openRuns(): readonly { readonly runId: RunId; readonly sessionId: SessionId }[]
}
