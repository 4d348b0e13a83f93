import { TriangleAlert } from 'lucide-react'
import type { SessionView } from '../../shared/domain/session'
import { Nothing, Panel } from '../widgets/Panel'
import { Ago } from '../widgets/Timecode'

/** What AWS complains about, in words. */
export function AlertsPanel({ session }: { readonly session: SessionView | undefined }) {
  const alerts = session?.alerts ?? []
  return (
    <Panel
      title="Alerts"
      className={alerts.length > 0 ? 'grow has-alerts' : 'grow'}
      aside={<span className="num">{alerts.length === 0 ? 'None' : alerts.length}</span>}
    >
      {alerts.length === 0 ? (
        <Nothing>What AWS or the feed complains about stands here, with what to do.</Nothing>
      ) : (
        <ul className="alerts">
          {alerts.map((alert) => (
            <li key={alert.id}>
              <TriangleAlert aria-hidden size={14} />
              <div>
                <p className="error-what">
                  {alert.what}{' '}
                  <span className="faint">
                    <Ago at={alert.setAt} />
                  </span>
                </p>
                <p>
                  {alert.why} <strong>{alert.todo}</strong>
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
