import type { RunView, SessionView, StepView } from '../../shared/domain/session'

const GOING: readonly RunView['state'][] = ['running', 'undoing']
const STUCK: readonly RunView['state'][] = ['waiting', 'parked']

export const isGoing = (run: RunView): boolean => GOING.includes(run.state)
export const isStuck = (run: RunView): boolean => STUCK.includes(run.state)

/** What the operator waits for: the run that is under way, and the step that holds it up. */
export interface Wait {
  readonly run: RunView
  readonly step: StepView | null
  /** Usual and longest of the whole run, as far as its steps are known. */
  readonly usualMs: number | null
  readonly longestMs: number | null
}

/** The longest of the running steps stands for the run: steps run side by side. */
export function waitOf(session: SessionView): Wait | null {
  const run = session.runs.filter(isGoing).toSorted((a, b) => b.startedAt - a.startedAt)[0]
  if (!run) return null
  const running = run.steps.filter((step) => step.state === 'running' || step.state === 'undoing')
  const step = running.toSorted((a, b) => (b.usualMs ?? 0) - (a.usualMs ?? 0))[0] ?? null
  return { run, step, usualMs: step?.usualMs ?? null, longestMs: step?.longestMs ?? null }
}

/** Runs newest first; those that need a person before all others. */
export const runsForReading = (runs: readonly RunView[]): readonly RunView[] =>
  runs.toSorted((a, b) => Number(isStuck(b)) - Number(isStuck(a)) || b.startedAt - a.startedAt)
