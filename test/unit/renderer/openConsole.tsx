import './unlaidPage'
import { act, render } from '@testing-library/react'
import { App } from '../../../src/renderer/app/App'
import { connectBridge, core } from '../../../src/renderer/bridge/client'
import { listenToFeeds } from '../../../src/renderer/store/feeds'
import { useConsole } from '../../../src/renderer/store/useConsole'
import { FakeBridge } from './fakeBridge'
import type { Scene } from './scenes'

/** The whole window on a scripted core; returns the core, and the way to take it all down. */
export async function openConsole(scene: Scene, hash = '') {
  const fake = new FakeBridge(scene)
  connectBridge(fake)
  useConsole.setState(useConsole.getInitialState(), true)
  location.hash = hash
  const stop = listenToFeeds(core, useConsole.getState(), (run) => run())
  const view = render(<App />)
  // Answers to what the screen asks on its own: estimate, preflight, keys.
  await act(async () => {
    await Promise.resolve()
  })
  const close = () => {
    view.unmount()
    stop()
  }
  return { fake, close }
}
