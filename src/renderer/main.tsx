import './zodWithoutEval'
import './styles/tokens.css'
import './styles/base.css'
import './styles/widgets.css'
import './styles/frame.css'
import './styles/show.css'
import './styles/panels.css'
import './styles/drills.css'
import './styles/resources.css'
import './styles/forms.css'
import './styles/pages.css'
import './styles/print.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { listenToKeys } from './actions/shortcuts'
import { App } from './app/App'
import { connectBridge, core } from './bridge/client'
import { shellBridge } from './bridge/shellBridge'
import { listenToFeeds } from './store/feeds'
import { useConsole } from './store/useConsole'

const FRAME_MS = 16

const state = useConsole.getState()
connectBridge(shellBridge((connected) => state.receiveConnection(connected, Date.now())))
// Not requestAnimationFrame: it rests in a hidden window, and the feeds must not pile up there.
listenToFeeds(core, state, (run) => setTimeout(run, FRAME_MS))
listenToKeys()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root.')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
