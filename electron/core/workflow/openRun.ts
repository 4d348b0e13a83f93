import type { RunId, SessionId } from '../../../src/shared/domain/ids'
import type { WireError } from '../../../src/shared/errors'
import type { Run } from './run'
import { runSentences } from './sentences'
import type { Outcome } from './workflow'

const CHANGED = runSentences.changed([]).code

/** A run that has not ended, as it stands in this console. */
export interface OpenRun {
  readonly runId: RunId
  readonly sessionId: SessionId
  readonly workflow: string
  /** False where another version began it: this one can call it off, and no more. */
  readonly canGoOn: boolean
  readonly state: 'running' | 'waiting' | 'parked'
  readonly error: WireError | null
}

/** How a run stands in this console. */
export function openRunOf<W>({ record, rest, workflow }: Run<W>): OpenRun {
  const { id: runId, sessionId, started } = record
  const isChanged = rest !== undefined && stands(rest) && rest.error.code === CHANGED
  const canGoOn = workflow !== undefined && !isChanged
  const of = { runId, sessionId, workflow: started?.workflow ?? '', canGoOn }
  return rest && stands(rest)
    ? { ...of, state: rest.kind, error: rest.error }
    : { ...of, state: 'running', error: null }
}

const stands = (outcome: Outcome): outcome is Extract<Outcome, { kind: 'waiting' | 'parked' }> =>
  outcome.kind === 'waiting' || outcome.kind === 'parked'
