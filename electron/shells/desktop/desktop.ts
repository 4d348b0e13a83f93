import { join } from 'node:path'
import { app, Menu, powerMonitor, session, type BrowserWindow } from 'electron'
import type { Console } from '../../app/console'
import type { ShellPort } from '../../app/shellPort'
import type { Log } from '../../core/ports'
import { createGate } from '../contract/gate'
import { listRendererFiles } from '../origin/rendererFiles'
import { registerOrigin, serveOrigin } from './appOrigin'
import { openDesktopPort, type DesktopPort } from './desktopPort'
import { hardenPages, lockDown } from './hardening'
import { serveIpc } from './ipc'
import { askBeforeLeaving, showTrouble } from './leaveDialog'
import { Lifecycle } from './lifecycle'
import { buildMenu } from './menu'
import { SessionsWatch } from './sessionsWatch'
import { openTray } from './tray'
import { openWindow, showWindow, type WindowParts } from './window'

export interface DesktopParts {
  /** The folder of the build: `renderer/` and `preload/` are in it. */
  readonly outFolder: string
  readonly dataFolder: string
  readonly log: Log
  startConsole(shell: ShellPort): Promise<Console>
}

/** The desktop console, from the lock that keeps it single to the question before it is left. */
export async function runDesktop(parts: DesktopParts): Promise<void> {
  // Chromium keeps its own things apart from ours; the lock lies there too, so it comes after.
  app.setPath('userData', join(parts.dataFolder, 'window'))
  if (!app.requestSingleInstanceLock()) return app.quit()
  app.enableSandbox()
  registerOrigin()
  hardenPages(app, parts.log)
  await app.whenReady()
  const port = openDesktopPort(parts.log)
  try {
    await open(parts, port)
  } catch (thrown) {
    parts.log.error('the desktop console could not start', { thrown })
    showTrouble(thrown)
    await port.release()
    app.exit(1)
  }
}

async function open(parts: DesktopParts, port: DesktopPort): Promise<void> {
  const { outFolder, log } = parts
  const files = await listRendererFiles(join(outFolder, 'renderer'))
  const console = await parts.startConsole(port)
  lockDown(session.defaultSession, log)
  serveOrigin(session.defaultSession, { console, files, log })
  serveIpc(createGate({ handlers: console.handlers, log }), log)
  const sessions = new SessionsWatch(console.handlers.sessions)
  const lifecycle = new Lifecycle({
    atStake: () => console.atStake(),
    ask: askBeforeLeaving,
    stopAll: () => sessions.stopAll(),
    tell: showTrouble,
    close: async () => {
      sessions.close()
      await port.release()
      await console.close()
    },
    exit: (code) => app.exit(code),
    log,
  })
  const preload = join(outFolder, 'preload', 'preload.cjs')
  const show = keepOneWindow({ preload, log }, lifecycle)
  leaveByTheLifecycle(lifecycle)
  Menu.setApplicationMenu(buildMenu({ isMac: isMac(), isPackaged: app.isPackaged }))
  openTray({ sessions, open: show, quit: () => void lifecycle.requestQuit() })
  app.on('second-instance', show)
  app.on('activate', show)
  show()
}

/** Opens the window, or brings the one that is open to the front. */
function keepOneWindow(
  parts: Pick<WindowParts, 'preload' | 'log'>,
  lifecycle: Lifecycle,
): () => void {
  let window: BrowserWindow | undefined
  const mayClose = () => {
    // On a Mac a program outlives its windows; elsewhere closing the last one is leaving.
    if (isMac() || lifecycle.mayGo) return true
    void lifecycle.requestQuit()
    return false
  }
  return () => {
    if (window && !window.isDestroyed()) return showWindow(window)
    window = openWindow({ ...parts, mayClose })
  }
}

function leaveByTheLifecycle(lifecycle: Lifecycle): void {
  app.on('before-quit', (event) => {
    if (lifecycle.mayGo) return
    event.preventDefault()
    void lifecycle.requestQuit()
  })
  // Listened to, so that Electron does not quit by itself past the question.
  app.on('window-all-closed', () => {
    if (!isMac()) void lifecycle.requestQuit()
  })
  // A machine that shuts down waits for nobody: what runs in AWS goes on and is taken up again.
  powerMonitor.on('shutdown', () => void lifecycle.leave())
}

const isMac = (): boolean => process.platform === 'darwin'
