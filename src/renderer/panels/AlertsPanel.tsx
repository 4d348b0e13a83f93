import { TriangleAlert } from 'lucide-react'
import type { AlertView, LegView, SessionView } from '../../shared/domain/session'
import { Nothing, Panel } from '../widgets/Panel'
import { Ago } from '../widgets/Timecode'

/** What AWS complains about, in words; newest first. */
export function AlertsPanel({ session }: { readonly session: SessionView | undefined }) {
  const alerts = session?.alerts.toSorted((a, b) => b.setAt - a.setAt) ?? []
  return (
    <Panel
      title="Alerts"
      className={alerts.length > 0 ? 'grow has-alerts' : 'grow'}
      aside={<span className="num">{alerts.length === 0 ? 'None' : alerts.length}</span>}
    >
      {alerts.length === 0 ? (
        <Nothing>What AWS or the feed complains about stands here.</Nothing>
      ) : (
        <ul className="alerts">
          {alerts.map((alert) => (
            <Alert key={alert.id} alert={alert} told={toldAt(alert, session?.legs ?? [])} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** The destinations beside which all of it is said already. */
const toldAt = ({ what }: AlertView, legs: readonly LegView[]): readonly string[] =>
  legs.filter(({ trouble }) => trouble?.what === what).map(({ name }) => name)

interface AlertProps {
  readonly alert: AlertView
  readonly told: readonly string[]
}

function Alert({ alert: { what, why, todo, setAt }, told }: AlertProps) {
  return (
    <li>
      <TriangleAlert aria-hidden size={14} />
      <div>
        <p className="error-what">
          {what}{' '}
          <span className="faint">
            <Ago at={setAt} />
          </span>
        </p>
        {told.length > 0 ? (
          <p>It is {told.join(', ')}: see there what to do.</p>
        ) : (
          <p>
            {why} <strong>{todo}</strong>
          </p>
        )}
      </div>
    </li>
  )
}
