import { useState, type ReactNode } from 'react'
import { useAction } from '../actions/registry'
import { useConsole } from '../store/useConsole'
import { Banners } from './Banners'
import { Navigation } from './Navigation'
import { Palette } from './Palette'
import { goTo, type Route } from './routes'
import { TopBar } from './TopBar'

interface Props {
  readonly route: Route
  readonly children: ReactNode
}

/** What stands around every screen. */
export function Frame({ route, children }: Props) {
  const connected = useConsole((s) => s.connected)
  const rehearsal = useConsole((s) => s.account?.rehearsal ?? false)
  const [open, setOpen] = useState(false)
  useAction({
    id: 'palette',
    label: 'Everything you can do',
    group: 'Go to',
    keys: 'Ctrl+K',
    refusal: null,
    run: () => setOpen((before) => !before),
  })
  useGoTo()
  return (
    <div className="frame" data-connected={connected} data-rehearsal={rehearsal}>
      <TopBar onPalette={() => setOpen(true)} />
      <Navigation route={route} />
      <div className="content">
        {children}
        {/* At the foot: a notice must never push a button away from under a finger. */}
        <Banners />
      </div>
      {open && <Palette onClose={() => setOpen(false)} />}
    </div>
  )
}

function useGoTo() {
  const to = (id: string, label: string, keys: string, route: Route) =>
    ({ id, label, group: 'Go to', keys, refusal: null, run: () => goTo(route) }) as const
  useAction(to('new-show', 'New show', 'Alt+N', { at: 'new-show' }))
  useAction(to('recordings', 'Recordings', 'Alt+R', { at: 'recordings' }))
  useAction(to('resources', 'Resources', 'Alt+E', { at: 'resources' }))
  useAction({
    ...to('stop-everything', 'Stop everything of mine … (goes to the button)', 'Ctrl+Shift+X', {
      at: 'resources',
      stop: true,
    }),
    group: 'On air',
  })
  useAction(to('costs', 'Costs', 'Alt+C', { at: 'costs' }))
  useAction(to('settings', 'Settings', 'Alt+S', { at: 'settings' }))
}
