import { TriangleAlert } from 'lucide-react'
import type { SessionView } from '../../shared/domain/session'
import { Nothing, Panel } from '../widgets/Panel'
import { Age } from '../widgets/Timecode'

/** What AWS complains about, in words. */
export function AlertsPanel({ session }: { readonly session: SessionView | undefined }) {
  const alerts = session?.alerts ?? []
  return (
    <Panel
      title="Alerts"
      className={alerts.length > 0 ? 'has-alerts' : ''}
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
                  {alert.what} <Age at={alert.setAt} />
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
