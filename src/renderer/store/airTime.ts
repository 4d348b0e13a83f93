import type { RunView, SessionView } from '../../shared/domain/session'

const SECOND = 1_000
const END_RUNS: readonly string[] = ['stand-down', 'wrap']

/**
 * How long a session that is over was on air, in ms of whole seconds, over all its airings; null where its runs are
 * not told any more.
 */
export function airTimeOf({ runs }: SessionView): number | null {
  const airings = runs.filter((run) => run.workflow === 'go-live' && run.state === 'succeeded')
  if (runs.length === 0) return null
  const ms = airings.reduce((sum, run) => sum + airedMs(run, runs), 0)
  return Math.round(ms / SECOND) * SECOND
}

/** From the channel running until it was told to stop. */
function airedMs({ startedAt, endedAt }: RunView, runs: readonly RunView[]): number {
  const ends = runs
    .filter((run) => END_RUNS.includes(run.workflow) && run.startedAt >= startedAt)
    .map((run) => run.startedAt)
  if (endedAt === null || ends.length === 0) return 0
  return Math.max(0, Math.min(...ends) - endedAt)
}
