import type { RunView, StepRequest, StepView } from '../../../src/shared/domain/session'
import type { WireError } from '../../../src/shared/errors'
import type { JournalEntry, Written } from '../journal'
import { requestsOf, runViews, type StepTable } from './runView'

/** A try that failed. `ms`: since the step began, or since the try before it, waiting included. */
export interface AttemptStory {
  readonly attempt: number
  readonly at: number
  readonly ms: number
  readonly error: WireError
  readonly requests: readonly StepRequest[]
}
export interface StepStory extends StepView {
  readonly attempts: readonly AttemptStory[]
}
/** A run with every try of every step, for a person who wants to know exactly what happened. */
export interface RunStory extends Omit<RunView, 'steps'> {
  readonly version: number
  readonly steps: StepStory[]
}

type Line = Written<JournalEntry>

/** The runs of a session in full, in the order in which they were begun. No inputs and no outputs. */
export function runStories(lines: readonly Line[], table: StepTable): readonly RunStory[] {
  return runViews(lines, table).map((run) => {
    const own = lines.filter(({ runId }) => runId === run.id)
    const [first] = own
    return {
      ...run,
      version: first?.entry.kind === 'run-started' ? first.entry.version : 0,
      steps: run.steps.map((step) => ({ ...step, attempts: attemptsOf(step, own) })),
    }
  })
}

function attemptsOf({ key, startedAt }: StepView, lines: readonly Line[]): AttemptStory[] {
  let before = startedAt
  return lines.flatMap(({ entry, at }) => {
    if (entry.kind !== 'step-attempted' || entry.key !== key) return []
    const { attempt, error } = entry
    const story = { attempt, at, ms: at - before, error, requests: requestsOf(entry) }
    before = at
    return [story]
  })
}
