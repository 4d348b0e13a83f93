import { Boxes, Film, Plus, Receipt, Settings, type LucideIcon } from 'lucide-react'
import { memo, useMemo } from 'react'
import type { ShowId } from '../../shared/domain/ids'
import type { Phase } from '../../shared/domain/session'
import type { Tally } from '../../shared/domain/tally'
import { firstShow, sessionByShow, showsByName } from '../store/sessionFacts'
import { useConsole } from '../store/useConsole'
import { TallyMark } from '../widgets/TallyLamp'
import { goTo, hashOf, type Route } from './routes'

/** The shows with their lamps, and the other places. */
export function Navigation({ route }: { readonly route: Route }) {
  const home = useConsole((s) => firstShow(s.shows, s.sessions)?.id)
  const showId = route.at === 'show' || route.at === 'edit-show' ? route.showId : undefined
  return (
    <nav className="nav" aria-label="Main">
      <button type="button" className="nav-new" onClick={() => goTo({ at: 'new-show' })}>
        <Plus aria-hidden size={15} />
        New show
      </button>
      <h2 className="nav-head">Shows</h2>
      <ShowList current={route.at === 'home' ? home : showId} />
      <ul className="nav-places">
        <Place route={{ at: 'recordings' }} here={route} Icon={Film} name="Recordings" />
        <Place route={{ at: 'resources' }} here={route} Icon={Boxes} name="Resources" />
        <Place route={{ at: 'costs' }} here={route} Icon={Receipt} name="Costs" />
        <Place route={{ at: 'settings' }} here={route} Icon={Settings} name="Settings" />
      </ul>
    </nav>
  )
}

function ShowList({ current }: { readonly current: ShowId | undefined }) {
  const shows = useConsole((s) => s.shows)
  const sessions = useConsole((s) => s.sessions)
  const named = useMemo(() => showsByName(shows), [shows])
  const airings = useMemo(() => sessionByShow(sessions), [sessions])
  if (named.length === 0) return <p className="nav-empty">None yet.</p>
  return (
    <ul className="nav-shows">
      {named.map(({ id, name }) => {
        const session = airings.get(id)
        return (
          <ShowLink
            key={id}
            id={id}
            name={name}
            tally={session?.tally ?? 'dark'}
            phase={session?.phase ?? null}
            current={id === current}
          />
        )
      })}
    </ul>
  )
}

interface LinkProps {
  readonly id: ShowId
  readonly name: string
  readonly tally: Tally
  readonly phase: Phase | null
  readonly current: boolean
}

const ShowLink = memo(function ShowLink({ id, name, tally, phase, current }: LinkProps) {
  return (
    <li>
      <a
        href={hashOf({ at: 'show', showId: id })}
        aria-current={current ? 'page' : undefined}
        title={name}
      >
        <TallyMark tally={tally} phase={phase} />
        <span className="clip">{name}</span>
      </a>
    </li>
  )
})

interface PlaceProps {
  readonly route: Route
  readonly here: Route
  readonly Icon: LucideIcon
  readonly name: string
}

const Place = ({ route, here, Icon, name }: PlaceProps) => (
  <li>
    <a href={hashOf(route)} aria-current={here.at === route.at ? 'page' : undefined}>
      <Icon aria-hidden size={15} />
      {name}
    </a>
  </li>
)
