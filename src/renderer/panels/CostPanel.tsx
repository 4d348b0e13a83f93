import type { ReactNode } from 'react'
import { dollars } from '../../shared/domain/money'
import type { CostView, SessionView } from '../../shared/domain/session'
import { Money } from '../widgets/Money'
import { Panel } from '../widgets/Panel'
import { SafetyStopLine } from './SafetyStopLine'
import { linesForReading, type CostLine } from './costLines'
import type { Estimated } from './useEstimate'

interface Props {
  readonly session: SessionView | undefined
  readonly estimate: Estimated
  readonly rehearsal: boolean
}

/** What it costs: now, so far, at the planned end, and how near the cap. */
export function CostPanel({ session, estimate, rehearsal }: Props) {
  const aside = rehearsal ? (
    <span className="rehearsed">Rehearsed: nothing is charged</span>
  ) : (
    'Estimate'
  )
  return (
    <Panel title="Cost" className="cost" aside={<span className="faint">{aside}</span>}>
      {session ? <OfSession session={session} /> : <OfPlan estimate={estimate} />}
    </Panel>
  )
}

function OfSession({ session }: { readonly session: SessionView }) {
  const { cost } = session
  const atEnd = session.phase === 'wrapped' ? null : cost.atPlannedEndMicros
  return (
    <>
      <dl className="money-figures">
        <Sum name="So far">
          <Money micros={cost.soFarMicros} />
        </Sum>
        <Sum name="Now">
          <Money micros={cost.perHourMicros} perHour />
        </Sum>
        <Sum name="At the end">{atEnd === null ? '–' : <Money micros={atEnd} />}</Sum>
      </dl>
      {cost.capMicros !== null && <Cap cost={cost} cap={cost.capMicros} />}
      <SafetyStopLine session={session} />
      <Lines
        lines={cost.lines.map(({ what, quantity, micros }) => ({ what, note: quantity, micros }))}
        perHour={false}
      />
      <p className="faint rates-note">
        {cost.committedMicros > cost.soFarMicros &&
          `${dollars(cost.committedMicros)} are due even if it stops now. `}
        Rates of {cost.ratesDatedAt}.
      </p>
    </>
  )
}

function OfPlan({ estimate: { value, error } }: { readonly estimate: Estimated }) {
  if (error) return <p className="nothing">{error.what}</p>
  if (!value) return <p className="nothing">Asking for the price …</p>
  return (
    <>
      <dl className="money-figures">
        <Sum name="On air">
          <Money micros={value.perHourMicros} perHour />
        </Sum>
        <Sum name="Prepared">
          <Money micros={value.idlePerHourMicros} perHour />
        </Sum>
        <Sum name="Least per start">
          <Money micros={value.leastMicros} />
        </Sum>
      </dl>
      <Lines
        lines={value.lines.map(({ what, perHourMicros }) => ({
          what,
          note: '',
          micros: perHourMicros,
        }))}
        perHour
      />
      <p className="faint rates-note">
        {value.unknown.length > 0 && `Not in it: ${value.unknown.join(', ')}. `}
        Rates of {value.ratesDatedAt}.
      </p>
    </>
  )
}

function Sum({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Cap({ cost, cap }: { readonly cost: CostView; readonly cap: number }) {
  const share = Math.min(cost.soFarMicros / cap, 1)
  return (
    <div className="cap">
      <meter
        value={share}
        min={0}
        max={1}
        high={0.8}
        optimum={0}
        aria-label={`${dollars(cost.soFarMicros)} of the cap of ${dollars(cap)}`}
      />
      <span className="faint num">
        {Math.round(share * 100)} % of cap {dollars(cap)}
      </span>
    </div>
  )
}

interface LinesProps {
  readonly lines: readonly CostLine[]
  readonly perHour: boolean
}

/** A bill, line by line. */
export function Lines({ lines, perHour }: LinesProps) {
  return (
    <ul className="lines">
      {linesForReading(lines).map(({ what, note, micros }, index) => (
        // Two lines may have the same name: stretches of one resource.
        <li key={`${index} ${what}`}>
          <span>{what}</span>
          <span className="line-note faint num">{note}</span>
          <Money micros={micros} perHour={perHour} />
        </li>
      ))}
    </ul>
  )
}
