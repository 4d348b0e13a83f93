import type { ReactNode } from 'react'
import { CostsScreen } from '../screens/CostsScreen'
import { FirstRun } from '../screens/FirstRun'
import { RecordingsScreen } from '../screens/RecordingsScreen'
import { ResourcesScreen } from '../screens/ResourcesScreen'
import { SettingsScreen } from '../screens/SettingsScreen'
import { ShowForm } from '../screens/ShowForm'
import { ShowScreen } from '../screens/ShowScreen'
import { firstShow } from '../store/sessionFacts'
import { useConsole, type ConsoleState } from '../store/useConsole'
import { Boundary } from '../widgets/Boundary'
import { Toasts } from '../widgets/Toasts'
import { Frame } from './Frame'
import { useRoute, type Route } from './routes'

/** The window: its frame, and in it the screen the address names. */
export function App() {
  const route = useRoute()
  const known = useConsole((s) => s.shows.known && s.sessions.known && s.status !== null)
  return (
    <>
      <Frame route={route}>
        {known ? (
          <Boundary key={route.at} title="This screen">
            <Screen route={route} />
          </Boundary>
        ) : (
          <Waiting />
        )}
      </Frame>
      <Toasts />
    </>
  )
}

const selectShowOf = (route: Route) => (s: ConsoleState) => {
  if (route.at === 'show' || route.at === 'edit-show') return s.shows.byId[route.showId]
  return route.at === 'home' ? firstShow(s.shows, s.sessions) : undefined
}

function Screen({ route }: { readonly route: Route }): ReactNode {
  const show = useConsole(selectShowOf(route))
  switch (route.at) {
    case 'new-show':
      return <ShowForm key="new" show={null} />
    case 'edit-show':
      return show ? <ShowForm key={show.id} show={show} /> : <Gone />
    case 'show':
      return show ? <ShowScreen key={show.id} show={show} /> : <Gone />
    case 'home':
      return show ? <ShowScreen key={show.id} show={show} /> : <FirstRun />
    case 'recordings':
      return <RecordingsScreen />
    case 'resources':
      return <ResourcesScreen stop={route.stop ?? false} />
    case 'costs':
      return <CostsScreen />
    case 'settings':
      return <SettingsScreen />
  }
}

const Gone = () => (
  <main className="page">
    <h1>This show is not here</h1>
    <p className="nothing">
      It was removed, or belongs to another profile. Choose one at the left.
    </p>
  </main>
)

const Waiting = () => (
  <main className="page">
    <p className="nothing">Asking the console …</p>
  </main>
)
