import { Lines } from '../panels/CostPanel'
import type { Estimated } from '../panels/useEstimate'
import { fromLocalInput, lengthInWords } from '../format/time'
import { useConsole } from '../store/useConsole'
import { ErrorNote } from '../widgets/ErrorNote'
import { Money } from '../widgets/Money'
import { Nothing, Panel } from '../widgets/Panel'
import type { ShowFields } from './showForm'

interface Props {
  readonly estimate: Estimated
  readonly fields: ShowFields
}

/** What the show would cost, while it is being made. */
export function PricePanel({ estimate: { value, error, pending }, fields }: Props) {
  const rehearsal = useConsole((s) => s.account?.rehearsal ?? true)
  const end = fromLocalInput(fields.plannedEnd)
  const left = end === null ? null : end - Date.now()
  return (
    <Panel title="Price" className="price" aside={pending && value ? 'updating' : undefined}>
      {rehearsal && (
        <p className="rehearsed">In rehearsal nothing is charged. On AWS it would cost:</p>
      )}
      {error && <ErrorNote error={error} alert={false} />}
      {!value && !error && <Nothing>The price appears as soon as the plan is readable.</Nothing>}
      {value && (
        <>
          <p className="price-big">
            <Money micros={value.perHourMicros} perHour /> <span className="faint">on air</span>
          </p>
          <dl className="price-more">
            <dt>Prepared, waiting</dt>
            <dd>
              <Money micros={value.idlePerHourMicros} perHour />
            </dd>
            <dt>Least for a start</dt>
            <dd>
              <Money micros={value.leastMicros} />
            </dd>
            {left !== null && left > 0 && (
              <>
                <dt>Live from now to the end, {lengthInWords(left)}</dt>
                <dd>
                  <Money micros={Math.round((value.perHourMicros * left) / 3_600_000)} />
                </dd>
              </>
            )}
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
            An estimate, by the rates of {value.ratesDatedAt}.
          </p>
        </>
      )}
    </Panel>
  )
}
