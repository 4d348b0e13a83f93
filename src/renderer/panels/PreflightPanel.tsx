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
    <Panel title="Preflight" className="grow" aside={value && <Summary preflight={value} />}>
      {error && <ErrorNote error={error} alert={false} />}
      {!value && !error && <Nothing>Checking …</Nothing>}
      {value && (
        <ul className="checks">
          {byLevel(value.results).map((result) => (
            <Check1 key={result.check} result={result} />
          ))}
        </ul>
      )}
      <p className="panel-foot">
        {value && (
          <span className="faint">
            Checked <Ago at={value.checkedAt} />
          </span>
        )}
        <button type="button" className="small" onClick={again} disabled={busy}>
          <RotateCw aria-hidden size={13} />
          Check again
        </button>
      </p>
    </Panel>
  )
}

const byLevel = (results: readonly CheckResult[]): readonly CheckResult[] =>
  results.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))

function Summary({ preflight }: { readonly preflight: Preflight }) {
  const fine = preflight.results.filter((result) => result.level !== 'blocks').length
  const all = preflight.results.length
  return (
    <span className="num check-summary" data-good={fine === all}>
      {fine === all ? <Check aria-hidden size={14} /> : <OctagonX aria-hidden size={14} />}
      {fine} of {all}
    </span>
  )
}

function Check1({ result: { level, what, todo } }: { readonly result: CheckResult }) {
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
