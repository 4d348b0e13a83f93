import type { RunId } from '../../../src/shared/domain/ids'
import type { RunView, StepRequest, StepView } from '../../../src/shared/domain/session'
import type { JournalEntry, Written } from '../journal'
import type { Standing } from './runRecord'
import type { Step } from './step'

/** What the activity list knows of a kind of step, apart from what the journal says. */
export interface StepFacts {
  readonly usualMs: number | null
  readonly longestMs: number | null
  readonly undoable: boolean
}

/** By step name. */
export type StepTable = ReadonlyMap<string, StepFacts>

/** Takes the table from the steps themselves. */
export const stepTable = <W>(steps: readonly Step<W, never, unknown>[]): StepTable =>
  new Map(
    steps.map(({ name, usualMs, longestMs, undo }) => [
      name,
      { usualMs: usualMs ?? null, longestMs: longestMs ?? null, undoable: undo !== undefined },
    ]),
  )

type Line = Written<JournalEntry>
type StepLine = Line & { readonly entry: Extract<JournalEntry, { readonly key: string }> }

/**
 * The runs of a session for the activity list, in the order in which they were started. `standing`
 * names runs that rest in memory only, because the journal could not be written.
 */
export function runViews(
  lines: readonly Line[],
  table: StepTable,
  standing: ReadonlyMap<RunId, Standing> = new Map(),
): readonly RunView[] {
  const byRun = Map.groupBy(lines, ({ runId }) => runId)
  return [...byRun].map(([id, own]) => runView(id, own, { table, standing: standing.get(id) }))
}

interface More {
  readonly table: StepTable
  readonly standing: Standing | undefined
}

function runView(id: RunId, lines: readonly Line[], { table, standing }: More): RunView {
  const first = lines[0]
  const run = {
    id,
    workflow: first?.entry.kind === 'run-started' ? first.entry.workflow : '',
    startedAt: first?.at ?? 0,
    ...runFacts(lines),
    ...(standing && { state: standing.kind, error: standing.error }),
  }
  const steps = [...Map.groupBy(lines.filter(isStepLine), ({ entry }) => entry.key)].map(
    ([key, own]) => stepView(key, { id, lines: own, table }),
  )
  return { ...run, steps: atRest(steps, run, table) }
}

const isStepLine = (line: Line): line is StepLine => 'key' in line.entry

type RunFacts = Pick<RunView, 'state' | 'error' | 'endedAt'>

function runFacts(lines: readonly Line[]): RunFacts {
  const start: RunFacts = { state: 'running', error: null, endedAt: null }
  /** What the run goes back to when it is taken up again: on its way on, or on its way back. */
  let moving = start
  return lines.reduce((facts, { entry, at }): RunFacts => {
    switch (entry.kind) {
      case 'run-waiting':
        return { ...facts, state: 'waiting', error: entry.error }
      case 'run-parked':
        return { ...facts, state: 'parked', error: entry.error }
      case 'run-unwinding':
        return (moving = { ...facts, state: 'undoing', error: entry.error })
      case 'run-resumed':
        return moving
      case 'run-ended':
        return { state: entry.outcome, error: moving.error, endedAt: at }
      default:
        return facts
    }
  }, start)
}

function stepView(
  key: string,
  { id, lines, table }: { id: RunId; lines: readonly StepLine[]; table: StepTable },
): StepView {
  const [name = key, ...subject] = key.slice(id.length + 1).split('/')
  const start: StepView = {
    key,
    name,
    subject: subject.length > 0 ? subject.join('/') : null,
    state: 'running',
    attempt: 1,
    startedAt: lines[0]?.at ?? 0,
    endedAt: null,
    error: null,
    usualMs: table.get(name)?.usualMs ?? null,
    longestMs: table.get(name)?.longestMs ?? null,
    requests: lines.flatMap(({ entry }) => requestsOf(entry)),
  }
  return lines.reduce(stepAfter, start)
}

/** What AWS knows the calls of an entry by. */
export const requestsOf = (entry: JournalEntry): readonly StepRequest[] =>
  'requests' in entry ? (entry.requests ?? []) : []

function stepAfter(step: StepView, { entry, at }: StepLine): StepView {
  switch (entry.kind) {
    case 'step-started':
      return step
    case 'step-attempted':
      return { ...step, attempt: entry.attempt + 1, error: entry.error }
    case 'step-succeeded':
      return { ...step, state: 'done', endedAt: at, error: null }
    case 'step-failed':
      return { ...step, state: 'failed', endedAt: at, error: entry.error }
    case 'step-undone':
      return { ...step, state: 'undone', endedAt: at }
  }
}

/** Nothing runs in a run that rests or is over, and on the way back the last step goes first. */
function atRest(steps: readonly StepView[], run: RunFacts, table: StepTable): StepView[] {
  const undone = (step: StepView) =>
    step.state === 'undone' || table.get(step.name)?.undoable === false
  const next = run.state === 'undoing' ? steps.findLast((step) => !undone(step)) : undefined
  return steps.map((step) => {
    if (step === next) return { ...step, state: 'undoing', endedAt: null }
    if (step.state !== 'running' || run.state === 'running') return step
    return { ...step, state: 'failed', endedAt: run.endedAt, error: step.error ?? run.error }
  })
}
