import type { RunId, SessionId } from '../../../src/shared/domain/ids'
import type { WireError } from '../../../src/shared/errors'
import type { Run } from './run'
import type { Outcome } from './workflow'

/** A run that has not ended, as it stands in this console. */
export interface OpenRun {
  readonly runId: RunId
  readonly sessionId: SessionId
  readonly workflow: string
  readonly state: 'running' | 'waiting' | 'parked'
  readonly error: WireError | null
}

/** How a run stands in this console. */
export function openRunOf<W>({ record, rest }: Run<W>): OpenRun {
  const { id: runId, sessionId, started } = record
  const of = { runId, sessionId, workflow: started?.workflow ?? '' }
  return rest && stands(rest)
    ? { ...of, state: rest.kind, error: rest.error }
    : { ...of, state: 'running', error: null }
}

const stands = (outcome: Outcome): outcome is Extract<Outcome, { kind: 'waiting' | 'parked' }> =>
  outcome.kind === 'waiting' || outcome.kind === 'parked'
