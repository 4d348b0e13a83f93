import { useMemo } from 'react'
import type { SessionView } from '../../shared/domain/session'
import { dayTime } from '../format/time'
import { newestFirst } from '../store/sessionFacts'
import { useConsole } from '../store/useConsole'
import { Money } from '../widgets/Money'
import { Nothing, Panel } from '../widgets/Panel'
import { tallyLook } from '../widgets/tallyLook'

/** What every airing cost, or costs; real and rehearsed in tables of their own. */
export function CostsScreen() {
  const sessions = useConsole((s) => s.sessions)
  const all = useMemo(() => newestFirst(sessions), [sessions])
  return (
    <main className="page">
      <h1>Costs</h1>
      <Airings title="On AWS" sessions={all.filter((session) => !session.rehearsal)} />
      <Airings title="Rehearsed, not charged" sessions={all.filter((s) => s.rehearsal)} />
    </main>
  )
}

interface Props {
  readonly title: string
  readonly sessions: readonly SessionView[]
}

function Airings({ title, sessions }: Props) {
  const total = sessions.reduce((sum, { cost }) => sum + cost.soFarMicros, 0)
  return (
    <Panel title={title} aside={<Money micros={total} />}>
      {sessions.length === 0 ? (
        <Nothing>No airings yet. Each one stands here with its total once it is prepared.</Nothing>
      ) : (
        <table className="airings">
          <thead>
            <tr>
              <th scope="col">Show</th>
              <th scope="col">Prepared</th>
              <th scope="col">State</th>
              <th scope="col">Region</th>
              <th scope="col" className="figure-cell">
                Now
              </th>
              <th scope="col" className="figure-cell">
                At planned end
              </th>
              <th scope="col" className="figure-cell">
                So far
              </th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <Airing key={session.id} session={session} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function Airing({ session }: { readonly session: SessionView }) {
  const { cost } = session
  return (
    <tr>
      <td>{session.showName}</td>
      <td className="num">{dayTime(session.startedAt)}</td>
      <td>{tallyLook(session.tally, session.phase).word}</td>
      <td>{session.region}</td>
      <td className="figure-cell">
        <Money micros={cost.perHourMicros} perHour />
      </td>
      <td className="figure-cell">
        {cost.atPlannedEndMicros === null || session.phase === 'wrapped' ? (
          '–'
        ) : (
          <Money micros={cost.atPlannedEndMicros} />
        )}
      </td>
      <td className="figure-cell">
        <Money micros={session.certificate?.totalMicros ?? cost.soFarMicros} />
      </td>
    </tr>
  )
}
