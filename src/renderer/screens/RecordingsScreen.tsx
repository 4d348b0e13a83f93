import { useMemo } from 'react'
import { TakeRow } from '../panels/TakeRow'
import { count } from '../format/words'
import { allTakes } from '../store/sessionFacts'
import { useConsole } from '../store/useConsole'
import { Nothing, Panel } from '../widgets/Panel'

/** Every take of every airing, newest first. */
export function RecordingsScreen() {
  const sessions = useConsole((s) => s.sessions)
  const takes = useMemo(() => allTakes(sessions), [sessions])
  return (
    <main className="page">
      <h1>Recordings</h1>
      <Panel title="All takes" aside={<span className="faint">{count(takes.length, 'take')}</span>}>
        {takes.length === 0 ? (
          <Nothing>
            Takes appear here. Press “Record” while a show is live to mark where one begins and
            ends.
          </Nothing>
        ) : (
          <ul className="takes">
            {takes.map(({ take, sessionId, showName }) => (
              <TakeRow key={sessionId + take.id} take={take} of={showName} />
            ))}
          </ul>
        )}
      </Panel>
    </main>
  )
}
