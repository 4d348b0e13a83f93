import type { SessionLine, SessionStory } from '../../app/journalReader'
import type { AttemptStory, RunStory, StepStory } from '../../core/workflow/runStory'
import type { StepRequest } from '../../../src/shared/domain/session'
import type { WireError } from '../../../src/shared/errors'

/** All sessions, one a line. Times are UTC, as in AWS's own records. */
export function sessionsText(sessions: readonly SessionLine[]): string {
  if (sessions.length === 0) return 'Nothing was aired yet.'
  const rows = sessions.map((session) => [
    stamp(session.startedAt),
    session.phase + (session.parked ? ', waits for you' : ''),
    session.runs === 1 ? '1 run' : `${session.runs} runs`,
    session.id,
    plain(session.show) + (session.rehearsal ? ' (rehearsal)' : ''),
  ])
  return aligned([['BEGUN (UTC)', 'PHASE', 'RUNS', 'SESSION', 'SHOW'], ...rows]).join('\n')
}

/** One session: every run, step and try, with what AWS knows its calls by. */
export function journalText(session: SessionStory): string {
  const { show, id, region, rehearsal, startedAt, phase, parked, runs, certificate } = session
  return [
    `${plain(show)}, session ${id}`,
    `${rehearsal ? 'Rehearsal in' : 'In'} ${region}, begun ${stamp(startedAt)} UTC, now ${phase}.`,
    ...(parked ? [`It waits for you: ${errorText(parked)}`] : []),
    ...runs.flatMap((run) => ['', ...runLines(run)]),
    ...(certificate ? ['', ...certificateLines(certificate)] : []),
  ].join('\n')
}

function runLines(run: RunStory): readonly string[] {
  const head = [
    stamp(run.startedAt),
    `${plain(run.workflow) || 'unknown'} (${run.id})`,
    run.state,
    ...(run.endedAt === null ? [] : [length(run.endedAt - run.startedAt)]),
  ]
  const steps = run.steps.map((step): Row => [
    `  ${stamp(step.startedAt).slice(11)}`,
    plain(step.subject === null ? step.name : `${step.name} ${step.subject}`),
    step.state,
    step.endedAt === null ? '' : length(step.endedAt - step.startedAt),
    step.attempt > 1 ? `try ${step.attempt}` : '',
  ])
  const lines = aligned(steps)
  return [
    head.join('  '),
    ...(run.error ? [`  ${errorText(run.error)}`] : []),
    ...run.steps.flatMap((step, index) => [lines[index] ?? '', ...stepDetails(step)]),
  ]
}

const DETAIL = ' '.repeat(12)

/** What its tries came to, then the calls of the one that decided it. */
function stepDetails({ attempts, requests, error, state }: StepStory): readonly string[] {
  const told = new Set(attempts.flatMap((attempt) => attempt.requests.map(({ id }) => id)))
  const isTold = attempts.some((attempt) => attempt.error.code === error?.code)
  return [
    ...attempts.flatMap(attemptLines),
    ...(error && state === 'failed' && !isTold ? [`${DETAIL}${errorText(error)}`] : []),
    ...requests.filter(({ id }) => !told.has(id)).map(requestLine),
  ]
}

const attemptLines = ({ attempt, ms, error, requests }: AttemptStory): readonly string[] => [
  `${DETAIL}try ${attempt} failed after ${length(ms)}, ${fateWords[error.fate]}: ${errorText(error)}`,
  ...requests.map(requestLine),
]

const requestLine = ({ call, id }: StepRequest): string => `${DETAIL}${plain(call)} ${plain(id)}`

const fateWords: Readonly<Record<WireError['fate'], string>> = {
  retry: 'tried again',
  wait: 'waited for you',
  undo: 'taken back',
  park: 'left for you',
}

const errorText = ({ what, why, todo, code, reference }: WireError): string =>
  plain(`${what} ${why} ${todo} (${code}${reference === null ? '' : `, ${reference}`})`)

const certificateLines = ({
  issuedAt,
  asked,
  leftovers,
}: NonNullable<SessionStory['certificate']>): readonly string[] => [
  `${stamp(issuedAt)}  certified: ${leftovers.length === 0 ? 'nothing is left' : `${leftovers.length} left`}`,
  ...asked.map(({ what, found, requestId }) => `  ${found} ${plain(what)}  ${plain(requestId)}`),
  ...leftovers.map(({ kind, id, state }) => `  left: ${plain(`${kind} ${id} ${state}`)}`),
]

const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ')

function length(ms: number): string {
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 60) return `${minutes} min ${Math.round((ms % 60_000) / 1_000)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** What others have worded must not move the cursor of a terminal. */
const plain = (text: string): string => text.replaceAll(/\p{C}+/gu, ' ')

type Row = readonly string[]

function aligned(rows: readonly Row[]): readonly string[] {
  const widths = rows.reduce<readonly number[]>(
    (widest, row) => row.map((cell, column) => Math.max(cell.length, widest[column] ?? 0)),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
