import type { SessionView } from '../../shared/domain/session'
import { TakeRow } from './TakeRow'
import { Nothing, Panel } from '../widgets/Panel'
import { count } from '../format/words'

/** What was recorded, with its proof. */
export function TakesPanel({ session }: { readonly session: SessionView | undefined }) {
  const takes = session?.takes.toReversed() ?? []
  return (
    <Panel
      title="Takes"
      className="takes-panel"
      aside={<span className="faint">{count(takes.length, 'take')}</span>}
    >
      {takes.length === 0 ? (
        <Nothing>
          “Record” marks a take while you are live. The programme is recorded anyway.
        </Nothing>
      ) : (
        <ul className="takes">
          {takes.map((take) => (
            <TakeRow key={take.id} take={take} />
          ))}
        </ul>
      )}
    </Panel>
  )
}
