import {
  Check,
  CircleAlert,
  Hand,
  LoaderCircle,
  OctagonX,
  RotateCcw,
  Undo2,
  type LucideIcon,
} from 'lucide-react'
import { Fragment } from 'react'
import type { RunState, RunView, SessionView, StepView } from '../../shared/domain/session'
import { core } from '../bridge/client'
import { useCommand } from '../bridge/useCommand'
import { lengthInWords, timeOfDay } from '../format/time'
import { nameInWords, runWords } from '../format/words'
import { isStuck, runsForReading } from '../store/runFacts'
import { useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'
import { Nothing, Panel } from '../widgets/Panel'
import { useNow } from '../clock/ticking'

/** What the console is doing or did, step by step. */
export function ActivityPanel({ session }: { readonly session: SessionView }) {
  const runs = runsForReading(session.runs)
  return (
    <Panel title="Activity" className="grow">
      {runs.length === 0 && <Nothing>{whyNothing(session)}</Nothing>}
      <ol className="runs">
        {runs.map((run, index) => (
          <Run key={run.id} run={run} open={index === 0 || isStuck(run)} />
        ))}
      </ol>
    </Panel>
  )
}

/** Long ago only the sums, the takes and the certificate are told. */
const whyNothing = ({ phase }: SessionView): string =>
  phase === 'wrapped'
    ? 'It is long over: its steps are not told any more.'
    : 'Nothing was done yet.'

const runIcons: Readonly<Record<RunState, LucideIcon>> = {
  running: LoaderCircle,
  waiting: Hand,
  parked: Hand,
  undoing: Undo2,
  succeeded: Check,
  'rolled-back': RotateCcw,
  cancelled: OctagonX,
}

function Run({ run, open }: { readonly run: RunView; readonly open: boolean }) {
  const Icon = runIcons[run.state]
  return (
    <li className="run" data-state={run.state}>
      <details open={open}>
        <summary>
          <Icon aria-hidden size={14} strokeWidth={2.5} />
          <span className="run-name">{nameInWords(run.workflow)}</span>
          <span className="run-state">{runWords[run.state]}</span>
          <span className="num faint">
            {run.endedAt === null ? (
              <Since at={run.startedAt} />
            ) : (
              `${timeOfDay(run.startedAt)} · ${lengthInWords(run.endedAt - run.startedAt)}`
            )}
          </span>
        </summary>
        <Remedy run={run} />
        <ol className="steps">
          {run.steps.map((step) => (
            <Step key={step.key} step={step} />
          ))}
        </ol>
        <Requests steps={run.steps} />
      </details>
    </li>
  )
}

/** For a question to AWS itself: folded away, because nobody else reads it. */
function Requests({ steps }: Pick<RunView, 'steps'>) {
  const asked = steps.filter(({ requests }) => requests.length > 0)
  if (asked.length === 0) return null
  return (
    <details className="requests">
      <summary>AWS request ids</summary>
      <dl>
        {asked.map(({ key, name, requests }) => (
          <Fragment key={key}>
            <dt>{nameInWords(name)}</dt>
            {requests.map(({ call, id }) => (
              <dd key={id}>
                {call} <code>{id}</code>
              </dd>
            ))}
          </Fragment>
        ))}
      </dl>
    </details>
  )
}

const Since = ({ at }: { readonly at: number }) => <>{lengthInWords(useNow() - at)}</>

/** A run that stands still says why, and has the one button that takes it up again. */
function Remedy({ run }: { readonly run: RunView }) {
  const again = useCommand(async () => {
    // Waiting for credentials concerns every run of the account, not only this one.
    if (run.error?.code.startsWith('credentials.')) await core.account.tryAgain()
    else await core.sessions.resume({ runId: run.id })
  })
  const told = useConsole((s) => s.account?.trouble?.code)
  if (!run.error) return null
  const remedy = { label: 'Try again', run: () => void again.run(), disabled: again.busy }
  // The whole of it stands at the foot of the window; twice would only hide the steps.
  if (run.error.code === told && isStuck(run))
    return (
      <p className="run-waits">
        {run.error.what}
        <button type="button" className="small" disabled={again.busy} onClick={remedy.run}>
          {remedy.label}
        </button>
      </p>
    )
  return (
    <>
      <ErrorNote error={run.error} alert={isStuck(run)} {...(isStuck(run) ? { remedy } : {})} />
      {again.error && <ErrorNote error={again.error} />}
    </>
  )
}

/** Says nothing to a reader; it stays in the title. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const stepIcons: Readonly<Record<StepView['state'], LucideIcon>> = {
  running: LoaderCircle,
  done: Check,
  failed: CircleAlert,
  undoing: Undo2,
  undone: RotateCcw,
}

function Step({ step }: { readonly step: StepView }) {
  const Icon = stepIcons[step.state]
  return (
    <li className="step" data-state={step.state}>
      <Icon aria-hidden size={13} strokeWidth={2.5} />
      <span className="clip" title={step.subject ?? undefined}>
        <span className="sr-only">{step.state}: </span>
        {nameInWords(step.name)}
        {step.subject && !UUID.test(step.subject) && <span className="faint"> {step.subject}</span>}
        {step.attempt > 1 && <span className="attempt"> attempt {step.attempt}</span>}
      </span>
      <span className="num faint">
        <StepTime step={step} />
      </span>
      {step.error && <p className="step-error">{step.error.what}</p>}
    </li>
  )
}

function StepTime({ step }: { readonly step: StepView }) {
  if (step.endedAt !== null) return lengthInWords(step.endedAt - step.startedAt)
  return (
    <>
      <Since at={step.startedAt} />
      {step.usualMs !== null && ` of ~${lengthInWords(step.usualMs)}`}
    </>
  )
}
