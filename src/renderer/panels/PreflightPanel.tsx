import { Check, OctagonX, RotateCw, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { CheckLevel, CheckResult, Preflight } from '../../shared/domain/preflight'
import { ErrorNote } from '../widgets/ErrorNote'
import { Nothing, Panel } from '../widgets/Panel'
import { Ago } from '../widgets/Timecode'
import type { Preflighted } from './usePreflight'

const icons: Readonly<Record<CheckLevel, LucideIcon>> = {
  blocks: OctagonX,
  warns: TriangleAlert,
  fine: Check,
}
const words: Readonly<Record<CheckLevel, string>> = {
  blocks: 'Blocks',
  warns: 'Warns',
  fine: 'Fine',
}
const LEVELS: readonly CheckLevel[] = ['blocks', 'warns', 'fine']

/** What was checked before anything is made; worst first. */
export function PreflightPanel({ preflight }: { readonly preflight: Preflighted }) {
  const { value, error, busy, again } = preflight
  return (
    <Panel
      title="Preflight"
      className="grow"
      aside={<Summary preflight={value} busy={busy} again={again} />}
    >
      {error && <ErrorNote error={error} alert={false} />}
      {!value && !error && <Nothing>Checking …</Nothing>}
      {value && (
        <ul className="checks">
          {byLevel(value.results).map((result) => (
            <CheckRow key={result.check} result={result} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

const byLevel = (results: readonly CheckResult[]): readonly CheckResult[] =>
  results.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))

interface SummaryProps {
  readonly preflight: Preflight | null
  readonly busy: boolean
  readonly again: () => void
}

function Summary({ preflight, busy, again }: SummaryProps) {
  const all = preflight?.results.length ?? 0
  const passed = preflight?.results.filter((result) => result.level !== 'blocks').length ?? 0
  return (
    <span className="check-summary">
      {preflight && (
        <>
          <span className="num check-count" data-good={passed === all}>
            {passed === all ? <Check aria-hidden size={14} /> : <OctagonX aria-hidden size={14} />}
            {passed} of {all}
          </span>
          <span className="faint">
            <Ago at={preflight.checkedAt} />
          </span>
        </>
      )}
      <button
        type="button"
        className="icon-button"
        aria-label="Check again"
        title="Check again"
        disabled={busy}
        onClick={again}
      >
        <RotateCw aria-hidden size={14} />
      </button>
    </span>
  )
}

function CheckRow({ result: { level, what, todo } }: { readonly result: CheckResult }) {
  const Icon = icons[level]
  return (
    <li data-level={level}>
      <Icon aria-hidden size={14} strokeWidth={2.5} />
      <span className="sr-only">{words[level]}: </span>
      <div>
        {what}
        {todo && <p className="check-todo">{todo}</p>}
      </div>
    </li>
  )
}
